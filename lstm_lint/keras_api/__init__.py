"""Facts about Keras by version: signatures, names, output shapes and parameter counts."""
