"""A Twilio form for an incoming WhatsApp message as an ``Inbound``.

The kind is read from what the form carries rather than from ``MessageType`` alone: Twilio adds fields and types without
notice. ``ProfileName`` and the contents of contact cards are not read (protection A2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.channels.inbound import Inbound, Kind, MediaRef
from bot.channels.untrusted import coordinates, text

NUMBER = re.compile(r"whatsapp:\+[1-9][0-9]{5,14}")  # E.164: at most 15 digits
USER_ID = re.compile(r"whatsapp:[A-Z]{2}\.[A-Za-z0-9]{1,128}")  # Meta, 28 May 2026: country code, up to 128 characters
MEDIA_PATH = re.compile(r"/Messages/([A-Z]{2}[0-9A-Za-z]{32})/Media/([A-Z]{2}[0-9A-Za-z]{32})(?:\?.*)?", re.DOTALL)
MEDIA_MAX = 10  # Twilio's own limit of files a message; WhatsApp sends one
VCARD = ("text/vcard", "text/x-vcard", "text/directory")


def parse(form: Mapping[str, Any]) -> Inbound:
    """What the form means; never raises. ``account`` is the sender number that was written to (``To``).

    ``sender`` is empty only for *ignored*, when nobody can be answered. Words such as STOP stay text: the conversation
    decides, in every language.
    """
    sender, alias = _who(form)
    there = Inbound(
        channel="whatsapp",
        account=text(form, "To"),
        provider_id=text(form, "MessageSid") or text(form, "SmsMessageSid"),
        sender=sender,
        kind="ignored",
        alias=alias,
        message_ref=text(form, "MessageSid"),
    )
    if not sender:
        return there
    if text(form, "CallSid") and not there.provider_id:
        return replace(there, kind="call", provider_id=text(form, "CallSid"))
    words = text(form, "Body")
    if choice := text(form, "ButtonPayload") or text(form, "ListId"):
        label = text(form, "ButtonText") or text(form, "ListTitle") or words
        return replace(there, kind="pick", choice=choice, text=label)
    if where := coordinates(form.get("Latitude"), form.get("Longitude")):
        return replace(there, kind="location", location=where)
    if text(form, "MediaContentType0") or text(form, "MediaUrl0"):
        return _with_media(form, replace(there, text=words))
    if text(form, "MessageType") in {"contact", "contacts"}:
        return replace(there, kind="contact")
    return replace(there, kind="text", text=words) if words.strip() else there


def _who(form: Mapping[str, Any]) -> tuple[str, str]:
    """(where an answer goes, second id): the number when it is shown, else the user id of a person who hides it."""
    source, external = text(form, "From"), text(form, "ExternalUserId")
    if external and not external.startswith("whatsapp:"):
        external = f"whatsapp:{external}"
    external = external if USER_ID.fullmatch(external) else ""
    if NUMBER.fullmatch(source):
        return source, external
    if USER_ID.fullmatch(source):
        return source, "" if external == source else external
    return external, ""


def _with_media(form: Mapping[str, Any], there: Inbound) -> Inbound:
    content_type = text(form, "MediaContentType0").partition(";")[0].strip().lower()
    if content_type in VCARD:
        return replace(there, kind="contact", text="")
    media = []
    for number in range(MEDIA_MAX):
        if found := MEDIA_PATH.search(text(form, f"MediaUrl{number}")):
            kind = text(form, f"MediaContentType{number}").partition(";")[0].strip().lower()
            media.append(MediaRef(f"{found[1]}/{found[2]}", kind))
    return replace(there, kind=_kind(content_type, text(form, "MessageType")), media=tuple(media))


def _kind(content_type: str, message_type: str) -> Kind:
    if message_type == "sticker":
        return "sticker"
    family = content_type.partition("/")[0]
    kinds: Mapping[str, Kind] = {"audio": "voice", "image": "image", "video": "video"}
    return kinds.get(family, "document")
