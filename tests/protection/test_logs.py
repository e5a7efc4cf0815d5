"""At DEBUG, over a whole conversation and every kind of trouble, no log holds a token, a number, or words (B4)."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
import structlog

from bot.records.down import DatabaseDown
from tests.console.conftest import PASSWORD
from tests.doubles.server import Fault
from tests.doubles.telegram_api import TOKEN
from tests.doubles.twilio_api import TOKEN as TWILIO_TOKEN
from tests.protection.conftest import CHAT, KEY, PHONE, SECRET, World

WORDS = "mon-secret-de-kidal"
FORBIDDEN = (
    TOKEN, TOKEN.partition(":")[2], TWILIO_TOKEN, SECRET, KEY, str(CHAT), PHONE.removeprefix("whatsapp:+"), WORDS, PASSWORD,
    "Prénom", "quelquun", "compte le plus", "Où êtes-vous", "réponse de l'équipe",
)  # fmt: skip


class Everything(logging.Handler):
    """Every record of every logger, as any operator could print it: message, arguments, exception."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.names: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        self.names.add(record.name)
        text = logging.Formatter("%(name)s %(message)s").format(record)
        self.lines.append(f"{text} {record.args!r}")


@pytest.fixture
def logged(capfd: pytest.CaptureFixture[str]) -> Iterator[Everything]:
    """All loggers at DEBUG, as an operator in trouble would set them; asked once our own set-up has run."""
    handler = Everything()
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


def _clean(text: str) -> None:
    for word in FORBIDDEN:
        assert word not in text, f"{word!r} in the log"
    assert not re.search(r"\+?223\d{8}", text), "a telephone number in the log"
    assert "Traceback" not in text


async def test_a_whole_conversation_with_every_trouble_leaves_no_trace_of_the_person(
    world: World, logged: Everything, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with structlog.testing.capture_logs() as events:
        await world.tells("bonjour", "1", "1", "1", "1", "kayes", "24", WORDS, "je veux parler à quelqu'un", WORDS)
        await world.texts("bonjour", "1", "1", WORDS)
        await world.until(lambda: "quelques mots" in world.chat() and "tout va bien" in world.phone())
        await world.deliver(world.telegram.person_sends(CHAT, "voice", b"OggS" + bytes(400), duration=3))
        await world.deliver(world.telegram.person_sends(CHAT, "photo", b"no picture " + WORDS.encode()))
        world.telegram.slow_down(1)
        await world.tells("menu")
        world.telegram.fail_next(
            Fault(500, WORDS), Fault(400, '{"ok":false,"error_code":400,"description":"Bad Request"}')
        )
        await world.tells("répéter")
        update = world.telegram.person_writes(CHAT, WORDS)
        answer = await world.client.post(
            "/webhook/telegram", json=update, headers={"X-Telegram-Bot-Api-Secret-Token": WORDS}
        )
        assert answer.status_code == 403
        form = world.twilio.person_writes(PHONE, WORDS)
        assert (await world.client.post(form.path, content=form.body)).status_code == 403
        await world.client.post("/desk/login", data={"login": WORDS, "password": PASSWORD})
        await world.client.get(f"/media/{WORDS}")
        await world.client.get(f"/desk/c/{WORDS}?v={WORDS}")
        with monkeypatch.context() as patch:
            _break(world, patch, RuntimeError(f"{WORDS} {PHONE}"))
            await world.client.post("/webhook/telegram", json=update, headers=world.telegram.headers())
            _break(world, patch, DatabaseDown(WORDS))
            await world.client.post("/webhook/telegram", json=update, headers=world.telegram.headers())
        world.telegram.fail_never()
        await world.tells("effacer", "1")
        await world.until(lambda: "Tout est effacé" in world.chat())
    _clean("\n".join(logged.lines))
    _clean(repr(events))
    _clean("".join(capfd.readouterr()))
    assert events, "troubles are logged"
    assert {"turn_not_written", "not_stored"} & {event["event"] for event in events}


def _break(world: World, patch: pytest.MonkeyPatch, error: Exception) -> None:
    async def broken(*_: object) -> None:
        raise error

    patch.setattr(world.app.state.runner.database, "write", broken)  # below what pages see, so that nobody is spared


async def test_an_error_of_the_database_does_not_print_what_was_written(world: World) -> None:
    from sqlalchemy.exc import IntegrityError

    from bot.records.tables import organisation

    db = world.app.state.db
    again = organisation.insert().values(id="sira", name=WORDS)
    with pytest.raises(IntegrityError) as refused:
        await db.write(lambda conn: conn.execute(again))
    assert WORDS not in str(refused.value)


async def test_settings_do_not_print_their_secrets(world: World) -> None:
    _clean(repr(world.app.state.settings).replace("whatsapp:+22320000000", ""))
