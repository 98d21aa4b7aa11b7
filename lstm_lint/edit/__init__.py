"""What changes files: fixes, suppressions, writing in one step."""
