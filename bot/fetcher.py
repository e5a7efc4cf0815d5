"""Fetching what people sent on Telegram and WhatsApp: later than the message, so that a slow file delays nobody.

A file that cannot be had is said so at the desk; the text that came with it is never dropped (protection C4). One that is
slow or never ends holds up no other: what was never tried goes first, and each try has its time.
"""

from __future__ import annotations

import asyncio
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
from bot.records.tables import conversation, is_one_of, media, person_key

log = structlog.get_logger()

WANTED, REFUSED = "wanted", "refused"
AT_ONCE = 4  # of 16 MB each at most
FETCHING_SECONDS = 60.0
"""For one try, from the first byte to the last: 16 MB over 2 Mbit/s."""
AGAIN_SECONDS = (30, 120, 600, 1800, 3600, 7200)
"""Before each further try: a provider that is down comes back; after the last, some four hours on, the desk is told that there is
no file.
"""
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


class Fetcher:
    """Fetches wanted files, one sweep at a time."""

    def __init__(self, database: Database, house: House, channels: Mapping[str, object]) -> None:
        self._database = database
        self._house = house
        self._channels = channels

    async def sweep(self) -> None:
        """The files that are due, some at a time."""
        await asyncio.gather(*map(self._fetch, await self._database.read(_due)))

    async def _fetch(self, file: WantedFile) -> None:
        try:
            data, kind = await self._had(file)
        except (MediaUnreachableError, TimeoutError):
            await self._database.write(_later, file.id)
            return
        except MediaRefusedError as error:
            log.warning("media_refused", media=file.id, reason=str(error))
            await self._database.write(_refuse, file.id)
            return
        key = self._house.vault.unwrap(file.person, file.wrapped)
        await self._database.write(_keep, file.id, kind, key.seal(file.id, "media", data))

    async def _had(self, file: WantedFile) -> tuple[bytes, str]:
        channel = self._channels.get(file.channel)
        if channel is None or not hasattr(channel, "fetch_media"):
            raise MediaUnreachableError("this machine has not that channel")
        fetches: Fetches = channel
        async with asyncio.timeout(FETCHING_SECONDS):
            data = await fetches.fetch_media(file.reference)
        return await asyncio.to_thread(_cleaned, data)


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


def _due(conn: Connection) -> list[WantedFile]:
    """Those that were tried least."""
    rows = conn.execute(
        select(media.c.id, media.c.channel, media.c.reference, person_key.c.person_id, person_key.c.wrapped)
        .join(conversation, conversation.c.id == media.c.conversation_id)
        .join(person_key, person_key.c.person_id == conversation.c.person_id)
        .where(is_one_of(media.c.state, WANTED), media.c.next_at <= now(conn))
        .order_by(media.c.tries, media.c.next_at, media.c.id)
        .limit(AT_ONCE)
    )
    return [WantedFile(row.id, row.person_id, row.wrapped, row.channel, row.reference) for row in rows]


def _keep(conn: Connection, media_id: str, kind: str, sealed: bytes) -> None:
    conn.execute(
        update(media)
        .where(media.c.id == media_id, media.c.state == WANTED)
        .values(state=KEPT, content_type=kind, sealed=sealed, reference="")
    )


def _refuse(conn: Connection, media_id: str) -> None:
    conn.execute(update(media).where(media.c.id == media_id).values(state=REFUSED, reference=""))


def _later(conn: Connection, media_id: str) -> None:
    """It could not be had this time; refused when that was the last."""
    wanted = (media.c.id == media_id, media.c.state == WANTED)
    tries = conn.execute(select(media.c.tries).where(*wanted).with_for_update()).scalar_one_or_none()
    if tries is None:
        return
    if tries >= len(AGAIN_SECONDS):
        _refuse(conn, media_id)
        return
    conn.execute(update(media).where(*wanted).values(tries=tries + 1, next_at=now(conn) + AGAIN_SECONDS[tries]))
