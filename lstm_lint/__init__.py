"""lstm-lint: a static linter for recurrent Keras models."""

__version__ = "0.1.0"

PROJECT_URL = "https://github.com/lstm-lint/lstm-lint"

# Whether nothing else in this process works with libcst: a command and its processes say so before they import it, see
# `source.thawed`. It stands here since every run has this module, and one that reads no file has not that one.
alone = False
