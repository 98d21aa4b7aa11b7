"""The data itself: what the files hold that a script reads. Nothing here runs code of the script."""
