"""What ranking reads is named, so that a question is never held for useless when it is not."""

from __future__ import annotations

from hypothesis import given, settings

from content.effects import RANKED_BY
from content.facts import registry
from content.rank import rank
from content.rules import Truth
from content.view import view_of
from tests import once
from tests.content.test_match_by_sets import PEOPLE, _located

DIRECTORY = once.directory()


class Heard(dict):
    """Facts that keep the names they were asked for."""

    def __init__(self, facts):
        super().__init__(facts)
        self.asked = set()

    def get(self, key, default=None):
        self.asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key):
        self.asked.add(key)
        return super().__getitem__(key)


@settings(max_examples=60)
@given(person=PEOPLE)
def test_every_fact_that_a_rank_reads_is_named_or_stands_in_a_preference(person):
    heard = Heard(_located(person))
    view = view_of(DIRECTORY, heard)
    preferred = set()
    for position, prepared in enumerate(DIRECTORY.prepared):
        preferred |= {leaf.fact for clause in prepared.prefers for leaf in clause.leaves()}
        rank(prepared, Truth.TRUE, view, position)
    asked = {name for name in heard.asked if name in registry() and registry()[name].cost}
    assert asked <= RANKED_BY | preferred | {"documents"}
