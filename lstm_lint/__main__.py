"""`python -m lstm_lint` is `lstm-lint`."""

import sys

from lstm_lint.command.cli import main

if __name__ == "__main__":
    sys.exit(main())
