"""`sira doctor` says what keeps the team from being called, and sends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from bot.alerts.examined import calls_examined
from bot.records.tables import alert
from bot.settings import Settings
from tests.alerts.conftest import CHAT, Room
from tests.doubles.smtp import MailServer
from tests.doubles.telegram_api import TelegramApi


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


async def _said(settings: Settings, what: str, **changed: Any) -> list[tuple[str, str]]:
    asked = settings.model_copy(update=changed)
    return [(found.colour, found.words) for found in await calls_examined(asked) if found.what == what]


async def test_all_is_well(room: Room, mail: MailServer) -> None:
    post = {"smtp_url": SecretStr(mail.url), "mail_from": "sira@example.org"}
    assert {
        colour for what in ("groupe", "e-mail", "appels") for colour, _ in await _said(room.settings, what, **post)
    } == {"green"}
    assert mail.taken == []
    assert "MAIL" not in mail.heard
    assert not [call for call in room.api.calls if call.method.startswith("send")]


@pytest.mark.parametrize(
    ("change", "colour", "words"),
    [
        ({"forum": False}, "yellow", "sujets ne sont pas activés"),
        ({"admin": False}, "yellow", "pas administrateur"),
        ({"may": False}, "yellow", "Gérer les sujets"),
    ],
)
async def test_a_group_that_is_not_ready_says_what_to_mend(
    room: Room, change: dict[str, bool], colour: str, words: str
) -> None:
    for name, value in change.items():
        setattr(room.api.groups[CHAT], name, value)
    ((found, said),) = await _said(room.settings, "groupe")
    assert found == colour
    assert words in said
    assert "@sira_bot" in said


async def test_a_group_that_is_not_seen_and_a_token_that_is_wrong_are_red(room: Room, api: TelegramApi) -> None:
    ((colour, said),) = await _said(room.settings, "groupe", telegram_staff_chat="-10077")
    assert (colour, "SIRA_TELEGRAM_STAFF_CHAT" in said) == ("red", True)
    wrong = SecretStr("1:" + "x" * 40)
    ((colour, said),) = await _said(room.settings, "groupe", telegram_staff_token=wrong)
    assert (colour, "SIRA_TELEGRAM_STAFF_TOKEN" in said) == ("red", True)
    assert "xxxx" not in said


async def test_half_a_setting_is_red_and_none_is_yellow(room: Room) -> None:
    nothing = SecretStr("")
    assert [one for one, _ in await _said(room.settings, "groupe", telegram_staff_chat="")] == ["red"]
    assert [one for one, _ in await _said(room.settings, "groupe", telegram_staff_token=nothing)] == ["red"]
    none = {"telegram_staff_token": nothing, "telegram_staff_chat": ""}
    assert [one for one, _ in await _said(room.settings, "groupe", **none)] == ["yellow"]
    assert [one for one, _ in await _said(room.settings, "e-mail")] == ["yellow"]
    assert [one for one, _ in await _said(room.settings, "e-mail", mail_from="sira@example.org")] == ["red"]
    assert len(await _said(room.settings, "groupe", telegram_staff_secret=nothing)) == 2


async def test_a_mail_server_that_is_away_is_red_without_its_password(room: Room) -> None:
    post = {"smtp_url": SecretStr("smtp://sira:geheim@127.0.0.1:1"), "mail_from": "sira@example.org"}
    ((colour, said),) = await _said(room.settings, "e-mail", **post)
    assert colour == "red"
    assert "geheim" not in said


async def test_calls_that_failed_or_that_nobody_makes_are_said(room: Room) -> None:
    await room.wait(400)
    ((colour, said),) = await _said(room.settings, "appels")
    assert (colour, "sira sender" in said) == ("red", True)
    values = {"state": "failed", "error": "Telegram could not be reached"}
    await room.database.write(lambda conn: conn.execute(update(alert).values(**values)))
    ((colour, said),) = await _said(room.settings, "appels")
    assert (colour, "could not be reached" in said) == ("red", True)
    await room.wait(86_400)
    assert [one for one, _ in await _said(room.settings, "appels")] == ["green"]
