"""Which question comes next: reading before papers where it sorts the courses, and never what was put aside."""

from __future__ import annotations

from datetime import date

import pytest

from content.match import match
from content.question import next_question

TODAY = date(2026, 11, 21)
LEARNER = {"age": 26, "region": "kayes", "need": ["trade"], "trade": "market_gardening", "can_stop_earning": "yes"}


@pytest.mark.parametrize("region", ["kayes", "bamako", "sikasso", "segou", "gao"])
@pytest.mark.parametrize("trade", ["market_gardening", "tailoring", "welding"])
def test_reading_is_asked_before_papers_of_who_wants_to_learn(directory, region, trade):
    found = match(directory, {**LEARNER, "region": region, "trade": trade}, TODAY)
    assert found.next_question == "reads"


def test_reading_is_asked_once(directory):
    for answer in ("no", "little", "yes"):
        assert match(directory, {**LEARNER, "reads": answer}, TODAY).next_question != "reads"


def test_who_would_not_say_whether_they_read_is_asked_something_else(directory):
    found = match(directory, LEARNER, TODAY)
    assert next_question(found.services, skip=frozenset({"reads"})) not in {"reads", None}


def test_reading_is_not_asked_where_no_course_answers_the_wish(directory):
    for need in ("job", "business"):
        found = match(directory, {"age": 26, "region": "gao", "need": [need]}, TODAY)
        assert found.next_question != "reads"
