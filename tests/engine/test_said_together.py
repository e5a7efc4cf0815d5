"""Two answers in one sentence: who was sent away and then helped home came home with that help."""

from __future__ import annotations

import pytest

from bot.engine.effects import Send
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import step
from tests.engine.test_turns_of_talk import AT, BOOK, talk

BACK = {"phrase.heard_so", "phrase.heard_so_tap"}


@pytest.fixture(scope="module")
def asked() -> Session:
    session = talk("bonjour", "1", "1", "1", "1", "kayes", "25", "1")
    assert session.frames[-1].state == "return_kind"
    return session


@pytest.mark.parametrize(
    ("typed", "kind", "said_back"),
    [
        ("expulsé avec l'OIM", "avrr", True),
        ("on m'a renvoyé d'Algérie puis OIM", "avrr", True),
        ("refoulée et rentrée avec oim", "avrr", True),
        ("j'ai été expulsé de France avec l'OFII", "ofii", True),
        ("oim", "avrr", False),
        ("avec l'OIM", "avrr", False),
        ("refoulé d'Algérie", "expelled", False),
        ("expulsé sans l'OIM", "expelled", False),
    ],
)
def test_the_help_counts_and_is_said_back(asked: Session, typed: str, kind: str, *, said_back: bool) -> None:
    done = step(BOOK, asked, Said(typed), Moment(at=AT + 220))
    said = [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]
    assert done.session.facts.get("return_kind") == kind
    assert bool(BACK.intersection(said)) is said_back


@pytest.mark.parametrize("typed", ["ofii et oim", "expulsé, pas avec l'OIM"])
def test_two_helps_and_a_help_denied_are_asked_again(asked: Session, typed: str) -> None:
    done = step(BOOK, asked, Said(typed), Moment(at=AT + 220))
    assert "return_kind" not in done.session.facts
    assert done.session.frames[-1].state == "return_kind"
