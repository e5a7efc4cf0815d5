"""A cable between a process and its PostgreSQL that a test may cut, also at any moment of a turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit, urlunsplit

CHUNK: Final = 65_536


class Cable:
    """``url`` leads through the cable. ``whole``: it is not cut now; ``cuts``: how often it was."""

    def __init__(self, url: str) -> None:
        self._there = urlsplit(url)
        self.url = ""
        self.cuts = 0
        self.whole = True
        self._left = 0
        self._heard = False
        self._ends: set[asyncio.StreamWriter] = set()
        self._unanswered: set[asyncio.Event] = set()

    def cut(self) -> None:
        """Every connection breaks, and no new one comes about."""
        self.cuts += 1
        self._left = 0
        self.whole = False
        for end in self._ends:
            end.transport.abort()

    def cut_at(self, word: int, *, heard: bool) -> None:
        """Cut when the process sends its ``word``-th word from now; ``heard``: the server hears it, its answer is lost."""
        self._left, self._heard = word, heard

    def mend(self) -> None:
        """New connections come about again; no cut is planned any more, nor one for an answer that is still to come."""
        self._left = 0
        self.whole = True
        for word in self._unanswered:
            word.clear()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until one of its ends closes or the cable is cut."""
        if not self.whole:
            writer.transport.abort()
            return
        server_reader, server_writer = await asyncio.open_connection(self._there.hostname, self._there.port)
        self._ends |= {writer, server_writer}
        unanswered = asyncio.Event()
        self._unanswered.add(unanswered)
        try:
            await asyncio.gather(
                self._forth(reader, server_writer, unanswered), self._back(server_reader, writer, unanswered)
            )
        except OSError:
            return
        finally:
            self._unanswered.discard(unanswered)
            for end in (writer, server_writer):
                self._ends.discard(end)
                end.transport.abort()

    async def _forth(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, unanswered: asyncio.Event
    ) -> None:
        while data := await reader.read(CHUNK):
            now = self._left == 1
            self._left = max(0, self._left - 1)
            if now and not self._heard:
                self.cut()
                return
            if now:
                unanswered.set()
            writer.write(data)
            await writer.drain()
        writer.close()

    async def _back(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, unanswered: asyncio.Event
    ) -> None:
        while data := await reader.read(CHUNK):
            if unanswered.is_set():
                self.cut()
                return
            writer.write(data)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def cable(url: str) -> AsyncIterator[Cable]:
    """A cable to the server at ``url``, whole at first."""
    made = Cable(url)
    server = await asyncio.start_server(made.carry, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    there = urlsplit(url)
    user = f"{there.netloc.rpartition('@')[0]}@" if "@" in there.netloc else ""
    made.url = urlunsplit(there._replace(netloc=f"{user}127.0.0.1:{port}"))
    try:
        yield made
    finally:
        made.cut()
        server.close()
        await server.wait_closed()
