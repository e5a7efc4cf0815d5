"""A cable between a process and its PostgreSQL that a test may cut, also at the very moment of a commit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, Literal
from urllib.parse import urlsplit, urlunsplit

COMMIT: Final = b"COMMIT"
CHUNK: Final = 65_536

Cut = Literal["", "before commit", "after commit"]


class Cable:
    """``url`` leads through the cable. ``cut_at``: the next commit is lost on its way there, or its answer on its way back."""

    def __init__(self, url: str) -> None:
        self._there = urlsplit(url)
        self.url = ""
        self.cut_at: Cut = ""
        self.cuts = 0
        self._whole = True
        self._ends: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        """Every connection breaks, and no new one comes about."""
        self.cuts += 1
        self._whole = False
        for end in self._ends:
            end.transport.abort()

    def mend(self) -> None:
        """New connections come about again."""
        self._whole = True

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until one of its ends closes or the cable is cut."""
        if not self._whole:
            writer.transport.abort()
            return
        host, port = self._there.hostname, self._there.port
        server_reader, server_writer = await asyncio.open_connection(host, port)
        self._ends |= {writer, server_writer}
        try:
            await asyncio.gather(self._forth(reader, server_writer), self._back(server_reader, writer))
        except OSError:
            return
        finally:
            for end in (writer, server_writer):
                self._ends.discard(end)
                end.transport.abort()

    async def _forth(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK):
            if COMMIT in data and self.cut_at == "before commit":
                self._cut_now()
                return
            writer.write(data)
            await writer.drain()
        writer.close()

    async def _back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK):
            if COMMIT in data and self.cut_at == "after commit":
                self._cut_now()
                return
            writer.write(data)
            await writer.drain()
        writer.close()

    def _cut_now(self) -> None:
        self.cut_at = ""
        self.cut()


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
