"""Who writes to somebody while nothing goes out knows it before she promises an answer."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from sqlalchemy import insert, select

from bot.records.tables import partner_address, referral, referral_link
from bot.settings import Settings
from bot.upkeep.freeze import freeze, unfreeze
from tests.console.conftest import Desk
from tests.console.test_referrals import asked  # noqa: F401 — a fixture
from webhook.console import referral_links

WORDS = "Les envois sont arrêtés depuis"


async def test_every_page_of_the_console_says_that_nothing_goes_out(app: FastAPI, awa: Desk) -> None:
    database, standstill = app.state.runner.database, app.state.house.standstill
    await awa.get("/desk/queue")
    assert WORDS not in awa.words
    await app.state.db.write(freeze)
    await standstill.sweep(database)
    for address in ("/desk/queue", "/desk/numbers"):
        await awa.get(address)
        assert WORDS in awa.words, address
    await app.state.db.write(unfreeze)
    await standstill.sweep(database)
    await awa.get("/desk/queue")
    assert WORDS not in awa.words


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """E-mails that would go, instead of a mail server."""
    gone: list[str] = []

    async def post(_settings: Settings, to: str, _token: str) -> bool:
        gone.append(to)
        return True

    monkeypatch.setattr(referral_links, "send_link", post)
    monkeypatch.setattr(referral_links, "has_post", lambda _settings: True)
    return gone


async def test_an_e_mail_to_an_organisation_does_not_go_either_and_the_link_may_be_handed_over(
    app: FastAPI, awa: Desk, asked: str, letters: list[str]  # noqa: F811 — the fixture
) -> None:  # fmt: skip
    row = {"house": "sira", "organisation": "ecica", "email": "accueil@ecica.example", "checked_at": 1}
    await app.state.db.write(lambda conn: conn.execute(insert(partner_address).values(row)))
    await app.state.db.write(freeze)
    await awa.get(f"/desk/referral/{asked}")
    refused = await awa.post(f"/desk/referral/{asked}/send", means="email")
    assert refused.status_code == 409
    assert "aucun e-mail ne part, et rien n'a été fait" in awa.words
    assert letters == []
    status = select(referral.c.status)
    assert await app.state.db.read(lambda conn: conn.execute(status).scalars().all()) == ["draft"]
    assert await app.state.db.read(lambda conn: conn.execute(select(referral_link)).all()) == []
    handed = await awa.post(f"/desk/referral/{asked}/send", means="hand")
    assert handed.status_code == 303
    assert letters == []


async def test_once_it_goes_on_the_e_mail_goes(app: FastAPI, awa: Desk, asked: str, letters: list[str]) -> None:  # noqa: F811
    row = {"house": "sira", "organisation": "ecica", "email": "accueil@ecica.example", "checked_at": 1}
    await app.state.db.write(lambda conn: conn.execute(insert(partner_address).values(row)))
    await awa.get(f"/desk/referral/{asked}")
    assert (await awa.post(f"/desk/referral/{asked}/send", means="email")).status_code == 303
    assert letters == ["accueil@ecica.example"]
