"""lstm-lint: a static linter for recurrent Keras models."""

__version__ = "0.1.0"

PROJECT_URL = "https://github.com/lstm-lint/lstm-lint"


def load_ipython_extension(shell: object) -> None:
    """What `%load_ext lstm_lint` does: the magics `%%lint` and `%lint_model` are there."""
    import importlib

    # By its name: every module imports the package, so the package imports none.
    importlib.import_module("lstm_lint.kernel.magics").register(shell)
