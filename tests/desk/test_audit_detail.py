"""The journal says the rest of a deed in words too."""

from __future__ import annotations

import pytest

from bot.desk.audit_words import detail_words
from bot.engine.book import Book


@pytest.mark.parametrize(
    ("deed", "detail", "words"),
    [
        ("end", "answered", "Question répondue"),
        ("level", "P3:P1", "P3 → P1"),
        ("ask", "export", "un tableau de chiffres"),
        ("open", "data", "les informations d'une personne"),
        ("add_worker", "case_worker,supervisor", "agent, superviseur"),
        ("task_done", "missed", "L'organisation dit que la personne n'est pas venue"),
        ("referral", "accepted", "acceptée"),
        ("complaint_close", "explained", "Expliqué à la personne"),
        ("transfer", "gao", "Gao"),
        ("transfer", "b" * 32, "bou"),
        ("propose", "no-such-service", "no-such-service"),
        ("reply", "", ""),
    ],
)
def test_a_detail_is_said_in_words(book: Book, deed: str, detail: str, words: str) -> None:
    assert detail_words(book, deed, detail, {"b" * 32: "bou"}) == words


def test_a_service_is_named_as_people_know_it(book: Book) -> None:
    slug, service = next(iter(book.directory.services.items()))
    assert detail_words(book, "propose", slug, {}) == service.name.text.fr
