"""Fetching what people sent on Telegram and WhatsApp: later than the message, so that a slow file delays nobody.

A file that cannot be had is said so at the desk; the text that came with it is never dropped (protection C4).
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import structlog
from sqlalchemy import Connection, select, update

from bot.channels.magic import content_type
from bot.channels.media import MediaRefusedError, MediaUnreachableError
from bot.house import House
from bot.media import KEPT, SOUNDS
from bot.records.clock import now
from bot.records.database import Database
from bot.records.tables import conversation, media, person_key

log = structlog.get_logger()

WANTED, REFUSED = "wanted", "refused"
AT_ONCE = 20
TRIES_SPAN_SECONDS = 6 * 3600  # a provider that is down comes back; after this the desk is told that there is no file
PIXELS_MAX = 40_000_000  # a picture that unpacks to more is an attack, not a photo


class Fetches(Protocol):
    """A channel that can hand over a file by the provider's id."""

    async def fetch_media(self, reference: str) -> bytes:
        """The bytes. Raises ``MediaRefusedError`` or ``MediaUnreachableError``."""
        ...


@dataclass(frozen=True, slots=True)
class WantedFile:
    """One file to fetch."""

    id: str
    person: str
    wrapped: bytes
    channel: str
    reference: str
    at: int


class Fetcher:
    """Fetches wanted files, one sweep at a time."""

    def __init__(self, database: Database, house: House, channels: Mapping[str, object]) -> None:
        self._database = database
        self._house = house
        self._channels = channels

    async def sweep(self) -> None:
        """Every wanted file once."""
        for file in await self._database.read(_wanted):
            await self._fetch(file)

    async def _fetch(self, file: WantedFile) -> None:
        channel = self._channels.get(file.channel)
        if channel is None or not hasattr(channel, "fetch_media"):
            return
        fetches: Fetches = channel
        try:
            data, kind = _cleaned(await fetches.fetch_media(file.reference))
        except MediaUnreachableError:
            await self._database.write(_give_up_when_old, file.id)
            return
        except MediaRefusedError as error:
            log.warning("media_refused", media=file.id, reason=str(error))
            await self._database.write(_refuse, file.id)
            return
        key = self._house.vault.unwrap(file.person, file.wrapped)
        await self._database.write(_keep, file.id, kind, key.seal(file.id, "media", data))


def _cleaned(data: bytes) -> tuple[bytes, str]:
    """The bytes and their type by the first of them; pictures are drawn anew, which leaves their metadata behind."""
    kind = content_type(data)
    if not kind.startswith("image/"):
        return data, SOUNDS.get(kind, kind)
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 — loaded with the first picture

    Image.MAX_IMAGE_PIXELS = PIXELS_MAX
    try:
        with Image.open(io.BytesIO(data)) as picture:
            drawn = picture.convert("RGB")
            out = io.BytesIO()
            drawn.save(out, "JPEG", quality=85)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise MediaRefusedError("the picture cannot be drawn") from error
    return out.getvalue(), "image/jpeg"


def _wanted(conn: Connection) -> list[WantedFile]:
    rows = conn.execute(
        select(media.c.id, media.c.channel, media.c.reference, media.c.at, person_key.c.person_id, person_key.c.wrapped)
        .join(conversation, conversation.c.id == media.c.conversation_id)
        .join(person_key, person_key.c.person_id == conversation.c.person_id)
        .where(media.c.state == WANTED)
        .limit(AT_ONCE)
    )
    return [WantedFile(row.id, row.person_id, row.wrapped, row.channel, row.reference, row.at) for row in rows]


def _keep(conn: Connection, media_id: str, kind: str, sealed: bytes) -> None:
    conn.execute(
        update(media)
        .where(media.c.id == media_id, media.c.state == WANTED)
        .values(state=KEPT, content_type=kind, sealed=sealed, reference="")
    )


def _refuse(conn: Connection, media_id: str) -> None:
    conn.execute(update(media).where(media.c.id == media_id).values(state=REFUSED, reference=""))


def _give_up_when_old(conn: Connection, media_id: str) -> None:
    old = media.c.at < now(conn) - TRIES_SPAN_SECONDS
    conn.execute(update(media).where(media.c.id == media_id, old).values(state=REFUSED, reference=""))
