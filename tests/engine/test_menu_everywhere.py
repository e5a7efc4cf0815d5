"""Each entry of the menu answers at every question, whoever is asked and whatever they agreed to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from bot.engine.effects import Send
from bot.engine.events import Event, Picked, Said
from bot.engine.moment import Moment
from bot.engine.session import Frame, Session
from bot.engine.step import step
from flows.schema import Ask
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

MENU = "menu.choose.ask"
LEADS_BACK = frozenset({"back", "find"})
"""Entries that may end at the question that was open."""
OPENS = {"data": "my_data", "care": "protection"}
"""Entries whose flow has another name: from within it they begin it anew."""
WHO: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "adult": ("yes", {"age": 25, "need": ["trade"]}),
    "child": ("yes", {"age": 5, "age_to": 14}),
    "child_alone": ("yes", {"age": 15, "age_to": 17, "signs.alone": "yes"}),
    "refused": ("no", {}),
    "not_asked_yet": ("", {}),
}


def _questions() -> Iterator[tuple[str, str]]:
    for name, flow in BOOK.flows.items():
        yield from ((name, state) for state, node in flow.nodes.items() if isinstance(node.spec, Ask))


def _at(flow: str, state: str, who: str) -> Session:
    consent, facts = WHO[who]
    frame = Frame(flow, BOOK.flows[flow].version, state)
    service = next(iter(BOOK.directory.services))
    return Session(
        language="fr",
        frames=(frame,),
        facts=facts,
        notes={"chosen": service, "proposed": {"service": service}},
        shown=(service,),
        consent=consent,
        seq=3,
        since=3,
        last_at=AT - 20,
    )


def _keys(session: Session, event: Event) -> tuple[list[str], Session]:
    done = step(BOOK, session, event, Moment(at=AT, ticket="ABC234", channel="web"))
    return [text.key for effect in done.effects if isinstance(effect, Send) for text in effect.lines], done.session


@pytest.mark.parametrize("who", WHO)
def test_each_entry_of_the_menu_answers_at_every_question(who: str) -> None:
    dead = []
    for flow, state in _questions():
        if (flow, who) == ("menu", "child"):  # whoever says it at the open menu is asked about family there
            continue
        said, opened = _keys(_at(flow, state, who), Picked("@menu", 3))
        if said[-1:] != [MENU]:
            dead.append(f"{flow}.{state}: menu: {said}")
            continue
        for option in BOOK.node("menu", "choose").options:
            told, _ = _keys(opened, Picked(option.id, opened.seq))
            may_repeat = option.id in LEADS_BACK or OPENS.get(option.id, option.id) == flow
            if not told or (not may_repeat and set(told) <= {f"{flow}.{state}.ask"}):
                dead.append(f"{flow}.{state}: {option.id}: {told}")
    assert dead == []


@pytest.mark.parametrize(
    ("typed", "key"), [("menu", MENU), ("ma demande", "status.none.say"), ("plainte", "complaint.about.ask")]
)
def test_a_child_who_is_asked_about_family_is_answered_first(typed: str, key: str) -> None:
    asked = talk("bonjour", "1", "1", "1", "1", "kayes", "moins de 15 ans")
    assert asked.frames[-1].state == "alone"
    said, _ = _keys(asked, Said(typed))
    assert key in said


def test_who_sets_out_to_search_anew_has_one_search_and_not_the_older_one_below() -> None:
    searching = talk(*ORIENTED[:4], "menu")
    assert [frame.flow for frame in searching.frames] == ["orientation", "menu"]
    anew = step(BOOK, searching, Said("1"), Moment(at=AT + 60)).session
    assert [frame.flow for frame in anew.frames] == ["orientation"]
    left = step(BOOK, searching, Said("plainte"), Moment(at=AT + 60)).session
    assert left.frames[0].flow == "orientation"
