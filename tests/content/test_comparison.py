"""Two services side by side: what differs stands under each, what is alike once, and nothing says which is better."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from content.comparison import comparison
from content.match import match

TODAY = date(2026, 11, 21)
LEARNER = {"age": 24, "region": "kayes", "need": ["trade"], "trade": "welding", "can_stop_earning": "yes"}


def keys(lines):
    return [text.key for text in lines]


@pytest.mark.parametrize("region", ["kayes", "bamako", "segou", "gao"])
def test_no_line_stands_twice_and_each_service_keeps_its_name(directory, region):
    shown = match(directory, {**LEARNER, "region": region}, TODAY).first()
    for one, other in combinations(shown, 2):
        messages = comparison(one, other)
        lines = [line for message in messages for line in message]
        assert [message[0].values["name"] for message in messages[:2]] == [
            one.service.name.text,
            other.service.name.text,
        ]
        assert all(lines.count(line) == 1 for line in lines)


def test_a_service_beside_itself_has_nothing_of_its_own(directory):
    one = match(directory, LEARNER, TODAY).first()[0]
    first, second, alike = comparison(one, one)
    assert len(first) == len(second) == 1
    assert keys(alike)[0] == "compare.alike"
    assert len(alike) > 3


def test_what_differs_is_told_under_each_service(directory):
    found = match(directory, LEARNER, TODAY)
    own, other = comparison(found.of("aek-kayes"), found.of("cfp-senou"))[:2]
    assert "card.place" in keys(own)
    assert "card.place_far" in keys(other)
    assert own[1] != other[1]


def test_what_nobody_wrote_of_either_is_left_out(directory):
    found = match(directory, LEARNER, TODAY)
    for one, other in combinations(found.services[:6], 2):
        alike = comparison(one, other)[2:]
        assert not any(line.key.startswith("unknown.") for message in alike for line in message)
