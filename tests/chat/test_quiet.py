"""The next hand that holds the phone sees nothing of the one before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI

from bot.desk.shifts import LEASE_SECONDS
from bot.waiting import ring_all
from flows.limits import QUIET_SECONDS
from tests.chat.conftest import Phone
from tests.chat.team import team_ends, team_goes, team_releases, team_writes

Wait = Callable[[int], Awaitable[None]]
TEAM = "Une personne de l&#39;équipe vous répond ici."
SECRET = "je dors chez mon cousin Bourama"
SLOW_SECONDS = 60  # what a busy machine may need for one page


async def test_after_a_silence_the_page_shows_nothing(talking: Phone, wait: Wait) -> None:
    await talking.send(text=SECRET)
    assert SECRET in talking.talk
    await wait(QUIET_SECONDS - SLOW_SECONDS)
    assert SECRET in await talking.look()
    await wait(SLOW_SECONDS + 2)
    await talking.look()
    assert talking.talk == "Bonjour"
    assert talking.buttons == {"0:@here": "▶️ Continuer"}
    assert SECRET not in talking.html


async def test_an_open_page_empties_itself(talking: Phone, wait: Wait) -> None:
    await talking.send(text=SECRET)
    seen = talking.version
    await wait(QUIET_SECONDS + 2)
    answer = await talking.client.get("/chat/news", params={"v": seen})
    assert 'data-state="quiet"' in answer.text
    assert "data-whole" in answer.text
    assert SECRET not in answer.text
    assert f'content="{QUIET_SECONDS + 5};url=/"' in talking.html


async def test_going_on_shows_a_neutral_menu_and_no_history(talking: Phone, wait: Wait) -> None:
    await talking.send(text=SECRET)
    await wait(QUIET_SECONDS + 2)
    await talking.look()
    await talking.send(choice="0:@here")
    assert "Que voulez-vous faire ?" in talking.talk
    assert SECRET not in talking.html
    assert "Continuer" in talking.talk
    await talking.tap("Une autre personne")
    assert "Une demande n'est pas perdue" in talking.talk
    await talking.tap("Une autre personne")
    assert "Quelle langue voulez-vous ?" in talking.talk
    assert SECRET not in talking.html


async def test_hide_leaves_a_greeting_and_nothing_comes_back(talking: Phone) -> None:
    await talking.send(text=SECRET)
    await talking.send(choice="0:@hide")
    assert talking.talk == "Bonjour"
    await talking.send(choice="0:@here")
    assert "Que voulez-vous faire ?" in talking.talk
    assert SECRET not in talking.html
    assert "À bientôt" not in talking.talk


async def test_zero_hides_like_the_button(talking: Phone) -> None:
    await talking.send(text="0")
    assert talking.talk == "Bonjour"


async def test_what_the_team_wrote_meanwhile_waits_behind_a_neutral_line(
    app: FastAPI, talking: Phone, wait: Wait
) -> None:
    await talking.send(choice="0:@person")
    await talking.send(text=SECRET)
    await wait(QUIET_SECONDS * 2)
    await app.state.db.write(team_writes, app.state.house, "Bonjour, je vous lis.")
    await talking.look()
    assert talking.talk == "Bonjour Il y a un nouveau message."
    await talking.send(choice="0:@here")
    assert "Équipe Bonjour, je vous lis." in talking.talk
    assert TEAM in talking.html
    assert SECRET not in talking.html
    assert talking.buttons == {}


async def test_the_page_opens_at_what_came_meanwhile_not_under_it(app: FastAPI, talking: Phone, wait: Wait) -> None:
    await talking.send(choice="0:@person")
    await wait(QUIET_SECONDS * 2)
    await app.state.db.write(team_writes, app.state.house, "Bonjour, je vous lis.")
    await talking.look()
    await talking.send(choice="0:@here")
    opened = talking.html.partition("autofocus>")[2].partition("</li>")[0]
    assert "Bonjour, je vous lis." in opened
    await talking.send(text="merci")
    assert "Bonjour, je vous lis." not in talking.html.partition("autofocus>")[2]


async def _left(app: FastAPI, talking: Phone, wait: Wait, leaves: Callable[..., str]) -> set[str]:
    """Whoever had answered is gone: « Une personne de l'équipe vous répond ici » ends. The open question's answers."""
    await talking.tap("Oui, ça va")
    asked = set(talking.buttons.values())
    await talking.send(choice="0:@person")
    await talking.send(text="retour")
    await app.state.db.write(team_writes, app.state.house, "Bonjour, je vous lis.")
    await talking.send(text="merci, et maintenant ?")
    assert TEAM in talking.html
    assert talking.buttons == {}
    await wait(LEASE_SECONDS + 2)
    conversation = await app.state.db.write(leaves, app.state.house)
    await app.state.runner.act(ring_all, conversation)
    await talking.look()
    assert TEAM not in talking.html
    await talking.send(choice="0:@here")  # so long after the last word the page is neutral until somebody says so
    assert "Une autre personne de l'équipe pourra vous lire." in talking.talk
    return asked


async def test_who_is_put_back_has_the_questions_buttons_again(app: FastAPI, talking: Phone, wait: Wait) -> None:
    asked = await _left(app, talking, wait, team_releases)
    assert set(talking.buttons.values()) >= asked
    before = talking.talk
    await talking.tap(next(iter(asked)))
    assert talking.talk.removeprefix(before).strip(), "an answer is answered"
    assert TEAM not in talking.html


async def test_who_is_left_without_a_word_hears_it_and_the_talk_waits_for_a_human(
    app: FastAPI, talking: Phone, wait: Wait
) -> None:
    await _left(app, talking, wait, team_goes)
    below = {"Aide urgente", "📣 Me plaindre"}
    assert set(talking.buttons.values()) == below
    await talking.send(text="vous êtes là ?")
    assert "Votre message est gardé" in talking.talk
    assert TEAM not in talking.html
    await wait(QUIET_SECONDS + 2)
    await talking.look()
    for _ in range(3):
        await talking.send(choice="0:@here")
        assert set(talking.buttons.values()) == below
    assert "Votre demande est gardée" in talking.talk
    await talking.send(choice="0:@person")
    assert talking.talk.endswith("Votre demande est gardée pour l'équipe.")
    await talking.tap("Aide urgente")
    assert "centre de santé" in talking.talk


async def test_going_on_is_understood_when_the_worker_has_ended_meanwhile(
    app: FastAPI, talking: Phone, wait: Wait
) -> None:
    await talking.send(choice="0:@person")
    await app.state.db.write(team_writes, app.state.house, "Bonjour, je vous lis.")
    await wait(QUIET_SECONDS + 2)
    await talking.look()
    (on,) = talking.buttons
    conversation = await app.state.db.write(team_ends, app.state.house)
    await app.state.runner.act(ring_all, conversation)
    await talking.send(choice=on)
    assert "a fini" in talking.talk
    assert "pas compris" not in talking.talk
    assert talking.talk.count("Écrivez votre question") == 2  # once when the worker ended, and to go on


async def test_a_voice_of_before_cannot_be_fetched_by_its_address(talking: Phone, wait: Wait) -> None:
    voice = ("voice", b"OggS" + b"\0" * 60, "audio/ogg")
    await talking.client.post("/chat", data={"nonce": "v1"}, files={"voice": voice})
    html = await talking.look()
    address = html[html.index("/chat/media/") :].partition('"')[0]
    assert (await talking.client.get(address)).status_code == 200
    await wait(QUIET_SECONDS + 2)
    assert (await talking.client.get(address)).status_code == 404
