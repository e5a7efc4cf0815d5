"""A Telegram update as an ``Inbound``.

Read by hand from the JSON rather than by the client library's types: those raise on a field of an unexpected type, and
an update that raises comes back for 24 hours and blocks its chat. Names, user names and the contents of contact cards
are not read at all (protection A2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.channels.inbound import Inbound, Kind, MediaRef
from bot.channels.untrusted import coordinates, count, entry_code, integer, items, mapping, text

START = re.compile(r"/start(?:@\w+)?(?:\s+(.*))?", re.ASCII | re.DOTALL)
PLAYED: tuple[tuple[str, Kind, str], ...] = (
    ("voice", "voice", "audio/ogg"),
    ("audio", "voice", "audio/mpeg"),
    ("video", "video", "video/mp4"),
    ("video_note", "video", "video/mp4"),
    ("animation", "video", "video/mp4"),  # before document, which an animation also carries
    ("document", "document", "application/octet-stream"),
)


def parse(update: Mapping[str, Any], account: str) -> Inbound:
    """What the update means; never raises. ``account`` is the bot's id.

    Groups, channels and unknown kinds are *ignored*. ``sender`` is empty only then, when there is nobody to answer, and
    ``provider_id`` only when the update carries no id.
    """
    number = integer(update, "update_id")
    ignored = Inbound("telegram", account, "" if number is None else str(number), "", "ignored")
    if tap := mapping(update, "callback_query"):
        return _tap(tap, ignored)
    if change := mapping(update, "my_chat_member"):
        return _membership(change, ignored)
    if message := mapping(update, "message"):
        return _message(message, _from(message, ignored))
    if message := mapping(update, "edited_message"):
        there = _from(message, ignored)
        return replace(there, kind="edited", text=_words(message)) if there.sender else there
    return ignored


def _from(message: Mapping[str, Any], ignored: Inbound) -> Inbound:
    """``ignored`` with its sender and times, when this is a chat with one person."""
    chat = mapping(message, "chat")
    chat_id, message_id = integer(chat, "id"), integer(message, "message_id")
    if text(chat, "type") != "private" or not chat_id or chat_id < 0:
        return ignored
    return Inbound(
        ignored.channel,
        ignored.account,
        ignored.provider_id,
        str(chat_id),
        "ignored",
        message_ref="" if message_id is None else str(message_id),
        sent_at=count(message, "date"),
    )


def _tap(tap: Mapping[str, Any], ignored: Inbound) -> Inbound:
    """The tap's own time is unknown: the date of the message under the button is when *we* wrote."""
    there = replace(_from(mapping(tap, "message"), ignored), sent_at=0, callback=text(tap, "id"))
    choice = text(tap, "data")
    return replace(there, kind="pick", choice=choice) if there.sender and choice else there


def _membership(change: Mapping[str, Any], ignored: Inbound) -> Inbound:
    there = _from(change, ignored)
    blocked = text(mapping(change, "new_chat_member"), "status") == "kicked"
    return replace(there, kind="blocked") if there.sender and blocked else there


def _message(message: Mapping[str, Any], there: Inbound) -> Inbound:
    if not there.sender:
        return there
    words = _words(message)
    if started := START.fullmatch(words):
        code = (started[1] or "").strip()
        return replace(there, kind="start", entry=entry_code(code))
    if photo := items(message, "photo"):
        return replace(there, kind="image", text=words, media=_file(photo[-1], "image/jpeg"))
    for field, kind, content_type in PLAYED:
        if file := mapping(message, field):
            return replace(there, kind=kind, text=words, media=_file(file, content_type))
    if place := mapping(message, "location"):
        where = coordinates(place.get("latitude"), place.get("longitude"))
        return replace(there, kind="location", location=where) if where else there
    if mapping(message, "contact"):
        return replace(there, kind="contact")
    if sticker := mapping(message, "sticker"):
        return replace(there, kind="sticker", text=text(sticker, "emoji"))
    return replace(there, kind="text", text=words) if words else there


def _words(message: Mapping[str, Any]) -> str:
    return text(message, "text") or text(message, "caption")


def _file(file: Mapping[str, Any], content_type: str) -> tuple[MediaRef, ...]:
    reference = text(file, "file_id")
    if not reference:
        return ()
    kind = text(file, "mime_type") or content_type
    return (MediaRef(reference, kind, count(file, "file_size"), count(file, "duration")),)
