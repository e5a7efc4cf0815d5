"""What follows a deed in the audit — an outcome, a level, a role, a service — in words, as whoever reads the journal knows it.

The audit itself keeps our stable names (D5): they are sealed in its chain, and words may be written better.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.desk.words import LANGUAGE, said
from bot.engine.book import Book

PART_OF: Final[Mapping[str, str]] = {
    "ask": "asked", "open": "asked", "end": "outcome", "complaint_close": "complaint_outcome", "referral": "event",
    "add_worker": "role", "change_worker": "role", "task_done": "task",
    "countersign": "account_deed",
}  # fmt: skip
"""In which part of words.yaml the detail of a deed has its words."""
THEN: Final = " : "
"""Before what is to be done: of a task that is done only what it was about is left."""


def detail_words(book: Book, deed: str, detail: str, logins: Mapping[str, str]) -> str:
    """``logins``: who works here, by id. What has no words stays as it is."""
    if deed == "level":
        return detail.replace(":", " → ")
    if deed == "propose":
        service = book.directory.services.get(detail)
        return book.catalogues.say(service.name.text, LANGUAGE) if service else detail
    if deed in {"transfer", "write_shifts"}:
        places = book.directory.places
        return logins.get(detail) or (places[detail].text.fr if detail in places else detail)
    part = PART_OF.get(deed)
    if part is None:
        return detail
    return ", ".join(said(book.catalogues, part, one).partition(THEN)[0] for one in detail.split(","))
