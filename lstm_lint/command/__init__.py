"""The commands: arguments in, exit code out."""

from lstm_lint import source

source.alone = True
