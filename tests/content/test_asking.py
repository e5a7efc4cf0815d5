"""Which question comes next: reading before papers where it sorts the courses, and never what was put aside."""

from __future__ import annotations

from datetime import date

import pytest

from content.match import match, useful

TODAY = date(2026, 11, 21)
LEARNER = {"age": 26, "region": "kayes", "need": ["trade"], "trade": "market_gardening", "can_stop_earning": "yes"}


@pytest.mark.parametrize("region", ["kayes", "bamako"])
@pytest.mark.parametrize("trade", ["market_gardening", "tailoring", "welding"])
def test_reading_is_asked_before_papers_of_who_wants_to_learn(directory, region, trade):
    person = {**LEARNER, "region": region, "trade": trade}
    asked = match(directory, person, TODAY).next_question
    assert asked == "reads" if useful(directory, person, "reads") else asked == "can_move"


@pytest.mark.parametrize("region", ["sikasso", "tombouctou", "gao", "kidal"])
@pytest.mark.parametrize("trade", ["tailoring", "masonry"])
def test_whether_one_can_leave_is_asked_before_reading_where_every_course_is_far(directory, region, trade):
    person = {**LEARNER, "region": region, "trade": trade}
    assert match(directory, person, TODAY).next_question == "can_move"
    assert match(directory, {**person, "can_move": "yes"}, TODAY).next_question == "reads"


def test_reading_is_asked_once(directory):
    for answer in ("no", "little", "yes"):
        assert match(directory, {**LEARNER, "reads": answer}, TODAY).next_question != "reads"


def test_who_would_not_say_whether_they_read_is_asked_something_else(directory):
    found = match(directory, LEARNER, TODAY)
    assert found.ask(frozenset({"reads"})) not in {"reads", None}


def test_reading_is_not_asked_where_no_course_answers_the_wish(directory):
    for need in ("job", "business"):
        found = match(directory, {"age": 26, "region": "gao", "need": [need]}, TODAY)
        assert found.next_question != "reads"
