"""Keeping the house: backups, keys, what time erases, the standstill, messages that could not be answered."""
