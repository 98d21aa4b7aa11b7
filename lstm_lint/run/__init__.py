"""Many files: which, in which processes, with which cache and limits."""
