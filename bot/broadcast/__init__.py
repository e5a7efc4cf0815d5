"""Saying one thing to many: to whom, when, how far it came, and how it is stopped."""
