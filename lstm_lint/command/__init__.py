"""The commands: arguments in, exit code out."""

import lstm_lint

lstm_lint.alone = True
