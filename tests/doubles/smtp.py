"""A mail server, for tests: it refuses a dialogue that RFC 5321 does not allow, and keeps what it took."""

from __future__ import annotations

import asyncio
import base64
import re
import ssl
import threading
from collections import deque
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Self

LOGIN, PASSWORD = "sira", "un mot de passe"
LINE_MAX = 1000  # RFC 5321, 4.5.3.1.6, with its CRLF
PATH = r"<([^<>\s@]+@[^<>\s@]+)>"


@dataclass(frozen=True, slots=True)
class Mail:
    """What was taken, and how it came."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    tls: bool
    login: str

    @property
    def words(self) -> str:
        return str(self.message.get_content()).replace("\r\n", "\n")


@dataclass(slots=True)
class Talk:
    """Where one connection stands."""

    tls: bool
    greeted: bool = False
    login: str = ""
    sender: str = ""
    recipients: list[str] = field(default_factory=list)


class MailServer:
    """A context manager. ``tls``: offers STARTTLS, or with ``at_once`` speaks TLS from the first byte.

    ``asks_login``: takes nothing from who has not signed in. ``fail_next`` (verb, answer) is met once each.
    """

    def __init__(self, tls: ssl.SSLContext | None = None, *, at_once: bool = False, asks_login: bool = False) -> None:
        self.port = 0
        self.taken: list[Mail] = []
        self.wrong: list[str] = []
        self.heard: list[str] = []
        self._tls, self._at_once, self._asks_login = tls, at_once, asks_login
        self._faults: deque[tuple[str, str]] = deque()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def fail_next(self, *faults: tuple[str, str]) -> None:
        """Answer the next such verb with this line instead; an empty line closes the connection."""
        self._faults.extend(faults)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10), "the mail server did not start"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._loop is not None
        assert self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        assert self.wrong == [], "a wrong dialogue"

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0, ssl=self._tls if self._at_once else None)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = Talk(tls=self._at_once)
        try:
            await self._say(writer, "220 double.test ESMTP")
            while line := await reader.readline():
                if not await self._line(talk, line, reader, writer):
                    break
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            return  # the client went away
        finally:
            writer.close()

    async def _line(self, talk: Talk, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        words = line.removesuffix(b"\r\n").decode("ascii", "replace")
        verb = words.partition(" ")[0].upper()
        self.heard.append(verb)
        if self._faults and self._faults[0][0] == verb:
            _, answer = self._faults.popleft()
            if not answer:
                return False
            await self._say(writer, answer)
            return not answer.startswith("421")
        if not line.endswith(b"\r\n"):
            return await self._refuse(writer, 500, f"no CRLF after {verb}")
        if verb == "QUIT":
            await self._say(writer, "221 Bye")
            return False
        if verb == "STARTTLS" and self._tls is not None and not talk.tls:
            await self._say(writer, "220 Go ahead")
            await writer.start_tls(self._tls)
            talk.tls, talk.greeted = True, False
            return True
        if verb == "DATA" and talk.sender and talk.recipients:
            return await self._data(talk, reader, writer)
        return await self._verb(talk, verb, words, reader, writer)

    async def _verb(
        self, talk: Talk, verb: str, words: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        if verb == "EHLO" and words.partition(" ")[2]:
            talk.greeted = True
            offers = ["double.test", "SIZE 10000000", "8BITMIME"]
            offers += ["STARTTLS"] if self._tls and not talk.tls else []
            offers += ["AUTH PLAIN"] if talk.tls else []
            for place, offer in enumerate(offers):
                await self._say(writer, f"250{' ' if place == len(offers) - 1 else '-'}{offer}")
            return True
        if not talk.greeted:
            return await self._refuse(writer, 503, f"{verb} before EHLO")
        if verb in {"RSET", "NOOP"}:
            talk.sender, talk.recipients = "", []
            await self._say(writer, "250 OK")
            return True
        if verb == "AUTH" and talk.tls:
            return await self._auth(talk, words, writer)
        if self._asks_login and not talk.login:
            await self._say(writer, "530 5.7.0 Authentication required")
            return True
        if verb == "MAIL" and not talk.sender and (found := re.match(rf"MAIL FROM:{PATH}( |$)", words)):
            talk.sender = found[1]
            await self._say(writer, "250 OK")
            return True
        if verb == "RCPT" and talk.sender and (found := re.match(rf"RCPT TO:{PATH}$", words)):
            if found[1].startswith("nobody"):
                await self._say(writer, "550 5.1.1 No such user")
            else:
                talk.recipients.append(found[1])
                await self._say(writer, "250 OK")
            return True
        return await self._refuse(writer, 503, words)

    async def _auth(self, talk: Talk, words: str, writer: asyncio.StreamWriter) -> bool:
        given = base64.b64decode(words.rpartition(" ")[2]).decode().split("\0")[1:]
        fits = words.startswith("AUTH PLAIN ") and given == [LOGIN, PASSWORD]
        talk.login = LOGIN if fits else ""
        await self._say(writer, "235 OK" if fits else "535 5.7.8 Wrong")
        return True

    async def _data(self, talk: Talk, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        await self._say(writer, "354 Go on")
        lines = []
        while (line := await reader.readline()) != b".\r\n":
            if not line.endswith(b"\r\n") or len(line) > LINE_MAX or line.count(b"\r") > 1:
                return await self._refuse(writer, 554, "a line of the message that is none")
            lines.append(line.removeprefix(b"."))
        if self._faults and self._faults[0][0] == "END":
            _, answer = self._faults.popleft()
            if not answer:
                return False
            await self._say(writer, answer)
            return True
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        missing = [name for name in ("From", "To", "Subject", "Date", "Message-ID") if not message[name]]
        if missing or message.defects:
            return await self._refuse(writer, 554, f"a message without {missing}, with {message.defects}")
        self.taken.append(Mail(talk.sender, tuple(talk.recipients), message, talk.tls, talk.login))
        talk.sender, talk.recipients = "", []
        await self._say(writer, "250 OK queued")
        return True

    async def _refuse(self, writer: asyncio.StreamWriter, code: int, why: str) -> bool:
        self.wrong.append(why)
        await self._say(writer, f"{code} {why}")
        return False

    async def _say(self, writer: asyncio.StreamWriter, line: str) -> None:
        writer.write(f"{line}\r\n".encode())
        await writer.drain()
