"""Nothing claims more than what a reader has read."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from locales.review import ReviewStates, hash_of, status
from locales.text import Text

TEXTS = [Text(f"k{n}", f"Phrase {n}") for n in range(4)]


def test_the_share_signed_counts_what_is_not_translated() -> None:
    by_key = {"k0": ("signed", hash_of("Phrase 0")), "k1": ("read_aloud", hash_of("Phrase 1"))}
    found = status(TEXTS, ReviewStates(MappingProxyType(by_key)), lambda text: text.key != "k3")  # type: ignore[arg-type]
    assert found.counts == {"draft": 1, "read_aloud": 1, "said_back": 0, "signed": 1}
    assert (found.untranslated, found.signed_share) == (1, pytest.approx(0.25))


def test_without_messages_nothing_is_signed() -> None:
    assert status([], ReviewStates(), lambda _: True).signed_share == 0
