"""Numbers that one touch calls."""

from __future__ import annotations

import pytest

from webhook.chat.phones import pieces


@pytest.mark.parametrize(
    ("text", "kind", "numbers"),
    [
        ("Police : 17\nPompiers : 18.", "safety", ["17", "18"]),
        ("Appelez le +223 76 00 00 00 le matin.", "prompt", ["+22376000000"]),
        ("+227 90 00 00 00", "safety", ["+22790000000"]),
        ("Inscription : 2 500 F CFA\nÂge : 17", "prompt", []),
        ("Prix : 25 000 F CFA", "safety", []),
        ("", "prompt", []),
    ],
)
def test_numbers_are_found_and_nothing_is_lost(text: str, kind: str, numbers: list[str]) -> None:
    cut = pieces(text, kind)
    assert [piece.tel for piece in cut if piece.tel] == numbers
    assert "".join(piece.text for piece in cut) == text
