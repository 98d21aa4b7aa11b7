"""Many files: which, in which processes, with which cache and limits."""

import lstm_lint

lstm_lint.alone = True
