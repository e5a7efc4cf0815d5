"""`sira serve` as a process of its own, which a test may kill at any moment, and a provider that does not give up."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import httpx

from tests.doubles.telegram_api import TelegramApi
from tests.forked import Forked

QUIETLY: Final = "import os; os.dup2(os.open(os.devnull, os.O_WRONLY), 1)"
START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 20
PAUSE_SECONDS: Final = 0.05


class Serve:
    """The process, at ``url``; killed and started again on the same address and the same store."""

    def __init__(self, port: int, settings: dict[str, str]) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.store = settings["SIRA_DATABASE_URL"]
        self.path = self.store.removeprefix("sqlite:///")
        self._arguments = ("serve", "--port", str(port))
        self._settings = settings
        self._process: Forked | None = None

    def start(self) -> None:
        """Return once it is ready."""
        self._process = Forked(self._arguments, self._settings, QUIETLY)
        until = time.monotonic() + START_SECONDS
        while not self._ready():
            assert self._process.poll() is None, "sira serve ended by itself"
            assert time.monotonic() < until, "sira serve is never ready"
            time.sleep(PAUSE_SECONDS)

    def kill(self) -> None:
        """SIGKILL: no goodbye, no last write."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """The orderly end."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(STOP_SECONDS)

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz").status_code == 200
        except httpx.TransportError:
            return False

    async def takes(self, client: httpx.AsyncClient, api: TelegramApi, update: dict[str, Any]) -> int:
        """Post ``update`` until it is taken, as Telegram does. How often it was posted."""
        tries = 0
        async with asyncio.timeout(START_SECONDS):
            while True:
                tries += 1
                try:
                    answer = await client.post(f"{self.url}/webhook/telegram", json=update, headers=api.headers())
                except httpx.TransportError:
                    answer = None  # nobody is there, or it was killed over it
                if answer is not None and answer.status_code == 200:
                    return tries
                await asyncio.sleep(PAUSE_SECONDS)


@contextmanager
def serving(port: int, settings: dict[str, str]) -> Iterator[Serve]:
    """A process that is ready now and gone afterwards."""
    process = Serve(port, settings)
    try:
        process.start()
        yield process
    finally:
        process.stop()
