"""The reviewers' sheet on paper: room to write where there is much to change, and for who read and how far."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.speakers.printed import LETTERS_A_LINE, WHOLE_LINE, _texts, printed
from locales.pofiles import Entry
from locales.review import Reviewed, hash_of
from locales.sheet.line import Line, Sheet, Shown


def _line(letters: int) -> Line:
    words = ("n bɛ " * letters)[:letters]
    entry = Entry("welcome.consent.ask", "Sira est une machine.", words)
    return Line(entry, "question", 0, Reviewed("draft", hash_of(entry.french), hash_of(words)))


@pytest.mark.parametrize(("letters", "lines"), [(30, 0), (LETTERS_A_LINE, 1), (700, 700 // LETTERS_A_LINE)])
def test_the_longer_a_message_the_more_lines_to_write_on(letters: int, lines: int) -> None:
    boxes = _texts(_line(letters))[-1][0]
    assert boxes.count(WHOLE_LINE) == lines
    written = boxes.split("\n")[1:]
    assert all((before, after) == ("", WHOLE_LINE) for before, after in list(pairwise(written))[::2])


def test_the_step_is_ticked_and_a_sheet_of_long_messages_is_drawn() -> None:
    boxes = _texts(_line(30))[-1][0]
    assert all(f"☐ {step}" in boxes for step in ("ça va", "redit", "signé", "à changer"))
    line = _line(700)
    many = Sheet("bm", tuple(Shown("welcome", f"m{n}", line.entry.words, (), (line,)) for n in range(6)))
    data, lost = printed(many)
    assert data.startswith(b"%PDF")
    assert "☐" not in lost
