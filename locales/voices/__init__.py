"""Voices: what of a message is recorded, as which pieces, and which of them are there."""
