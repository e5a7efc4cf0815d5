"""Words that are understood although they choose nothing are no miss."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.engine.effects import OpenHandover, Send
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.step import step
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk


@pytest.mark.parametrize(
    ("lines", "text", "phrase"),
    [
        (ORIENTED, "je ne sais pas", "phrase.not_known"),
        (ORIENTED, "non", "phrase.yes_to_what"),
        (ORIENTED[:7], "métier", "phrase.which_of"),
        (ORIENTED[:7], "oui", "phrase.yes_to_what"),
    ],
)
def test_three_times_the_same_is_answered_kindly_each_time_and_never_a_miss(
    lines: tuple[str, ...], text: str, phrase: str
) -> None:
    session = talk(*lines)
    before = session.frames
    for number in range(3):
        done = step(BOOK, session, Said(text), Moment(at=AT + 300 + number))
        sends = [effect for effect in done.effects if isinstance(effect, Send)]
        assert sends[0].lines[0].key == phrase
        assert sends[-1].buttons
        assert not any(isinstance(effect, OpenHandover) for effect in done.effects)
        session = done.session
    assert (session.frames, session.tries) == (before, 0)


def test_who_does_not_know_is_offered_a_person_in_the_same_breath() -> None:
    done = step(BOOK, talk(*ORIENTED[:4], "1"), Said("je ne sais pas"), Moment(at=AT + 300))
    assert done.session.unknown == ("region",), "where the question has such an answer it is taken"
    done = step(BOOK, talk("bonjour", "1"), Said("je ne sais pas"), Moment(at=AT + 300))
    (asked,) = (effect for effect in done.effects if isinstance(effect, Send))
    assert "@person" in [button.id for button in asked.buttons]


def test_what_is_written_by_ear_is_heard_at_each_question_and_nothing_else_is() -> None:
    missed = {"phrase.missed", "phrase.missed_trade"}
    table = yaml.safe_load(Path(__file__).with_name("typed_by_ear.yaml").read_text("utf-8"))
    for question, row in table.items():
        before = talk(*row["after"])
        for typed in (*row.get("heard", ()), *row.get("not_heard", ())):
            done = step(BOOK, before, Said(typed), Moment(at=AT + 220, ticket="ABC234"))
            after = done.session
            found: dict[str, object] = {"at": f"{after.frames[-1].flow}/{after.frames[-1].state}"}
            found |= {name: value for name, value in after.facts.items() if before.facts.get(name) != value}
            as_before = {"at": f"{before.frames[-1].flow}/{before.frames[-1].state}"}
            said = {line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines}
            assert found == row.get("heard", {}).get(typed, as_before), (question, typed)
            assert typed not in row.get("heard", ()) or not said & missed, (question, typed)


def test_where_and_how_old_somebody_in_danger_is_is_not_asked_again() -> None:
    told = talk("bonjour", "1", "je suis à gao j'ai 19 ans on veut me tuer", "oui", "1", "1", "1")
    assert (told.frames[-1].state, told.facts["region"], told.facts["age"]) == ("need", "gao", 19)
    then = talk("bonjour", "1", "1", "1", "on veut me tuer", "Agadez")
    assert (then.frames[-1].flow, then.facts["centre"]) == ("understood", "agadez"), (
        "it answers no « is it so? » and is kept"
    )
    refused = talk("bonjour", "1", "2", "je suis à gao j'ai 19 ans on veut me tuer")
    assert not refused.facts, "of who said no nothing is kept"
