"""Who complains while a worker answers sees each question with its choices, and afterwards what that worker asked again."""

from __future__ import annotations

from fastapi import FastAPI

from tests.chat.conftest import Phone
from tests.chat.team import team_proposes, team_writes

SERVICE = "anpe-accueil"
PROPOSAL = ["Oui, d'accord", "Non"]


async def _complains(phone: Phone) -> None:
    await phone.send(text="plainte")
    assert any("D'un centre ou service" in label for label in phone.buttons.values())
    await phone.tap("D'une attente")
    assert list(phone.buttons.values()) == ["Revenir"], "words are awaited, and no button of before but the way back"
    await phone.send(text="on me fait attendre")
    assert list(phone.buttons.values()) == ["💬 Une réponse ici", "🕶️ Rester inconnu"]
    await phone.tap("Rester inconnu")
    assert "Votre numéro est" in phone.talk


async def test_a_complaint_beside_a_human_has_its_buttons_and_ends_in_silence(app: FastAPI, talking: Phone) -> None:
    await talking.send(choice="0:@person")
    await app.state.db.write(team_writes, app.state.house, "Bonjour, je vous lis.")
    await talking.look()
    asked = talking.talk.count("Une question d'abord")
    await _complains(talking)
    assert talking.buttons == {}
    assert talking.talk.count("Une question d'abord") == asked, "the machine asks nothing while a human holds the talk"


async def test_what_the_worker_asked_stands_again_after_it(app: FastAPI, talking: Phone) -> None:
    await talking.send(choice="0:@person")
    await app.state.db.write(team_proposes, app.state.house, SERVICE)
    await talking.look()
    assert list(talking.buttons.values()) == PROPOSAL
    await _complains(talking)
    for _reload in range(2):
        await talking.look()
        assert list(talking.buttons.values()) == PROPOSAL
    await talking.tap("Oui")
    assert "porte le numéro" in talking.talk


async def test_the_news_of_a_complaint_leaves_the_open_question_its_buttons(talking: Phone) -> None:
    open_ones = list(talking.buttons.values())
    await talking.send(text="plainte")
    await talking.tap("D'une attente")
    await talking.send(text="on me fait attendre")
    await talking.tap("Une réponse ici")
    for _reload in range(2):
        await talking.look()
        assert list(talking.buttons.values()) == open_ones


async def test_the_first_words_of_a_complaint_stay_in_sight_until_it_is_over(talking: Phone) -> None:
    first = "l'agent du centre m'a demandé 50 mille"
    await talking.send(text="plainte")
    await talking.send(text=first)
    await talking.send(text="pourquoi")
    await talking.send(text="pourquoi")
    assert first in talking.talk
    await talking.tap("Rester inconnu")
    for _turn in range(2):
        await talking.send(text="pourquoi")
    assert first not in talking.talk
