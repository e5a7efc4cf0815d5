"""Sira as it is run, embedded or as a service, in processes of its own on a fresh store."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from tests.faults.nursery import Child, Nursery
from tests.faults.points import Host
from tests.servers import free_port

PATIENCE_SECONDS: Final = 60.0
PAUSE_SECONDS: Final = 0.05
ROLES: Final[dict[str, tuple[Host, ...]]] = {"service": ("web", "worker", "sender"), "embedded": ("web",)}
COMMANDS: Final = {"service": {"web": "web", "worker": "worker", "sender": "sender"}, "embedded": {"web": "serve"}}


@dataclass
class Service:
    """The processes of one mode, by name: a role, or a role and a number (``web.2``).

    ``sweep``: seconds between their looks at the store; 0: often, so that no case waits for one.
    """

    mode: str
    nursery: Nursery
    settings: dict[str, str]
    folder: Path
    build: str = ""
    sweep: float = 0.0
    running: dict[str, Child] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=lambda: defaultdict(free_port))

    @property
    def url(self) -> str:
        """Where the only web is."""
        return self.url_of("web")

    def url_of(self, name: str) -> str:
        """Where a web is; it keeps its port over its deaths."""
        return f"http://127.0.0.1:{self.ports[name]}"

    def host_of(self, host: Host) -> str:
        """The process that does the work of ``host`` in this mode."""
        return host if self.mode == "service" or host == "keys" else "web"

    async def rotate(self, wrap: dict[str, Any] | None = None) -> Child:
        """``sira keys rotate``, to its end or its death: from the key that everybody has to the one that they know besides."""
        keys = self.settings["SIRA_MASTER_KEY_OLD"], self.settings["SIRA_MASTER_KEY"]
        settings = self.settings | dict(zip(("SIRA_MASTER_KEY", "SIRA_MASTER_KEY_OLD"), keys, strict=True))
        log, ready = self.folder / "keys.log", self.folder / "keys.ready"
        child = await asyncio.to_thread(self.nursery.start, ["keys", "rotate"], settings, log, ready, wrap, self.build)
        await until(child.ended.is_set, "the rotation ends")
        return child

    async def start(self, name: str, wrap: dict[str, Any] | None = None) -> Child:
        """Start one process; returns when it is ready. ``wrap`` dooms it."""
        role = name.partition(".")[0]
        command = COMMANDS[self.mode][role]
        args = [command, *(["--port", str(self.ports[name])] if role == "web" else [])]
        log, ready = self.folder / f"{name}.log", self.folder / f"{name}.ready"
        ready.unlink(missing_ok=True)
        child = await asyncio.to_thread(
            self.nursery.start, args, self.settings, log, ready, wrap, self.build, self.sweep
        )
        self.running[name] = child
        if role == "web":
            async with httpx.AsyncClient() as client:
                await until(lambda: self._answers(client, child, self.url_of(name)), "web answers")
        else:
            await until(lambda: self._alive(child) and ready.exists(), f"{name} is ready")
        return child

    @staticmethod
    def _alive(child: Child) -> bool:
        assert not child.ended.is_set(), f"{child.name} ended by itself ({child.signal}):\n{child.said()}"
        return True

    async def _answers(self, client: httpx.AsyncClient, child: Child, url: str) -> bool:
        assert self._alive(child)
        try:
            return (await client.get(f"{url}/healthz")).status_code == 200
        except httpx.TransportError:
            return False

    async def close(self) -> None:
        """Kill whoever is left: the case is over, and an orderly end is proved elsewhere."""
        for child in self.running.values():
            await asyncio.to_thread(child.kill)


@asynccontextmanager
async def serving(service: Service) -> AsyncIterator[Service]:
    """The service, gone afterwards."""
    try:
        yield service
    finally:
        await service.close()


async def until(ready: Any, what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until ``ready()``, which may be asynchronous."""
    try:
        async with asyncio.timeout(seconds):
            while not await _now(ready):  # noqa: ASYNC110 — what is waited for is in another process
                await asyncio.sleep(PAUSE_SECONDS)
    except TimeoutError:
        raise AssertionError(f"it never came: {what}") from None


async def _now(ready: Any) -> bool:
    found = ready()
    return bool(await found if asyncio.iscoroutine(found) else found)
