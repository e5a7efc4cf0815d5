"""``python -m tests.faults.drill``: the service mode is broken in seven ways while people talk; each is said as it happens,
and the ledger comes at the end. Exit 1 when anything was lost or done twice.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import httpx
from rich.console import Console
from rich.table import Table

from bench import results
from tests.doubles.server import Fault
from tests.doubles.telegram_http import error_body
from tests.doubles.telegram_rules import Refusal
from tests.faults.account import Account, account
from tests.faults.arena import arena
from tests.faults.carrier import WHATSAPP_FROM, Carrier
from tests.faults.crowd import Crowd, Person, Trouble
from tests.faults.fleet import Fleet, fleet
from tests.faults.look import Look
from tests.faults.outage import Outage
from tests.faults.stage import Stage, at

PEOPLE, TALK_SECONDS = 30, 80.0
BETWEEN_SECONDS: Final = 8.0
AWAY_SECONDS: Final = 5.0
PATIENCE_SECONDS: Final = 120.0
DRAIN_SECONDS: Final = 100.0
CALM: Final = 1200
TROUBLE: Final = Trouble(twice=0.1)
MANY: Final = 1000
TITLE: Final = "Exercice : sept pannes pendant que des personnes parlent"


@dataclass
class Drill:
    """One drill over a fleet. ``in_hand``: messages that were being sent when the sender died."""

    running: Fleet
    stage: Stage
    outage: Outage
    look: Look
    console: Console
    in_hand: int = 0
    told: list[tuple[str, str]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    async def held(self) -> Account:
        """Everybody talks, everything breaks, and the ledger."""
        async with httpx.AsyncClient() as client:
            carrier = Carrier(self.stage.provider, client, self.running.webs)
            news = asyncio.create_task(carrier.bring_news())
            try:
                calm = await self._calm(carrier)
                people = [Person(number) for number in range(PEOPLE)]
                crowd = Crowd(carrier, people, TROUBLE, random.Random(1), PATIENCE_SECONDS)
                self.say(f"{PEOPLE} personnes commencent à écrire, sur Telegram et sur WhatsApp.")
                talking = asyncio.create_task(crowd.talk(TALK_SECONDS))
                await self._break()
                self.say("Plus rien ne casse. On attend que tout soit dit.")
                await talking
                left = await self._drained()
            finally:
                news.cancel()
        made = await account(people, self.stage.provider.ledger, self.look, calm, self.in_hand)
        made.faults += [f"I7: still to do: {left}"] if left else []
        return made

    def say(self, line: str) -> None:
        """One line, with the second."""
        self.console.print(f"{time.monotonic() - self.began:5.0f} s  {line}", markup=False)

    async def _calm(self, carrier: Carrier) -> dict[tuple[bool, bool], list[str]]:
        people = [Person(CALM + number) for number in range(4)]
        await Crowd(carrier, people, Trouble(), random.Random(0), PATIENCE_SECONDS, think=0.0).talk(0.0)
        await self._drained()
        heard = self.stage.provider.ledger.heard
        return {(one.chat >= WHATSAPP_FROM, one.urgent): heard(one.chat) for one in people}

    async def _break(self) -> None:
        ways: tuple[tuple[str, str, Callable[[], Awaitable[str]]], ...] = (
            ("un web", "On tue un processus web (kill -9) ; l'autre prend tout.", lambda: self._killed("web.2")),
            ("un worker", "On tue un worker.", lambda: self._killed("worker.1")),
            ("le sender", "On tue le seul sender : plus rien ne part.", self._sender),
            ("Redis", "On vide Redis.", self._flushed),
            ("PostgreSQL", "On coupe PostgreSQL net, puis on le relance.", self._restarted),
            ("les fournisseurs", "Telegram et Twilio répondent 500, ou plus rien.", self._refused),
            ("le disque", "La base passe en lecture seule, comme un disque plein.", self._read_only),
        )
        for number, (what, line, broken) in enumerate(ways, start=1):
            self.say(f"Panne {number} : {line}")
            after = await broken()
            self.say(f"          {after}")
            self.told.append((what, f"{line} {after}"))
            await asyncio.sleep(BETWEEN_SECONDS)

    async def _killed(self, name: str) -> str:
        seconds = await asyncio.to_thread(self.running.kill, name)
        return f"Un autre {name} a démarré après {seconds:.0f} s."

    async def _sender(self) -> str:
        killed = asyncio.create_task(self._killed("sender.1"))
        await asyncio.sleep(0.2)
        self.in_hand += await self.look.in_hand()
        return await killed

    async def _flushed(self) -> str:
        await asyncio.to_thread(self.outage.forget)
        return "Les réponses attendent au plus le prochain passage (2 s)."

    async def _restarted(self) -> str:
        began = time.monotonic()
        await self.outage.restart()
        return f"Elle est revenue après {time.monotonic() - began:.0f} s ; entre-temps les fournisseurs entendent 503."

    async def _refused(self) -> str:
        broken = Fault(500, error_body(Refusal(500, "Internal Server Error")))
        silent = Fault(hang=True, seconds=AWAY_SECONDS)
        self.stage.provider.fail_next(*([broken, broken, silent] * MANY))
        await asyncio.sleep(AWAY_SECONDS)
        self.stage.provider.fail_never()
        return "Ils répondent de nouveau ; les envois sont repris dans l'ordre."

    async def _read_only(self) -> str:
        await self.outage.read_only(True)
        await asyncio.sleep(AWAY_SECONDS)
        await self.outage.read_only(False)
        return "Elle écrit de nouveau ; ce qui n'était pas reçu revient."

    async def _drained(self) -> dict[str, int]:
        end = time.monotonic() + DRAIN_SECONDS
        left = dict(await self.look.unfinished())
        while left and time.monotonic() < end:
            await asyncio.sleep(1.0)
            left = dict(await self.look.unfinished())
        return left


def rows(made: Account) -> list[tuple[str, str]]:
    """The ledger, in French."""
    return [
        ("personnes", str(made.people)),
        ("messages envoyés", str(made.sent)),
        ("répondus", str(made.answered)),
        ("urgents · vus par l'équipe", f"{made.urgent} · {made.urgent_seen}"),
        ("urgent le plus lent", f"{made.slowest_urgent:.0f} s"),
        ("perdus", str(made.lost)),
        ("doublés (le fournisseur avait répondu)", str(made.twice)),
        ("reçus deux fois, sans réponse du fournisseur", str(made.in_doubt)),
        ("étapes faites deux fois", str(made.turns_twice)),
    ]


async def drill(stage: Stage, running: Fleet, url: str, console: Console) -> tuple[Account, Drill]:
    """The drill on a fleet that answers."""
    look = Look(url)
    try:
        held = Drill(running, stage, Outage(stage.stores.server, stage.redis), look, console)
        return await held.held(), held
    finally:
        await look.database.close()


def main() -> int:
    """Hold, print, judge."""
    asked = argparse.ArgumentParser(prog="python -m tests.faults.drill", description=__doc__)
    asked.add_argument("--write", action="store_true", help="into bench/RESULTS.md")
    chosen = asked.parse_args()
    console = Console()
    console.print(TITLE)
    console.print("• PostgreSQL, Redis et des fournisseurs d'essai démarrent, puis sira up …")
    with arena() as (stage, folder):
        url = stage.stores.server.rsplit("/", 1)[0] + f"/{stage.stores.name}"
        settings = {**at(stage.provider), "SIRA_DATABASE_URL": url, "SIRA_REDIS_URL": stage.redis}
        with fleet(settings, folder) as running:
            made, held = asyncio.run(drill(stage, running, url, console))
        spoken = [line for line in running.lines if "Traceback" in line]
    shown = Table("registre", "")
    for line in rows(made):
        shown.add_row(*line)
    console.print(shown)
    made.faults += [f"{len(spoken)} Traceback in the logs"] if spoken else []
    for fault in made.faults:
        console.print(f"✗ {fault}", markup=False)
    verdict = "Rien de perdu, rien de fait deux fois." if made.holds else "Une promesse n'est pas tenue."
    console.print(verdict)
    if chosen.write:
        ways = [(str(number), *told) for number, told in enumerate(held.told, start=1)]
        results.write("make drill", results.table(("", "panne", "ce qui est arrivé"), ways),
                      results.table(("registre", ""), rows(made)), verdict)  # fmt: skip
    return 0 if made.holds else 1


if __name__ == "__main__":
    sys.exit(main())
