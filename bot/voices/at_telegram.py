"""Voices that Telegram has already: sent the first time as a file, then by the id that it gave, which costs no upload."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, delete, select

from bot.records.database import Database
from bot.records.tables import content_template, insert_new
from bot.voices.naming import spells
from bot.voices.sounds import Sounds

KEPT_MAX: Final = 10_000
"""Ids that this process remembers; a store is asked for the others."""


class VoiceNotes:
    """The voices as one bot can send them. ``account``: the bot's id, since a file's id is good for one bot only."""

    def __init__(self, sounds: Sounds, database: Database, account: str) -> None:
        self._sounds = sounds
        self._database = database
        self._account = f"telegram:{account}"
        self._ids: dict[str, str] = {}

    def sound(self, name: str) -> bytes | None:
        """The voice note itself; None when it cannot be made."""
        return self._sounds.sound(name)

    async def file_id(self, name: str) -> str:
        """Telegram's id of it, "" when it was never sent."""
        stamp = self._stamp(name)
        if stamp and stamp not in self._ids:
            self._note(stamp, await self._database.read(_id_of, self._account, stamp))
        return self._ids.get(stamp, "")

    async def sent(self, name: str, file_id: str) -> None:
        """Telegram gave it an id. What says somebody's receipt is sent once and not remembered."""
        stamp = self._stamp(name)
        if stamp and file_id:
            self._note(stamp, file_id)
            await self._database.write(_remember, self._account, stamp, file_id)

    async def refused(self, name: str) -> None:
        """Telegram knows the id no more."""
        stamp = self._stamp(name)
        self._ids.pop(stamp, None)
        await self._database.write(_forget, self._account, stamp)

    def _stamp(self, name: str) -> str:
        return "" if spells(name) else self._sounds.stamp(name)

    def _note(self, stamp: str, file_id: str) -> None:
        if len(self._ids) >= KEPT_MAX:
            self._ids.clear()
        if file_id:
            self._ids[stamp] = file_id


def _id_of(conn: Connection, account: str, stamp: str) -> str:
    mine = (content_template.c.account == account, content_template.c.name == stamp)
    return str(conn.execute(select(content_template.c.sid).where(*mine)).scalar_one_or_none() or "")


def _remember(conn: Connection, account: str, stamp: str, file_id: str) -> None:
    conn.execute(insert_new(conn, content_template).values(account=account, name=stamp, sid=file_id))


def _forget(conn: Connection, account: str, stamp: str) -> None:
    conn.execute(
        delete(content_template).where(content_template.c.account == account, content_template.c.name == stamp)
    )
