"""Files that people sent over WhatsApp, fetched from Twilio.

The address is built from ids, never taken from the form; Twilio then redirects to its store. Each step is on an
allow-list, the credentials stay at the first one, and no step leads into a private network (protection C4): otherwise a
forged redirect could read the machine's own services or carry the account's token away.
"""

from __future__ import annotations

import ipaddress
import re
import socket

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from bot.channels.call import Answer, Caller, NoAnswerError, NotReachedError
from bot.channels.media import MEDIA_BYTES_MAX, MediaRefusedError, MediaUnreachableError, checked

TWILIO_API = "https://api.twilio.com"
STORES = frozenset(
    {"api.twilio.com", "media.twiliocdn.com", "mms.twiliocdn.com", "s3-external-1.amazonaws.com"}
)  # where Twilio's media addresses lead, November 2026
REDIRECTS_MAX = 3
REFERENCE = re.compile(r"([A-Z]{2}[0-9A-Za-z]{32})/([A-Z]{2}[0-9A-Za-z]{32})")
MOVED = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({404, 410})


class PublicResolver(AbstractResolver):
    """Names as addresses, without those of private networks; ``trusted`` hosts were named by the operator.

    ``names`` answers first; by default the system's resolver, made at the first name, inside the running loop.
    """

    def __init__(self, trusted: frozenset[str], names: AbstractResolver | None = None) -> None:
        self._trusted = trusted
        self._names = names

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Raises ``OSError`` when a public name has no public address."""
        if self._names is None:
            self._names = ThreadedResolver()
        found = await self._names.resolve(host, port, family)
        if host in self._trusted:
            return found
        public = [address for address in found if ipaddress.ip_address(address["host"]).is_global]
        if not public:
            raise OSError(f"{host} has no public address")
        return public

    async def close(self) -> None:
        """Close what resolves."""
        if self._names is not None:
            await self._names.close()


class MediaFetcher:
    """Fetches by ``MessageSid/MediaSid``. ``api_url`` as in the settings; empty for Twilio itself."""

    def __init__(self, account_sid: str, auth_token: str, api_url: str = "") -> None:
        self._base = (api_url or TWILIO_API).rstrip("/")
        self._own = URL(self._base)
        self._account = account_sid
        self._authorization = aiohttp.encode_basic_auth(account_sid, auth_token)
        self._caller = Caller(PublicResolver(frozenset({self._own.host or ""} if api_url else ())))

    async def fetch(self, reference: str) -> bytes:
        """At most 16 MB, of a known kind by its first bytes.

        Raises ``MediaRefusedError`` for good, ``MediaUnreachableError`` when a later try may work.
        """
        ids = REFERENCE.fullmatch(reference)
        if not ids:
            raise MediaRefusedError("the file has no Twilio id")
        url = URL(f"{self._base}/2010-04-01/Accounts/{self._account}/Messages/{ids[1]}/Media/{ids[2]}")
        headers = {"Authorization": self._authorization}
        for _ in range(1 + REDIRECTS_MAX):
            answer = await self._get(url, headers)
            if answer.status not in MOVED:
                return _file(answer)
            url, headers = self._next(url, answer.headers.get("Location", "")), {}
        raise MediaRefusedError("the file's address leads on and on")

    def _next(self, url: URL, location: str) -> URL:
        try:
            target = url.join(URL(location))
        except ValueError:
            raise MediaRefusedError("the file's address leads nowhere") from None
        own = (target.scheme, target.host, target.port) == (self._own.scheme, self._own.host, self._own.port)
        store = target.scheme == "https" and target.host in STORES and target.port == 443  # noqa: PLR2004
        if not own and not store:
            raise MediaRefusedError("the file's address leads to a host that is not Twilio's")
        return target

    async def _get(self, url: URL, headers: dict[str, str]) -> Answer:
        try:
            return await self._caller.call("GET", str(url), headers=headers, bytes_max=MEDIA_BYTES_MAX)
        except (NotReachedError, NoAnswerError) as error:
            raise MediaUnreachableError(str(error)) from None

    async def close(self) -> None:
        """Close connections."""
        await self._caller.close()


def _file(answer: Answer) -> bytes:
    if answer.status in GONE:
        raise MediaRefusedError("Twilio has this file no more")
    if answer.status != 200:  # noqa: PLR2004
        raise MediaUnreachableError(f"Twilio answered {answer.status} for a file")
    return checked(answer.body)
