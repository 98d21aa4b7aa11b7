"""The concrete syntax tree: how a text is parsed, where nodes are, questions that need no values."""
