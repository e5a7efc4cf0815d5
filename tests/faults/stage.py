"""What all cases share, and the scene that each of them finds: a fresh store, nobody known, its own processes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from redis import Redis

from tests.doubles.telegram_api import TOKEN
from tests.doubles.twilio_api import TOKEN as TWILIO_TOKEN
from tests.doubles.twilio_api import US
from tests.doubles.twilio_records import ACCOUNT
from tests.faults.cases import Case
from tests.faults.look import Look
from tests.faults.nursery import Nursery
from tests.faults.play import Played, Scene
from tests.faults.provider import GROUP, PUBLIC_URL, SECRET, STAFF_SECRET, STAFF_TOKEN, Provider
from tests.faults.service import Service, serving
from tests.faults.stores import NEXT_KEY, Stores
from tests.phone import KEY


@dataclass(frozen=True)
class Stage:
    """Servers, nursery and provider."""

    nursery: Nursery
    stores: Stores
    provider: Provider
    redis: str

    async def play(self, case: Case, folder: Path, *, dies: bool, build: str = "") -> Played:
        """Play ``case``; ``dies`` False: nobody is killed."""
        async with self.scene(case, folder, build) as scene:
            return await scene.play(dies=dies)

    @asynccontextmanager
    async def scene(self, case: Case, folder: Path, build: str = "") -> AsyncIterator[Scene]:
        """A fresh store, nobody known, and no process yet."""
        self.provider.forget()
        self.flush()
        async with self.stores.fresh(case.mode, folder) as url, httpx.AsyncClient() as client:
            look = Look(url)
            try:
                async with serving(
                    Service(case.mode, self.nursery, self._settings(case, url), folder, build)
                ) as service:
                    yield Scene(case, service, self.provider, look, client)
            finally:
                await look.database.close()

    def flush(self) -> None:
        """Redis forgets everything."""
        with Redis.from_url(self.redis) as redis:
            redis.flushall()

    def _settings(self, case: Case, url: str) -> dict[str, str]:
        return {
            **at(self.provider),
            "SIRA_DATABASE_URL": url,
            "SIRA_REDIS_URL": self.redis if case.mode == "service" else "",
            "SIRA_MASTER_KEY_OLD": NEXT_KEY if case.place.host == "keys" else "",
        }


def at(provider: Provider) -> dict[str, str]:
    """Settings by which a process knows both channels, the team's group and these providers."""
    return {
        "SIRA_MASTER_KEY": KEY,
        "SIRA_PEPPER": KEY,
        "SIRA_TELEGRAM_TOKEN": TOKEN,
        "SIRA_TELEGRAM_SECRET": SECRET,
        "SIRA_TELEGRAM_API_URL": provider.url,
        "SIRA_TELEGRAM_STAFF_TOKEN": STAFF_TOKEN,
        "SIRA_TELEGRAM_STAFF_SECRET": STAFF_SECRET,
        "SIRA_TELEGRAM_STAFF_CHAT": str(GROUP),
        "SIRA_PUBLIC_URL": PUBLIC_URL,
        "SIRA_TWILIO_ACCOUNT_SID": ACCOUNT,
        "SIRA_TWILIO_AUTH_TOKEN": TWILIO_TOKEN,
        "SIRA_TWILIO_FROM": US,
        "SIRA_TWILIO_API_URL": provider.url,
    }
