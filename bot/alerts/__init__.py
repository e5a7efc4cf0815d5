"""Calling the team when somebody waits: in its Telegram group, by e-mail; and hearing who takes it."""
