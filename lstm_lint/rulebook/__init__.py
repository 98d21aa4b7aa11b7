"""The registry of rules, read from their pages, and plug-ins."""
