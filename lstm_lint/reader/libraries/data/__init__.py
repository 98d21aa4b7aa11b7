"""What the libraries of data have in common: arrays, columns, subscripts, transformers, and their history."""
