"""A change comes from our own page and by POST; nothing else changes anything."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from tests.console.conftest import HOME, PASSWORD, Desk, Person, checked

CHANGES = ("claim", "release", "reply", "end")


@pytest.mark.parametrize("change", CHANGES)
async def test_without_the_token_nothing_changes(awa: Desk, person: Person, the_conversation, change: str) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    for csrf in ("", "0" * 64, "é", "\0"):
        answer = await awa.post(f"{address}/{change}", csrf=csrf, text="mots", outcome="answered")
        assert answer.status_code == 403
    page = await awa.get(address)
    assert "attend une personne" in page.text


async def test_the_token_of_another_session_does_not_count(
    awa: Desk, bou: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await bou.get(address)
    await awa.get(address)
    assert (await awa.post(f"{address}/claim", csrf=bou.field("csrf"))).status_code == 403
    assert (await awa.post(f"{address}/claim", csrf=awa.field("csrf"))).status_code == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Origin": HOME}, 303),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "null"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": HOME + ".evil.example"}, 403),
        ({"Origin": "http://sira.test:81"}, 403),
        ({"Origin": ""}, 403),
    ],
)
async def test_a_form_from_another_site_is_refused(
    awa: Desk,
    person: Person,
    the_conversation,
    headers: dict[str, str],
    status: int,  # type: ignore[no-untyped-def]
) -> None:
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await awa.get(address)
    form = {"csrf": awa.field("csrf")}
    answer = checked(await awa.client.post(f"{address}/claim", data=form, headers=headers))
    assert answer.status_code == status


async def test_another_site_cannot_sign_somebody_in(app: FastAPI) -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
        form = {"login": "awa", "password": PASSWORD}
        answer = checked(await client.post("/desk/login", data=form, headers={"Origin": "https://evil.example"}))
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("change", CHANGES)
async def test_nothing_changes_by_get(awa: Desk, person: Person, the_conversation, change: str) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    answer = await awa.client.get(f"/desk/c/{await the_conversation()}/{change}")
    assert answer.status_code == 405


async def test_a_body_that_is_too_large_is_refused_before_anybody_is_trusted(awa: Desk) -> None:
    answer = await awa.client.post("/desk/login", content=b"login=" + b"x" * 300_000)
    assert answer.status_code == 413
    answer = await awa.client.post("/desk/login", content="&".join(f"f{n}=1" for n in range(300)))
    assert answer.status_code == 400
