"""The page on which a worker proposes a service: those that fit, a search, the question in the chat, what is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from tests.console.conftest import Desk, Person

SERVICE = "anpe-accueil"


async def _opened(awa: Desk, person: Person, the_conversation: Callable[[], Any]) -> str:
    await person.asks_for_somebody()
    at = f"/desk/c/{await the_conversation()}"
    await awa.get(at)
    assert (await awa.post(f"{at}/claim")).status_code == 303
    await awa.get(f"{at}/propose")
    return at


async def test_the_person_is_asked_and_the_yes_stands_at_the_desk(
    awa: Desk, person: Person, the_conversation: Callable[[], Any]
) -> None:
    at = await _opened(awa, person, the_conversation)
    assert len(re.findall(r'type="radio"', awa.html)) == 3
    await awa.get(f"{at}/propose?q=ANPÉ")
    assert f'value="{SERVICE}"' in awa.html
    assert "49 collaborateurs locaux" in awa.words, "what another document says is for the team"
    done = await awa.post(f"{at}/propose", service=SERVICE, why="Ils connaissent\nles formations.")
    assert (done.status_code, done.headers["location"]) == (303, at)
    assert "« Ils connaissent les formations. »" in await person.sees("voici ce qui sera partagé")
    await person.says("oui")
    await person.sees("porte le numéro")
    await awa.get(at)
    assert "à relire et envoyer" in awa.words
    await awa.get("/desk/referrals")
    assert "La personne a dit oui" in awa.words
    file = re.search(r"/desk/referral/[0-9a-f]{32}", awa.html)
    assert file
    await awa.get(file[0])
    assert 'href="#send"' in awa.html
    assert "49 collaborateurs locaux" in awa.words
    assert "C’est fait" not in awa.words, "it is done by sending"


async def test_what_could_not_be_asked_stays_in_the_form_with_the_reason(
    awa: Desk, person: Person, the_conversation: Callable[[], Any]
) -> None:
    at = await _opened(awa, person, the_conversation)
    for given, words in (
        ({"service": "nowhere", "why": "Tout près."}, "Choisissez un service"),
        ({"service": SERVICE, "why": " "}, "la personne le lit"),
        ({"service": SERVICE, "why": "Tout près.", "version": "0"}, "a changé pendant que vous écriviez"),
    ):
        await awa.get(f"{at}/propose?q=anpe")
        refused = await awa.post(f"{at}/propose", q="anpe", **given)
        assert refused.status_code == 409
        assert words in awa.words
        assert f'name="why" maxlength="300" value="{given["why"]}"' in awa.html
        assert 'value="anpe"' in awa.html


async def test_who_does_not_hold_the_talk_asks_nothing(
    awa: Desk, bou: Desk, person: Person, the_conversation: Callable[[], Any], app: FastAPI
) -> None:
    at = await _opened(awa, person, the_conversation)
    await bou.get(f"{at}/propose")
    assert "Prenez d'abord la conversation" in bou.words
    assert (await bou.post(f"{at}/propose", service=SERVICE, why="Tout près.")).status_code == 409


async def test_who_was_never_asked_for_a_yes_is_asked_from_the_page_where_a_service_is_proposed(
    awa: Desk, person: Person, the_conversation: Callable[[], Any]
) -> None:
    await person.says("bonjour", "1", "on me menace ici")
    at = f"/desk/c/{await the_conversation()}"
    await awa.get(at)
    assert (await awa.post(f"{at}/claim")).status_code == 303
    await awa.get(f"{at}/propose")
    assert "Demander son accord" in awa.words
    await awa.post(f"{at}/propose", service=SERVICE, why="Tout près.")
    assert "Demander son accord" in awa.words
    assert (await awa.post(f"{at}/first-yes")).status_code == 303
    await person.sees("Sira est une machine")
    await awa.get(at)
    assert "la question est posée" in awa.words
    await person.says("oui")
    await person.sees("C'est noté")
    await awa.get(at)
    assert "a dit oui" in awa.words
    assert "Demander son accord" not in awa.words
    await awa.post(f"{at}/first-yes")
    assert "a déjà dit oui" in awa.words


async def test_while_a_question_is_open_the_page_says_that_another_takes_its_place(
    awa: Desk, person: Person, the_conversation: Callable[[], Any]
) -> None:
    at = await _opened(awa, person, the_conversation)
    assert "prend la place" not in awa.words
    await awa.post(f"{at}/propose", service=SERVICE, why="Tout près.")
    await person.sees("voici ce qui sera partagé")
    await awa.get(f"{at}/propose")
    assert "prend la place" in awa.words
    await awa.get(f"{at}/propose?q=zzzz")
    assert "Rien sous ces mots" in awa.words
