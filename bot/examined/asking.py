"""One question to a server somewhere, with little patience: whoever waits for the doctor waits for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import orjson

from bot.channels.call import Answer, Caller, NoAnswerError, NotReachedError
from bot.channels.whatsapp.http import PooledHttpClient
from bot.settings import Settings

PATIENCE_SECONDS = 5.0
OK = 200


@dataclass(frozen=True, slots=True)
class Said:
    """``status`` 0: no answer, and ``why`` in a word that names no address. ``at``: the server's own clock, or 0."""

    status: int
    body: Mapping[str, Any]
    at: float = 0.0
    why: str = ""


class Asker:
    """Asks; close it afterwards."""

    def __init__(self, settings: Settings) -> None:
        self._caller = Caller()
        self._twilio = PooledHttpClient(self._caller, settings.twilio_api_url)
        self._account = settings.twilio_account_sid
        self._token = settings.twilio_auth_token.get_secret_value()

    async def ask(self, method: str, url: str, data: bytes | Mapping[str, str] | None = None, **headers: str) -> Said:
        """``headers``: by their names, ``_`` for ``-``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                answer = await self._caller.call(method, url, data=data, headers=named, read_seconds=PATIENCE_SECONDS)
        except (NotReachedError, NoAnswerError) as error:
            return Said(0, {}, why=str(error))
        except TimeoutError:
            return Said(0, {}, why="pas de réponse en 5 secondes")
        return _said(answer)

    async def twilio(self, url: str) -> Said:
        """As our account; goes to another host where the settings say so."""
        auth = aiohttp.encode_basic_auth(self._account, self._token)
        return await self.ask("GET", self._twilio.address(url), Authorization=auth)

    async def close(self) -> None:
        """Close connections."""
        await self._caller.close()


def _said(answer: Answer) -> Said:
    try:
        body = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        body = {}
    try:
        at = parsedate_to_datetime(answer.headers.get("Date", "")).timestamp()
    except (ValueError, TypeError, OverflowError):
        at = 0.0
    return Said(answer.status, body if isinstance(body, dict) else {}, at)
