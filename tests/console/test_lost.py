"""An address of the desk that is no page stays in the desk, with the way back to where the worker was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.console.conftest import Desk, Person

BROWSER = {"accept": "text/html"}


async def test_a_form_s_address_leads_back_to_its_conversation(
    awa: Desk, person: Person, the_conversation: Callable[[], Awaitable[str]]
) -> None:
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    for form in ("claim", "reply", "end"):
        answer = await awa.get(f"{address}/{form}", headers=BROWSER)
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
        assert f'<a href="{address}">' in awa.html
        assert '<a href="/desk/queue">' in awa.html
        assert "desk.css" in awa.html
        assert "Aller à la discussion" not in awa.words


async def test_a_mistyped_address_is_a_page_of_the_desk(awa: Desk, new_desk: Callable[[], Desk]) -> None:
    answer = await awa.get("/desk/fille", headers=BROWSER)
    assert answer.status_code == 404
    assert "Cette page n'existe pas." in awa.words
    assert "Revenir à la file d’attente" in awa.words
    answer = await awa.client.post("/desk", headers=BROWSER)
    assert answer.status_code == 405
    assert "à la discussion" not in answer.text
    stranger = new_desk()
    assert (await stranger.get("/desk/fille", headers=BROWSER)).status_code == 404
    assert "Revenir à la console" in stranger.words
    assert "Plaintes" not in stranger.words
