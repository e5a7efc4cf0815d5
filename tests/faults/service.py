"""Sira as it is run, embedded or as a service, in processes of its own on a fresh store."""

from __future__ import annotations

import asyncio
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
    """The processes of one mode, by role."""

    mode: str
    nursery: Nursery
    settings: dict[str, str]
    folder: Path
    build: str = ""
    port: int = field(default_factory=free_port)
    running: dict[str, Child] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def host_of(self, host: Host) -> str:
        """The process that does the work of ``host`` in this mode."""
        return host if self.mode == "service" else "web"

    async def start(self, role: str, wrap: dict[str, Any] | None = None) -> Child:
        """Start one process; returns when it is ready. ``wrap`` dooms it."""
        command = COMMANDS[self.mode][role]
        args = [command, *(["--port", str(self.port)] if role == "web" else [])]
        log, ready = self.folder / f"{command}.log", self.folder / f"{command}.ready"
        ready.unlink(missing_ok=True)
        child = await asyncio.to_thread(self.nursery.start, args, self.settings, log, ready, wrap, self.build)
        self.running[role] = child
        if role == "web":
            async with httpx.AsyncClient() as client:
                await until(lambda: self._answers(client, child), "web answers")
        else:
            await until(lambda: self._alive(child) and ready.exists(), f"{role} is ready")
        return child

    @staticmethod
    def _alive(child: Child) -> bool:
        assert not child.ended.is_set(), f"{child.name} ended by itself ({child.signal}):\n{child.said()}"
        return True

    async def _answers(self, client: httpx.AsyncClient, child: Child) -> bool:
        assert self._alive(child)
        try:
            return (await client.get(f"{self.url}/healthz")).status_code == 200
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
