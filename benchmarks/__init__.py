"""What lstm-lint is measured by; each module is run with `python -m`."""
