"""One phone without a network: it writes, the real runner answers into the outbox, and what was said is read back."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, select

from bot.channels.inbound import Inbound
from bot.channels.message import Message
from bot.done import TurnDone
from bot.engine.book import Book
from bot.engine.session import Session
from bot.house import House
from bot.inbox import FIND_BY_ID
from bot.records.database import Database
from bot.records.seal import Vault
from bot.records.tables import outbox
from bot.runner import Runner

KEY: Final = base64.b64encode(b"k" * 32).decode()
SENDERS: Final = {"telegram": "700100", "whatsapp": "whatsapp:+22370010020", "web": "a-web-session"}
ACCOUNTS: Final = {"telegram": "4242", "whatsapp": "whatsapp:+22320202020", "web": "web"}


class Silent:
    """Nobody sends: what is to be sent is read from the outbox."""

    def offer(self, done: TurnDone) -> None:
        """Leave it where it is."""


@dataclass(frozen=True, slots=True)
class Heard:
    """After one turn: what was said, the session, the conversation's row."""

    messages: tuple[Message, ...]
    session: Session
    row: dict[str, Any]

    @property
    def french(self) -> str:
        """Everything said, in the French that goes with it."""
        return "\n".join(message.french or message.text for message in self.messages)


class Phone:
    """One person's phone on one channel."""

    def __init__(self, book: Book, database: Database, channel: str = "telegram", sender: str = "") -> None:
        self.channel = channel
        self.sender = sender or SENDERS[channel]
        self.vault = Vault(KEY, KEY)
        self.database = database
        self.house = House(self.vault, book, inline=False)
        self.runner = Runner(database, self.house, Silent())
        self.name = uuid4().hex
        self.number = 0
        self.conversation = ""
        self.seen: set[str] = set()

    def item(self, text: str = "", **more: Any) -> Inbound:
        """The next message as a channel would hand it over; ``/tap seq:choice`` is a button."""
        self.number += 1
        if text.startswith("/tap "):
            more |= {"kind": "pick", "choice": text.removeprefix("/tap ")}
            text = ""
        base: dict[str, Any] = {
            "channel": self.channel, "account": ACCOUNTS[self.channel], "sender": self.sender, "kind": "text", "text": text,
            "provider_id": f"{self.name}-{self.number}", "message_ref": str(9000 + self.number),
        }  # fmt: skip
        return Inbound(**(base | more))

    async def says(self, *lines: str, **more: Any) -> Heard:
        """Write lines, one after the other; what was said after the last."""
        for line in lines:
            done = await self.runner.accept(self.item(line, **more))
            self.conversation = done.conversation or self.conversation
        return await self.database.read(self._heard)

    def _heard(self, conn: Connection) -> Heard:
        row = conn.execute(FIND_BY_ID, {"conversation": self.conversation}).mappings().first()
        if row is None:
            return Heard((), Session(), {"mode": "gone", "level": ""})
        key = self.vault.unwrap(row["person_id"], row["wrapped"])
        mine = outbox.c.conversation_id == self.conversation
        rows = conn.execute(select(outbox.c.id, outbox.c.sealed).where(mine).order_by(outbox.c.id)).all()
        fresh = [one for one in rows if one.id not in self.seen]
        self.seen |= {one.id for one in fresh}
        messages = tuple(Message.from_json(key.open(one.id, "outbox", one.sealed)) for one in fresh)
        return Heard(messages, Session.from_json(key.open(row["id"], "session", row["session"])), dict(row))
