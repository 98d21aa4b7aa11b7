"""Configuration: found, validated, and what holds for a file."""
