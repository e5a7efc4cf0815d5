"""What a worker asks through Sira has its two buttons on the page, while every other button rests."""

from __future__ import annotations

from fastapi import FastAPI

from tests.chat.conftest import Phone
from tests.chat.team import team_proposes, team_writes

TEAM = "Une personne de l&#39;équipe vous répond ici."
SERVICE = "anpe-accueil"


async def test_a_proposal_has_its_two_buttons_beside_the_human_until_it_is_answered(
    app: FastAPI, talking: Phone
) -> None:
    await talking.send(choice="0:@person")
    await app.state.db.write(team_writes, app.state.house, "Bonjour, je vous lis.")
    await talking.look()
    assert talking.buttons == {}
    await app.state.db.write(team_proposes, app.state.house, SERVICE)
    for _reload in range(2):
        await talking.look()
        assert list(talking.buttons.values()) == ["Oui, d'accord", "Non"]
        assert TEAM in talking.html
    await talking.send(text="c'est loin ?")
    await app.state.db.write(team_writes, app.state.house, "Non, tout près.")
    await talking.look()
    await talking.tap("Oui")
    assert "porte le numéro" in talking.talk
    assert talking.buttons == {}
    assert TEAM in talking.html
