"""Taking a request back: done when the person names it; why is asked afterwards, and any answer or none will do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine.effects import Send, Withdraw
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.session import Frame, Request, Session
from bot.engine.step import Step, step
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

NUMBER = "K7M2Q4"


def _asked() -> Session:
    return replace(talk(*ORIENTED), requests=(Request(NUMBER, "anpe-accueil", "draft"),))


def _say(session: Session, text: str, at: int = AT + 600) -> Step:
    return step(BOOK, session, Said(text), Moment(at=at, ticket="ABC234"))


def _french(done: Step) -> str:
    return " ".join(
        BOOK.catalogues.say(line, "fr") for sent in done.effects if isinstance(sent, Send) for line in sent.lines
    )


@pytest.mark.parametrize("words", ["annule ma demande", "je veux retirer ma demande", "n ka ɲinini dabila"])
def test_it_is_withdrawn_as_soon_as_it_is_named(words: str) -> None:
    which = _say(_asked(), words)
    assert "Quelle demande voulez-vous retirer" in _french(which)
    chosen = _say(which.session, "1")
    assert Withdraw(NUMBER) in chosen.effects
    assert chosen.session.requests[0].status == "withdrawn"
    assert "La demande est retirée" in _french(chosen)


@pytest.mark.parametrize("reason", ["jai trouvé du travail", "C'est trop loin", "1"])
def test_any_reason_is_taken_and_the_talk_goes_on(reason: str) -> None:
    asked = _say(_say(_asked(), "annule ma demande").session, "1").session
    done = _say(asked, reason)
    assert "Merci de le dire. Que voulez-vous faire" in _french(done)
    assert not [effect for effect in done.effects if isinstance(effect, Withdraw)]


def test_with_nothing_to_withdraw_one_is_told_so() -> None:
    assert "Vous n'avez pas de demande" in _french(_say(talk(*ORIENTED), "annule ma demande"))


def test_who_was_asked_for_a_reason_by_an_older_release_has_it_withdrawn_by_the_next_word() -> None:
    asked = _say(_asked(), "annule ma demande").session
    older = replace(
        asked,
        frames=(*asked.frames[:-1], Frame("status", "older", "why_stop")),
        notes={**asked.notes, "withdraw": NUMBER},
    )
    assert Withdraw(NUMBER) in _say(older, "j'ai trouvé du travail").effects
