"""How Twilio's client reaches Twilio: over our pool of connections, with timeouts, and to another host when told.

The library's asynchronous client has no timeout, posts JSON bodies as forms and logs every parameter at DEBUG
(protection B4); so its ``request`` is replaced whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import aiohttp
import orjson
from twilio.http.async_http_client import AsyncTwilioHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from yarl import URL

from bot.channels.call import READ_SECONDS, Caller, NotReachedError

TWILIO = re.compile(r"https://[a-z0-9.-]+\.twilio\.com(?=/)")


class PooledHttpClient(AsyncTwilioHttpClient):  # type: ignore[misc]
    """Twilio's HTTP, done by a ``Caller``; ``api_url`` replaces everything up to ``.twilio.com`` in every product."""

    def __init__(self, caller: Caller, api_url: str = "") -> None:
        super().__init__(pool_connections=False, timeout=READ_SECONDS)
        self._caller = caller
        self._api_url = api_url.rstrip("/")

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  the library's signature
        allow_redirects: bool = False,  # noqa: ARG002, FBT001, FBT002
    ) -> Response:
        """Raises ``NotReachedError`` or ``NoAnswerError``; never sends credentials to a host that is not Twilio's."""
        sent = dict(headers or {})
        if auth:
            sent["Authorization"] = aiohttp.encode_basic_auth(*auth)
        answer = await self._caller.call(
            method,
            str(URL(self.address(url)).update_query(_pairs(params))) if params else self.address(url),
            data=_body(data, sent.get("Content-Type", "")),
            headers=sent,
            read_seconds=timeout or READ_SECONDS,
        )
        return Response(answer.status, answer.body.decode("utf-8", "replace"), answer.headers)

    def address(self, url: str) -> str:
        """Where a call for ``url`` goes; ``NotReachedError`` for a host neither Twilio's nor configured."""
        if self._api_url and (url == self._api_url or url.startswith(f"{self._api_url}/")):
            return url
        if not TWILIO.match(url):
            raise NotReachedError("no connection (the address is not Twilio's)")
        return TWILIO.sub(self._api_url, url, count=1) if self._api_url else url


def _body(data: Mapping[str, Any] | None, content_type: str) -> bytes | aiohttp.FormData | None:
    """JSON where the library says so, without the nulls that its models are full of; else a form, lists repeated."""
    if not data:
        return None
    if content_type == "application/json":
        return orjson.dumps(_without_nulls(data))
    return aiohttp.FormData(_pairs(data))


def _pairs(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    listed = ((name, value if isinstance(value, list | tuple) else (value,)) for name, value in fields.items())
    return [(name, str(one)) for name, values in listed for one in values if one is not None]


def _without_nulls(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [_without_nulls(inner) for inner in value]
    return value
