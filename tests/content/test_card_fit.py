"""Lines of a card join only as far as they must, and nothing is lost."""

from __future__ import annotations

from content.card_fit import fitted, gathered
from content.phrases import phrase

LINES = (
    phrase("card.check_you", facts="a"),
    phrase("card.check_them", facts="b"),
    phrase("card.lasts", lasts="c"),
    phrase("card.fee", what="x", amount=1, per="y"),
    phrase("card.fee_unknown", what="z"),
    phrase("card.start.always"),
)


def test_what_fits_stays_as_it_is():
    assert fitted(LINES, len(LINES)) == LINES


def test_one_pair_is_joined_when_one_line_is_too_many():
    found = fitted(LINES, len(LINES) - 1)
    assert [line.key for line in found if line not in LINES] == ["card.fees"]
    assert tuple(found[3].values.values()) == LINES[3:5]


def test_joined_lines_still_say_everything():
    found = fitted(LINES, 1)
    opened = [part for line in found for part in (line.values.values() if line not in LINES else (line,))]
    assert sorted(text.key for text in opened) == sorted(line.key for line in LINES)
    assert len(found) == len(LINES) - 3


def test_all_that_nobody_wrote_is_one_line_before_the_last_each_thing_once():
    price, papers, last = phrase("unknown.price"), phrase("unknown.papers"), phrase("card.fresh", date="11/2022")
    told = (price, LINES[0], papers, price, last)
    assert gathered(told) == (LINES[0], phrase("card.unknown", facts=(price, papers)), last)


def test_where_all_is_written_nothing_is_added():
    assert gathered(LINES) == LINES
