"""How many of something, as one says it: « 1 phrases » tells a reader that nobody reads what is printed here."""

from __future__ import annotations


def many(count: int, noun: str) -> str:
    """``noun`` takes an « s » from two on, as regular French nouns do.

    >>> many(1, "phrase"), many(2, "phrase"), many(0, "message")
    ('1 phrase', '2 phrases', '0 message')
    """
    return f"{count} {noun}{'s' if count > 1 else ''}"
