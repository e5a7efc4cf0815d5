"""Plays a story through the real inbox, engine, records and renderer, every message delivered twice.

A story is YAML: who says what, and after each turn what is seen, known, and where the conversation stands. Texts are
given in French; when a story is played in Bambara they are looked for in the French that goes with each message.
"""

from __future__ import annotations

import asyncio
import base64
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from bot.channels.capabilities import BY_NAME
from bot.channels.inbound import Inbound
from bot.channels.message import Message
from bot.channels.render import render
from bot.engine.book import Book
from bot.engine.session import Session
from bot.house import House
from bot.inbox import FIND_BY_ID
from bot.records.clock import move
from bot.records.database import Database
from bot.records.migrate import migrate
from bot.records.seal import Vault
from bot.records.tables import outbox
from bot.runner import Runner
from bot.staffing import make_organisations
from bot.turns import TurnDone
from locales.yamlfile import read

KEY = base64.b64encode(b"k" * 32).decode()
SENDERS = {"telegram": "700100", "whatsapp": "whatsapp:+22370010020", "web": "a-web-session", "terminal": "terminal"}
ACCOUNTS = {"telegram": "4242", "whatsapp": "whatsapp:+22320202020", "web": "web", "terminal": "terminal"}
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
MEDIA = {"voice", "image", "video", "document", "location", "sticker", "contact", "edited", "call"}


class Silent:
    """Nobody sends: what is to be sent is read from the outbox."""

    def offer(self, done: TurnDone) -> None:
        """Leave it where it is."""


@dataclass
class Heard:
    """After one turn: messages, session, and the conversation's row."""

    messages: tuple[Message, ...]
    session: Session
    row: dict[str, Any]
    text: str = ""
    french: str = ""
    labels: tuple[str, ...] = field(default=())


class Player:
    """One phone in one story."""

    def __init__(self, book: Book, database: Database, channel: str) -> None:
        self.channel = channel
        self.vault = Vault(KEY, KEY)
        self.book = book
        self.database = database
        self.runner = Runner(database, House(self.vault, book, inline=False), Silent())
        self.number = 0
        self.conversation = ""
        self.seen: set[str] = set()

    async def turn(self, line: str) -> Heard | None:
        """Let the person do what ``line`` says; None when only time passes."""
        if line.startswith("+") and line[1:-1].isdigit():
            await self.database.write(move, int(line[1:-1]) * UNITS[line[-1]])
            return None
        item = self._item(line)
        done = await self.runner.accept(item)
        again = await self.runner.accept(item)
        assert not again.new, "the same message twice must count once"
        self.conversation = done.conversation
        return await self.database.read(self._heard)

    def _item(self, line: str) -> Inbound:
        self.number += 1
        base: dict[str, Any] = {
            "channel": self.channel,
            "account": ACCOUNTS[self.channel],
            "provider_id": f"{self.channel}-{self.number}",
            "sender": SENDERS[self.channel],
        }
        if line.startswith("/start"):
            return Inbound(**base, kind="start", entry=line.removeprefix("/start").strip())
        if line.startswith("/tap "):
            return Inbound(**base, kind="pick", choice=line.removeprefix("/tap ").strip())
        if line.startswith("/") and line[1:] in MEDIA:
            return Inbound(**base, kind=line[1:])  # type: ignore[arg-type]
        return Inbound(**base, kind="text", text=line)

    def _heard(self, conn: Connection) -> Heard:
        row = conn.execute(FIND_BY_ID, {"conversation": self.conversation}).mappings().first()
        if row is None:
            return Heard((), Session(), {"mode": "gone", "level": ""})
        key = self.vault.unwrap(row["person_id"], row["wrapped"])
        rows = conn.execute(
            select(outbox.c.id, outbox.c.sealed)
            .where(outbox.c.conversation_id == self.conversation)
            .order_by(outbox.c.id)
        ).all()
        fresh = [one for one in rows if one.id not in self.seen]
        self.seen |= {one.id for one in fresh}
        messages = tuple(Message.from_json(key.open(one.id, "outbox", one.sealed)) for one in fresh)
        session = Session.from_json(key.open(row["id"], "session", row["session"]))
        for message in messages:
            assert render(message, BY_NAME[self.channel]), f"nothing to send for {message.key}"
        return Heard(
            messages,
            session,
            dict(row),
            text="\n".join(message.text for message in messages),
            french="\n".join(message.french or message.text for message in messages),
            labels=tuple(choice.label for message in messages for choice in message.choices),
        )


def fresh_database(template: Path, folder: Path) -> Database:
    """A copy of a migrated, empty database."""
    target = folder / "story.db"
    shutil.copy(template, target)
    return Database(f"sqlite:///{target}")


def make_template(path: Path, book: Book) -> None:
    """Migrate an empty database once for all stories."""

    async def made() -> None:
        database = Database(f"sqlite:///{path}")
        await database.write(migrate)
        await database.write(make_organisations, book.directory.leads)
        await database.close()

    asyncio.run(made())


def stories(folder: Path) -> dict[str, dict[str, Any]]:
    """Every story by name."""
    return {path.stem: read(path).data for path in sorted(folder.glob("*.yaml"))}


async def play(story: dict[str, Any], player: Player, language: str) -> None:
    """Play a story and hold every expectation. The first two turns choose the language unless the story does itself."""
    if not story.get("from_the_start"):
        await player.turn("bonjour")
        await player.turn({"fr": "1", "bm": "2"}[language])
    for number, expected in enumerate(story["turns"], 1):
        heard = await player.turn(str(expected["say"]))
        if heard is not None:
            _hold(
                expected, heard, f"{story['story']} · {language} · {player.channel} · turn {number}: {expected['say']}"
            )


def _hold(expected: dict[str, Any], heard: Heard, where: str) -> None:
    place = 0
    for words in expected.get("see", ()):
        found = heard.french.find(words, place)
        assert found >= 0, f"{where}\nnot seen (in this order): {words!r}\n--- seen:\n{heard.french}"
        place = found + len(words)
    for words in expected.get("not", ()):
        assert words not in heard.french, f"{where}\nmust not be seen: {words!r}\n--- seen:\n{heard.french}"
    if "silent" in expected:
        assert not heard.messages, f"{where}\nmust say nothing, said:\n{heard.text}"
    for name, value in expected.get("facts", {}).items():
        known = heard.session.facts.get(name)
        known = list(known) if isinstance(known, tuple) else known
        assert known == value, f"{where}\nfact {name}: {known!r}, not {value!r}"
    for name in expected.get("no_facts", ()):
        assert name not in heard.session.facts, f"{where}\nfact {name} must not be kept"
    if "mode" in expected:
        assert heard.row["mode"] == expected["mode"], f"{where}\nmode {heard.row['mode']}, not {expected['mode']}"
    if "level" in expected:
        level = heard.row["level"] or "none"
        assert level == expected["level"], f"{where}\nlevel {level}, not {expected['level']}"
    if "services" in expected:
        assert list(heard.session.shown) == expected["services"], f"{where}\nservices {list(heard.session.shown)}"
    if "kinds" in expected:
        services = heard.session.shown
        assert len(services) >= expected["kinds"], f"{where}\nonly {services}"
