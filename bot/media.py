"""Files of a conversation, sealed with the person's key: what a person says aloud, what the team sends.

A file is in the store before the message that names it is accepted, so that no transcript ever points at nothing; one
whose message never came goes with the other media after 30 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import Connection, insert, select

from bot.channels.inbound import Inbound
from bot.channels.magic import content_type
from bot.channels.media import MediaRefusedError, checked
from bot.house import House
from bot.inbox import find, is_stored
from bot.newcomer import new_thread
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.seal import PersonKey, Vault
from bot.records.tables import conversation, media, person_key

KEPT: Final = "kept"  # the file itself is here, not only a provider's name for it
LINK_SECONDS: Final = 3600  # a provider fetches within seconds; its last retry is within the hour
LINK_PURPOSE: Final = "media link"
SOUNDS: Final = {
    "audio/ogg": "audio/ogg",
    "audio/mpeg": "audio/mpeg",
    "audio/aac": "audio/aac",
    "audio/wav": "audio/wav",  # dictaphones and some browsers; far too heavy to keep or to send on as it is
    "audio/amr": "audio/amr",  # recorders of older Android phones
    "audio/mp4": "audio/mp4",
    "video/mp4": "audio/mp4",  # iPhones and some Androids put sound alone into a film's wrapper
    "video/webm": "audio/webm",  # so do Chrome and Firefox
}
"""What a voice note may be by its first bytes, and what it is then called."""


@dataclass(frozen=True, slots=True)
class File:
    """An opened file, and whose conversation it belongs to."""

    conversation: str
    content_type: str
    data: bytes


def voice_type(data: bytes) -> str:
    """The content type of a voice note. Raises ``MediaRefusedError`` for what is too large, empty, or not sound."""
    kind = SOUNDS.get(content_type(checked(data)), "")
    if not kind:
        raise MediaRefusedError("the file is not a sound")
    return kind


def keep(conn: Connection, key: PersonKey, conversation_id: str, data: bytes, *, kind: str, channel: str) -> str:
    """Seal ``data`` of content type ``kind`` for a conversation. Returns the file's id."""
    media_id = new_id()
    conn.execute(
        insert(media).values(
            id=media_id,
            conversation_id=conversation_id,
            channel=channel,
            content_type=kind,
            state=KEPT,
            sealed=key.seal(media_id, "media", data),
            at=clock_now(conn),
        )
    )
    return media_id


def keep_incoming(conn: Connection, house: House, item: Inbound, data: bytes, kind: str) -> str:
    """Keep a file that comes with ``item``, making the person on first contact. Returns its id.

    "" when ``item`` was stored before: a form that is sent twice leaves one file.
    """
    if is_stored(conn, item):
        return ""
    row = find(conn, house, item.channel, item.account, item.sender)
    if row is None:
        new_thread(conn, house, item.channel, item.account, item.sender, clock_now(conn))
        row = find(conn, house, item.channel, item.account, item.sender)
    if row is None:
        raise LookupError("the thread just made is not there")
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    return keep(conn, key, row["id"], data, kind=kind, channel=item.channel)


def file_of(conn: Connection, vault: Vault, media_id: str) -> File | None:
    """The file, opened; None when there is none, it is not here yet, or its person was erased."""
    row = conn.execute(
        select(
            media.c.conversation_id, media.c.content_type, media.c.sealed, person_key.c.person_id, person_key.c.wrapped
        )
        .join(conversation, conversation.c.id == media.c.conversation_id)
        .join(person_key, person_key.c.person_id == conversation.c.person_id)
        .where(media.c.id == media_id, media.c.state == KEPT)
    ).first()
    if row is None:
        return None
    data = vault.unwrap(row.person_id, row.wrapped).open(media_id, "media", row.sealed)
    return File(row.conversation_id, row.content_type, data)


def opened(conn: Connection, vault: Vault, media_id: str) -> bytes | None:
    """Only the bytes of the file, for a channel that uploads them itself."""
    file = file_of(conn, vault, media_id)
    return file.data if file else None


def media_token(vault: Vault, media_id: str) -> str:
    """What stands in an address that a provider may fetch a file from, for an hour."""
    return _signer(vault).dumps(media_id)


def media_named(vault: Vault, token: str) -> str:
    """The file's id, or "" for a token that is forged or too old."""
    try:
        found = _signer(vault).loads(token, max_age=LINK_SECONDS)
    except BadData:
        return ""
    return found if isinstance(found, str) else ""


def _signer(vault: Vault) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(vault.token(LINK_PURPOSE, ""), salt=LINK_PURPOSE)
