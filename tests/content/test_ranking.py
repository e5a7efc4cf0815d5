"""The ranking prints itself: every part of every rank, and what puts one service after another."""

from __future__ import annotations

import re
from datetime import date

import pytest

from content.match import match
from content.rank import PARTS
from content.ranking import WORDS, ranking

TODAY = date(2026, 7, 1)


@pytest.fixture(scope="module")
def services(directory):
    wish = {"in": "mali", "region": "kayes", "age": 24, "need": ["trade"], "trade": "welding"}
    return match(directory, wish, TODAY).services


def test_each_part_of_a_rank_has_a_word():
    assert tuple(WORDS) == PARTS


def test_each_service_has_a_line_with_its_whole_rank(services):
    lines = list(ranking(services))
    assert [line.split()[1] for line in lines] == [one.id for one in services]
    for line, one in zip(lines, services, strict=True):
        parts = line.split(" : ", 1)[1].partition(" ← ")[0].split(" · ")
        assert [int(re.search(r"-?\d+$", part)[0]) for part in parts] == list(one.rank)


def test_a_line_names_the_part_that_puts_it_after_the_one_before(services):
    for line, before, one in zip(list(ranking(services))[1:], services, services[1:], strict=False):
        if before.rank < one.rank:
            name, least, most = re.search(r"← (.+) : (-?\d+) avant (-?\d+)$", line).groups()
            number = list(WORDS.values()).index(name)
            assert before.rank[:number] == one.rank[:number]
            assert (before.rank[number], one.rank[number]) == (int(least), int(most))
        else:
            assert line.endswith("avancé parmi les trois premiers")


def test_nobody_to_rank_is_no_line():
    assert list(ranking(())) == []
