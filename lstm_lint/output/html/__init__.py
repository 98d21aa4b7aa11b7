"""Findings, models and trainings as one HTML page, for people: `--output-format html`."""
