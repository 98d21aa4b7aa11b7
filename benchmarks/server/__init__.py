"""The language server: random edits do not bring it down; what it takes beside a run and beside the server of ruff."""
