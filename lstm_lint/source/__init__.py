"""A file on disk as Python text whose positions lead back to it."""

# Whether nothing else in this process works with libcst; to be set before it is imported, see `thawed`. It stands here
# for a run that reads no file: that does without the module.
alone = False
