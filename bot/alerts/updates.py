"""What the staff bot understands: a tap on *Prendre* in its group, and the code of a phone that is being joined.

Everything else is as if it had not come: words in the group, strangers, other groups.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.alerts.sender import TAKE
from bot.channels.telegram.parse import START
from bot.channels.untrusted import integer, mapping, text

CODE = re.compile(r"[A-Za-z0-9_-]{20,64}")


@dataclass(frozen=True, slots=True)
class Tapped:
    """Somebody of the group wants the request that call ``alert`` is about."""

    number: str
    callback: str
    user: int
    alert: str


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody shows, in private, the code that the desk gave them."""

    number: str
    user: int
    code: str


def understand(update: object, chat: int) -> Tapped | Joining | None:
    """Never raises. ``chat``: the staff group's number. None: nothing for this bot."""
    if not isinstance(update, Mapping):
        return None
    number = integer(update, "update_id")
    if number is None:
        return None
    if tap := mapping(update, "callback_query"):
        return _tap(tap, str(number), chat)
    return _start(mapping(update, "message"), str(number))


def _tap(tap: Mapping[str, Any], number: str, chat: int) -> Tapped | None:
    user, where = integer(mapping(tap, "from"), "id"), integer(mapping(mapping(tap, "message"), "chat"), "id")
    callback, data = text(tap, "id"), text(tap, "data")
    ours = where == chat and chat != 0 and data.startswith(TAKE)
    return Tapped(number, callback, user, data.removeprefix(TAKE)) if ours and user and callback else None


def _start(message: Mapping[str, Any], number: str) -> Joining | None:
    chat, started = mapping(message, "chat"), START.fullmatch(text(message, "text"))
    user = integer(chat, "id")
    if text(chat, "type") != "private" or not user or user < 0 or not started:
        return None
    code = (started[1] or "").strip()
    return Joining(number, user, code) if CODE.fullmatch(code) else None
