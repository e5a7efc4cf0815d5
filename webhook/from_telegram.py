"""What Telegram brings to a webhook of ours, the public bot's and the staff's alike: proved, bounded, read."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import Request, Response
from pydantic import SecretStr

from webhook.body import TooLargeError, UnreadableError, bounded

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 — the header's name, not a secret


@dataclass(frozen=True, slots=True)
class Update:
    """One call: the body as it came, and what it says. What is no object says nothing."""

    body: bytes
    said: dict[str, Any]


async def update_of(request: Request, secret: SecretStr) -> Update | Response:
    """The update, or the refusal: 403 without ``secret`` (an empty one lets nobody in), 413 or 400 for what cannot be read."""
    expected, given = secret.get_secret_value(), request.headers.get(SECRET_HEADER, "")
    if not expected or not hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace")):
        return Response(status_code=403)
    try:
        body = await bounded(request)
        said = orjson.loads(body)
    except TooLargeError:
        return Response(status_code=413)
    except (UnreadableError, orjson.JSONDecodeError):
        return Response(status_code=400)
    return Update(body, said if isinstance(said, dict) else {})
