"""lstm-lint: a static linter for recurrent Keras models."""

__version__ = "0.1.0"

PROJECT_URL = "https://github.com/lstm-lint/lstm-lint"
