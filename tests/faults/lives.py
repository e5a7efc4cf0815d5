"""What people do in a case: what came before, the one message over which a process dies, and what they write afterwards."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final

import httpx

from tests.faults.points import Kind
from tests.faults.provider import PAUSE_SECONDS, POST_SECONDS, Provider
from tests.faults.stores import PASSWORD, WORKER

HELLO: Final = ("bonjour", "1", "1", "1")
"""Up to the question of where they are."""
DANGER: Final = "je ne veux plus vivre"
HELP: Final = ("je veux parler à quelqu'un", "ma question")
ERASE: Final = "effacer"
REPLY: Final = "Venez lundi à neuf heures au centre."
SOUND: Final = b"OggS" + bytes(range(256))
AFTER: Final[dict[Kind, str]] = {
    "routine": "kayes", "button": "kayes", "urgent": "1", "voice": "1", "forget": "bonjour", "reply": "merci",
}  # fmt: skip


@dataclass
class Life:
    """One person at ``chat``. ``erased``: they go through all of ``kind`` and then ask to be forgotten."""

    kind: Kind
    chat: int
    provider: Provider
    client: httpx.AsyncClient
    url: str
    erased: bool = False
    desk: Desk | None = None
    conversation: str = ""
    last: int = field(default=0)

    def before(self) -> list[str]:
        """The lines up to the message that counts, but for what only ``act`` can do."""
        lines = list(HELLO)
        if self.kind == "forget":
            lines.append(ERASE)
        if self.kind == "reply":
            lines += HELP
        return lines

    async def says(self, words: str) -> None:
        """Write, and be acknowledged in the end."""
        await self._sends(self.provider.people.person_writes(self.chat, words))

    async def act(self) -> None:
        """The message that counts. Returns when it was taken, however often that had to be tried."""
        people = self.provider.people
        match self.kind:
            case "routine" | "forget":
                await self.says("1")
            case "button":
                await self._taps(0)
            case "urgent":
                await self.says(DANGER)
            case "voice":
                sound = people.person_sends(self.chat, "voice", SOUND, duration=2, mime_type="audio/ogg")
                await self._sends(sound)
            case "reply":
                assert self.desk is not None
                await self.desk.replies(self.conversation, REPLY)

    async def confirm(self) -> None:
        """Yes, erase everything."""
        if self.kind == "button":
            await self._taps(0)
        else:
            await self.says("1")

    async def _taps(self, number: int) -> None:
        (label, _) = self.provider.people.seen(self.chat)[-1].buttons[number]
        await self._sends(self.provider.people.person_taps(self.chat, label))

    async def _sends(self, update: dict[str, Any]) -> None:
        self.last = update["update_id"]
        await self.provider.deliver(self.client, self.url, self.chat, update)


@dataclass
class Desk:
    """A worker's browser. When the server is gone she loads the page again, and writes again what does not stand there."""

    client: httpx.AsyncClient
    url: str
    tries: int = 0
    html: str = ""

    async def opens(self, conversation: str) -> None:
        """Sign in, and have the conversation's page before one."""
        form = {"login": WORKER, "password": PASSWORD, "code": ""}
        answer = await self.client.post(f"{self.url}/desk/login", data=form, timeout=POST_SECONDS)
        assert answer.status_code == 303, answer.status_code
        self.html = await self._page(f"{self.url}/desk/c/{conversation}")

    async def replies(self, conversation: str, words: str) -> None:
        """Returns when the words stand in the thread."""
        at = f"{self.url}/desk/c/{conversation}"
        html = self.html
        while True:
            self.tries += 1
            form = {
                "csrf": _field(html, "csrf"),
                "version": _field(html, "version"),
                "seen": _field(html, "seen"),
                "anyway": "1",
            }
            try:
                answer = await self.client.post(f"{at}/reply", data={**form, "text": words}, timeout=POST_SECONDS)
                if answer.status_code == 303:
                    return
                assert answer.status_code >= 500, (answer.status_code, _words(answer.text)[-600:])
            except httpx.TransportError:
                pass
            html = await self._page(at)
            if words in _thread(html):
                return

    async def _page(self, at: str) -> str:
        while True:
            try:
                answer = await self.client.get(at, timeout=POST_SECONDS)
            except httpx.TransportError:
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            assert answer.status_code == 200, answer.status_code
            return answer.text


def _field(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    return found[1] if found else ""


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _thread(html: str) -> str:
    """What was said, without what stands in the form or is kept unsent."""
    return _words(re.sub(r"<textarea.*?</textarea>|<blockquote.*?</blockquote>", "", html, flags=re.DOTALL))
