"""The experiments that the rule pages name, to be run again."""
