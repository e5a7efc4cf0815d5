"""The date on a card is that of the oldest fact told; what is within its shelf life need not be confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest

from content.card import card
from content.card_set import cards
from content.facts import shelf_life
from content.freshness import DATED, HELD
from content.match import match

TODAY = date(2026, 11, 21)
CALLED = date(2026, 11, 1)
PERSON = {"in": "mali", "age": 24, "region": "bamako", "need": ["trade"], "trade": "welding"}
CHECKED = "ecica-jeunes"


def dated(directory, newer, *, today=TODAY, service=CHECKED):
    """The last line of the card once these entries of the record cite a call of this month."""
    record = directory.services[service]
    call = next(iter(record.sources.values())).model_copy(update={"how": "confirmed", "read_on": CALLED.isoformat()})
    entries = {
        name: tuple(one.model_copy(update={"src": "call"}) for one in was)
        if isinstance(was := getattr(record, name), tuple)
        else was.model_copy(update={"src": "call"})
        for name in newer
    }
    told = record.model_copy(update={**entries, "sources": {**record.sources, "call": call}})
    known = replace(directory, services=MappingProxyType({service: told}))
    (line,) = [line for line in card(match(known, PERSON, today).of(service), today) if line.key in DATED]
    return line


@pytest.mark.parametrize("newer", [(), ("contact",), ("costs",), ("sites", "trades", "intake")])
def test_a_call_about_one_thing_makes_no_other_fact_younger(directory, newer):
    line = dated(directory, newer)
    assert line.fr == "Informations de {date}. À confirmer."
    assert line.values["date"] == "11/2022"


def test_what_was_asked_again_this_month_need_not_be_confirmed(directory):
    line = dated(directory, ("sites", "trades", "intake", "costs", "must"))
    assert (line.key, line.values["date"]) == (HELD, "11/2026")


def test_an_old_condition_gives_its_date_and_holds_all_the_same(directory):
    line = dated(directory, ("sites", "trades", "intake", "costs"))
    assert (line.key, line.values["date"]) == (HELD, "11/2022")


@pytest.mark.parametrize(("fact", "holds"), [("opening", 0), ("opening", 1), ("intake", 1), ("price", 1)])
def test_each_shelf_life_ends_on_its_day(directory, fact, holds):
    """Opening and beginning last as long, a price longer: the first to end decides."""
    day = CALLED + timedelta(days=shelf_life()[fact] + holds)
    line = dated(directory, ("sites", "trades", "intake", "costs", "must"), today=day)
    assert (line.key == HELD) is (holds == 0)


def test_courses_of_2019_do_not_bear_the_date_of_the_report_that_names_them(directory):
    jobless = {"in": "mali", "age": 24, "region": "gao", "need": ["job"]}
    line = card(match(directory, jobless, TODAY).of("anpe-modules"), TODAY)[-1]
    assert line.values["date"] == "04/2019"


def test_one_age_of_all_cards_is_said_once_beneath_them(directory):
    shown = match(directory, PERSON, TODAY).ideas(2, frozenset())
    told, beneath = cards(shown, TODAY)
    assert DATED & {line.key for line in beneath}
    assert not DATED & {line.key for lines in told for line in lines}
