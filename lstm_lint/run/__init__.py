"""Many files: which, in which processes, with which cache and limits."""

from lstm_lint.source import thawed

thawed.alone = True
