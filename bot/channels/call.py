"""HTTP calls to providers: explicit timeouts, and two kinds of failure that the sender must tell apart.

Nothing here logs, and no error carries an address: Telegram's addresses hold the bot's token (protection B4).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import aiohttp

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
CONNECTIONS_MAX = 100  # a process; the sender paces below this
IDLE_SECONDS = 30.0  # Telegram drops idle connections at 60 s; a dropped one would make a send uncertain
ANSWER_BYTES_MAX = 8 * 1024 * 1024  # getUpdates answers with up to 100 updates; no answer of a provider is larger


class NotReachedError(Exception):
    """No connection was made: nothing can have arrived."""


class NoAnswerError(Exception):
    """The request went out and no whole answer came: it may have arrived."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Caller:
    """One pool of connections, opened at the first call because it must be made inside the running loop."""

    def __init__(self, resolver: aiohttp.abc.AbstractResolver | None = None) -> None:
        self._resolver = resolver
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    async def call(
        self,
        method: str,
        url: str,
        *,
        data: bytes | aiohttp.FormData | Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        read_seconds: float = READ_SECONDS,
        bytes_max: int = ANSWER_BYTES_MAX,
    ) -> Answer:
        """One request, redirects not followed, at most ``bytes_max`` + 1 bytes of the answer read.

        Raises ``NotReachedError`` or ``NoAnswerError``, nothing else that a network can cause.
        """
        try:
            async with self._open().request(
                method, url, data=data, headers=headers, timeout=_timeout(read_seconds), allow_redirects=False
            ) as response:
                return Answer(response.status, response.headers, await _read(response, bytes_max))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise NotReachedError(f"no connection ({type(error).__name__})") from None
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError, OSError) as error:
            raise NoAnswerError(f"no answer ({type(error).__name__})") from None

    async def close(self) -> None:
        """Close the connections for good: a call that comes too late is not made, and opens nothing that nobody closes."""
        self._closed = True
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._closed:
            raise NotReachedError("this process is stopping")
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=CONNECTIONS_MAX, keepalive_timeout=IDLE_SECONDS, resolver=self._resolver
            )
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        return self._session


@lru_cache(maxsize=16)
def _timeout(read_seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(
        total=CONNECT_SECONDS + 2 * read_seconds, connect=CONNECT_SECONDS, sock_read=read_seconds
    )


async def _read(response: aiohttp.ClientResponse, bytes_max: int) -> bytes:
    """The body up to ``bytes_max`` and one more, by which a caller sees that it was too long."""
    parts, room = [], bytes_max + 1
    while room > 0 and (part := await response.content.read(room)):
        parts.append(part)
        room -= len(part)
    return b"".join(parts)
