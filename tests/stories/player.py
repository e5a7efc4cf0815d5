"""Plays a story through the real inbox, engine, records and renderer, every message delivered twice.

A story is YAML: who says what, and after each turn what is seen, known, and where the conversation stands. Texts are
given in French; when a story is played in Bambara they are looked for in the French that goes with each message.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.channels.capabilities import BY_NAME
from bot.channels.inbound import Inbound
from bot.channels.message import Message
from bot.channels.render import render
from bot.channels.wire import Wire
from bot.desk.staff import add_worker
from bot.done import TurnDone
from bot.engine.book import Book
from bot.engine.session import Session
from bot.house import House
from bot.housekeeping import Housekeeping
from bot.inbox import FIND_BY_ID
from bot.records.clock import move
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.migrate import migrate
from bot.records.seal import PersonKey, Vault
from bot.records.tables import outbox
from bot.runner import Runner
from bot.staffing import make_organisations
from bot.waiting import ring_all
from tests.stories.partner import Partner
from tests.stories.worker import ORGANISATION, Worker

KEY = base64.b64encode(b"k" * 32).decode()
SENDERS = {"telegram": "700100", "whatsapp": "whatsapp:+22370010020", "web": "a-web-session"}
OTHER_PHONE = {"telegram": "700200", "whatsapp": "whatsapp:+22370010021", "web": "another-web-session"}
ACCOUNTS = {"telegram": "4242", "whatsapp": "whatsapp:+22320202020", "web": "web"}
LOT = "19"
RECEIPT_DIGITS = "23456789"
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
MEDIA = {"voice", "image", "video", "document", "location", "sticker", "contact", "edited", "call"}
ACTIONS = ("say", "tap", "worker", "partner", "sweep")
HOUR, DAY = 3600, 86_400
MONDAY_MORNING = 4 * DAY + 10 * HOUR  # 1 January 1970 was a Thursday; inside office hours


class Silent:
    """Nobody sends: what is to be sent is read from the outbox."""

    def offer(self, done: TurnDone) -> None:
        """Leave it where it is."""


@dataclass(frozen=True)
class Heard:
    """After one turn: messages and their wires, session, the conversation's row, and the key of the one who talks."""

    messages: tuple[Message, ...]
    wires: tuple[Wire, ...]
    session: Session
    row: dict[str, Any]
    key: PersonKey | None

    @property
    def french(self) -> str:
        """Everything said, in the French that goes with it."""
        return "\n".join(message.french or message.text for message in self.messages)

    @property
    def offered(self) -> tuple[str, ...]:
        """The choices under the last message."""
        return tuple(_id(choice.payload) for choice in self.messages[-1].choices) if self.messages else ()


class Player:
    """One phone in one story."""

    def __init__(self, book: Book, database: Database, channel: str) -> None:
        self.channel = channel
        self.vault = Vault(KEY, KEY)
        self.book = book
        self.database = database
        self.house = House(self.vault, book, inline=False)
        self.runner = Runner(database, self.house, Silent())
        self.sender = SENDERS[channel]
        self.number = 0
        self.conversation = ""
        self.seen: set[str] = set()
        self.buttons: dict[str, str] = {}
        self.worker = Worker(database, self.house, self.runner)
        self.partner = Partner(database, self.house)

    async def turn(self, turn: dict[str, Any]) -> Heard | None:
        """Let happen what ``turn`` says; None when only time passes or another phone is taken."""
        (action,) = [name for name in ACTIONS if name in turn]
        said = str(turn[action])
        if action == "worker":
            await self.worker.act(self.conversation, said)
        elif action == "partner":
            await self.partner.act(said, self.worker.token)
            await self.runner.act(ring_all, self.conversation)
        elif action == "sweep":
            await self.runner.sweep()
            with TemporaryDirectory() as folder:
                await Housekeeping(self.database, Path(folder) / "erasures").sweep()
        elif action == "tap":
            await self._twice(self._item("pick", choice=self.buttons[said]))
        elif said.startswith("+") and said[1:-1].isdigit():
            await self.database.write(move, int(said[1:-1]) * UNITS[said[-1]])
            return None
        elif said == "/other phone":
            self.sender, self.buttons = OTHER_PHONE[self.channel], {}
            return None
        else:
            await self._twice(self._typed(said))
        heard = await self.database.read(self._heard)
        for message in heard.messages:
            if message.choices:
                self.buttons = {_id(choice.payload): choice.payload for choice in message.choices}
        return heard

    async def _twice(self, item: Inbound) -> None:
        done = await self.runner.accept(item)
        again = await self.runner.accept(item)
        assert not again.new, "the same message twice must count once"
        self.conversation = done.conversation

    def _typed(self, line: str) -> Inbound:
        if line.startswith("/start"):
            return self._item("start", entry=line.removeprefix("/start").strip())
        if line.startswith("/tap "):
            return self._item("pick", choice=line.removeprefix("/tap ").strip())
        if line.startswith("/") and line[1:] in MEDIA:
            return self._item(line[1:])
        return self._item("text", text=line)

    def _item(self, kind: str, **values: str) -> Inbound:
        self.number += 1
        return Inbound(
            channel=self.channel,
            account=ACCOUNTS[self.channel],
            provider_id=f"{self.channel}-{self.number}",
            sender=self.sender,
            kind=kind,  # type: ignore[arg-type]
            **values,  # type: ignore[arg-type]
        )

    def _heard(self, conn: Connection) -> Heard:
        row = conn.execute(FIND_BY_ID, {"conversation": self.conversation}).mappings().first()
        if row is None:
            return Heard((), (), Session(), {"mode": "gone", "level": ""}, None)
        key = self.vault.unwrap(row["person_id"], row["wrapped"])
        rows = conn.execute(
            select(outbox.c.id, outbox.c.sealed)
            .where(outbox.c.conversation_id == self.conversation)
            .order_by(outbox.c.id)
        ).all()
        fresh = [one for one in rows if one.id not in self.seen]
        self.seen |= {one.id for one in fresh}
        messages = tuple(Message.from_json(key.open(one.id, "outbox", one.sealed)) for one in fresh)
        wires = [render(message, BY_NAME[self.channel]) for message in messages]
        assert all(wires), "nothing to send for a message"
        session = Session.from_json(key.open(row["id"], "session", row["session"]))
        return Heard(messages, tuple(wire for one in wires for wire in one), session, dict(row), key)


def _id(payload: str) -> str:
    return payload.partition(":")[2]


def fresh_database(template: Path, folder: Path) -> Database:
    """A copy of a migrated, empty database."""
    target = folder / "story.db"
    shutil.copy(template, target)
    return Database(f"sqlite:///{target}")


def make_template(path: Path, book: Book) -> None:
    """Migrate an empty database once for all stories; they all begin on a Monday morning, at the team's hours."""

    def to_monday(conn: Connection) -> None:
        move(conn, (MONDAY_MORNING - clock_now(conn)) % (7 * DAY))

    async def made() -> None:
        database = Database(f"sqlite:///{path}")
        await database.write(migrate)
        await database.write(make_organisations, book.directory.leads)
        await database.write(add_worker, "relit", "auditor", ORGANISATION, "un-mot-de-passe-long")
        await database.write(to_monday)
        await database.close()

    asyncio.run(made())


def receipts_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Receipt numbers come in a fixed order, and every story's person has the same lot among equal partners."""
    drawn = itertools.product(RECEIPT_DIGITS, repeat=3)
    opposite = dict(zip(RECEIPT_DIGITS, reversed(RECEIPT_DIGITS), strict=True))
    monkeypatch.setattr("bot.thinking.ticket", lambda: "".join(digit + opposite[digit] for digit in next(drawn)))
    monkeypatch.setattr("bot.thinking.lot", lambda _person, _now: LOT)
