"""What came in, the same for every channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "pick", "start", "voice", "image", "video", "document", "location", "contact", "sticker", "edited", "call",
    "blocked", "ignored",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class MediaRef:
    """Where a file can be fetched from: a provider's id, never a free URL (protection C4).

    ``reference`` is the provider's file id (Telegram) or ``MessageSid/MediaSid`` (Twilio) or our own media id (web).
    """

    reference: str
    content_type: str = ""
    size: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Inbound:
    """One verified message of a provider. Names of people are dropped before this is made (protection A2).

    ``account`` is the bot's id or the sender number, so that two bots cannot collide; ``provider_id`` the id by which
    the provider repeats itself; ``sender`` where an answer goes (chat id, ``whatsapp:+223…``, web session);
    ``alias`` a second id of the same sender where the provider gives one (WhatsApp user id).
    ``choice`` is the payload of the button, ``seq:choice``; ``entry`` the code of a deep link or poster.
    ``message_ref`` is the provider's own message id, which *hide* needs; ``callback`` a tap that must be answered
    at once.
    ``sent_at`` is the provider's clock in Unix seconds, 0 when it gave none.
    """

    channel: str
    account: str
    provider_id: str
    sender: str
    kind: Kind
    text: str = ""
    choice: str = ""
    entry: str = ""
    alias: str = ""
    message_ref: str = ""
    callback: str = ""
    media: tuple[MediaRef, ...] = ()
    location: tuple[float, float] | None = None
    sent_at: int = 0
