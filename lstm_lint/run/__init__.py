"""Many files: which, in which processes, with which cache and limits."""

from lstm_lint import source

source.alone = True
