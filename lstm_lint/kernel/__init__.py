"""In a notebook without an editor: magics that lint a cell with what the cells before it say."""
