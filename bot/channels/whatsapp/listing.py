"""Twilio's list of messages: what it has of ours, and what it has for us.

Read plainly rather than by the library's own types, which fail whole on a date that they cannot read. The list comes
newest first; a page that is older than what is looked for is the last one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import orjson

from bot.channels.call import NoAnswerError, NotReachedError
from bot.channels.untrusted import integer, items, text
from bot.channels.whatsapp.http import PooledHttpClient
from bot.channels.whatsapp.status import Status, status_of
from bot.channels.wire import Retry

API = "https://api.twilio.com"
PAGE = 100  # of at most 1000 (Twilio, Messages resource, « PageSize »)
PAGES_MAX = 200  # 20,000 messages: more than a day of the largest sender
FILES_MAX = 10
OK = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """One message. ``at``: when Twilio made it, UTC seconds. ``files``: how many it carries. ``news``: how far it got, None
    for one of theirs or a word that we do not know.
    """

    sid: str
    sender: str
    to: str
    body: str
    at: int
    files: int
    inbound: bool
    news: Status | None

    @property
    def failed(self) -> bool:
        """Whether it never arrived."""
        return self.news is not None and self.news.state == "failed"


class Listing:
    """Reads the list of one account."""

    def __init__(self, http: PooledHttpClient, account: str, token: str) -> None:
        self._http = http
        self._auth = (account, token)
        self._home = f"{API}/2010-04-01/Accounts/{account}/Messages"

    async def messages(self, since: int, **who: str) -> list[Listed] | Retry:
        """Those made from ``since`` on, oldest first; ``who``: ``To``, ``From`` as Twilio names them."""
        found: list[Listed] = []
        url, params = f"{self._home}.json", {**who, "PageSize": str(PAGE)}
        for _ in range(PAGES_MAX):
            page = await self._get(url, params)
            if isinstance(page, Retry):
                return page
            listed = [one for one in map(_listed, items(page, "messages")) if one is not None]
            found += [one for one in listed if one.at >= since]
            following = text(page, "next_page_uri")
            if not following.startswith("/") or all(one.at < since for one in listed):
                break
            url, params = API + following, {}
        return sorted(found, key=lambda one: (one.at, one.sid))

    async def files(self, sid: str) -> list[tuple[str, str]] | Retry:
        """Media id and content type of the files of one message."""
        page = await self._get(f"{self._home}/{sid}/Media.json", {})
        if isinstance(page, Retry):
            return page
        return [(text(one, "sid"), text(one, "content_type")) for one in items(page, "media_list")[:FILES_MAX]]

    async def _get(self, url: str, params: dict[str, str]) -> dict[str, Any] | Retry:
        try:
            answer = await self._http.request("GET", url, params=params, auth=self._auth)
            found = orjson.loads(answer.text) if answer.status_code == OK else None
        except (NotReachedError, NoAnswerError) as error:
            return Retry(None, f"Twilio's list could not be read: {error}")
        except ValueError:
            found = None
        return found if isinstance(found, dict) else Retry(None, "Twilio's list could not be read")


def _listed(raw: Mapping[str, Any]) -> Listed | None:
    """None for what has no readable time."""
    try:
        at = int(parsedate_to_datetime(text(raw, "date_created") or text(raw, "date_sent")).timestamp())
    except (ValueError, TypeError, OverflowError):
        return None
    files = text(raw, "num_media")
    return Listed(
        sid=text(raw, "sid"),
        sender=text(raw, "from"),
        to=text(raw, "to"),
        body=text(raw, "body"),
        at=at,
        files=int(files) if files.isdecimal() else 0,
        inbound=text(raw, "direction") == "inbound",
        news=status_of(text(raw, "sid"), text(raw, "status"), integer(raw, "error_code") or 0),
    )
