"""A file on disk as Python text whose positions lead back to it."""
