"""Python, read symbolically. Nothing here knows a library."""
