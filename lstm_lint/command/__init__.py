"""The commands: arguments in, exit code out."""

from lstm_lint.source import thawed

thawed.alone = True
