"""Where somebody says to live: by the town's short name, by a quarter, by a town that is nearly the name of another."""

from __future__ import annotations

import pytest

from bot.engine.effects import Send
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.places_named import place_in
from bot.engine.session import Session
from bot.engine.step import step
from bot.engine.turn import Turn
from content.places import atlas
from tests.engine.test_turns_of_talk import AT, BOOK, talk

BAMAKO = {"region": "bamako"}
QUARTERS = (
    "Kalaban, kalaban koura, Sabalibougou, sabalibugu, Lafiabougou, Yirimadio, Niamakoro, Banconi, bankoni, Djelibougou,"
    " Sebenikoro, magnanbougou, Magnambougou, j'habite à yirimadio, je suis a bko, BKO, hamdallaye"
)


@pytest.mark.parametrize("typed", [one.strip() for one in QUARTERS.split(",")])
def test_a_quarter_of_bamako_is_bamako_and_is_said_back(typed: str) -> None:
    done = step(BOOK, talk("bonjour", "1", "1", "1", "1"), Said(typed), Moment(at=AT + 120))
    said = [line for effect in done.effects if isinstance(effect, Send) for line in effect.lines]
    assert done.session.facts.get("region") == "bamako"
    assert done.session.frames[-1].state == "age"
    assert said[0].key.startswith("phrase.heard_so")
    assert [one.fr for one in said[0].values["facts"]] == ["Bamako"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("senou", {"region": "bamako", "cercle": "bamako", "place": "senou"}),
        ("Sénou", {"region": "bamako", "cercle": "bamako", "place": "senou"}),
        ("missabougou", {"region": "bamako", "cercle": "bamako", "place": "missabougou"}),
        ("niono", {"region": "segou", "cercle": "niono"}),
        ("niyoro", {"region": "nioro"}),
        ("segu", {"region": "segou"}),
        ("lafiabougou à kayes", {"region": "kayes", "cercle": "kayes"}),
        ("hamdallaye, mopti", {"region": "mopti", "cercle": "mopti"}),
    ],
)
def test_a_name_written_as_it_is_goes_before_one_that_is_nearly_meant(typed: str, meant: dict[str, str]) -> None:
    found = place_in(Turn(BOOK, Session(), Moment(at=AT)), typed)
    assert found is not None
    assert dict(found.set) == meant
    done = step(BOOK, talk("bonjour", "1", "1", "1", "1"), Said(typed), Moment(at=AT + 120))
    assert {name: value for name, value in done.session.facts.items() if name != "in"} == meant


def test_no_two_places_of_a_level_are_written_alike() -> None:
    turn = Turn(BOOK, Session(), Moment(at=AT))
    for level in ("region", "cercle", "place"):
        for slug, place in atlas().level(level).items():
            for written in place.written:
                found = place_in(turn, written)
                assert found is not None, written
                assert slug in {found.id, *found.set.values()}, (written, found)


@pytest.mark.parametrize("word", [
    "maladi", "maladie", "machine", "la machine", "je sais taper à la machine", "jeune", "jeté", "chassé", "bouche", "chose",
    "chèvre", "durée", "bureau", "copie", "couché", "lire", "lassé", "coton",
])  # fmt: skip
def test_an_everyday_word_is_no_place_with_a_slip(word: str) -> None:
    asked = talk("bonjour", "1", "1", "1")
    facts = step(BOOK, asked, Said(word), Moment(at=AT)).session.facts
    assert {"region", "cercle", "place"}.isdisjoint(facts), facts
    assert facts.get("in") in (None, "mali"), facts


@pytest.mark.parametrize(("typed", "region"), [
    ("segu", "segou"), ("mopty", "mopti"), ("sikaso", "sikasso"), ("kaye", "kayes"), ("tombouktou", "tombouctou"),
    ("djene", "mopti"), ("macine", "segou"), ("bamakow", "bamako"),
])  # fmt: skip
def test_a_name_with_a_slip_is_still_heard(typed: str, region: str) -> None:
    asked = talk("bonjour", "1", "1", "1")
    assert step(BOOK, asked, Said(typed), Moment(at=AT)).session.facts.get("region") == region


@pytest.mark.parametrize("typed", ["moi je suis dagadez", "je suis dagadez", "dagadez", "moi je suis d'Agadez"])
def test_a_place_without_its_apostrophe_is_that_place(typed: str) -> None:
    facts = talk("bonjour", "1", "1", "1", typed).facts
    assert (facts["in"], facts["centre"]) == ("niger", "agadez")


@pytest.mark.parametrize("typed", ["je sais taper a la machine", "je suis diplomé", "je viens dehors"])
def test_what_names_no_place_answers_nothing_silently(typed: str) -> None:
    assert "in" not in talk("bonjour", "1", "1", "1", typed).facts
