"""A synthetic urgent message, every 15 minutes: does somebody in danger who writes now come into the queue?

The message of nobody is taken as a real one is, by the same functions: person, key, turn, hand-over, calls to the team. Then
the queue is read as a worker of that organisation reads it. All of it in one savepoint that is rolled back, seen or not: so
no worker ever sees a person that is none, nobody is called, and figures, audit and retention have nothing to know. What it
does not prove is the way from the provider to here and from here to the team: `sira doctor`, `bot/backlog.py`,
`bot/reconciling.py` and the calls' own figures look after those. That the round itself is committed proves that the store
writes.
"""

from __future__ import annotations

import time
from typing import Literal

import structlog
from sqlalchemy import Connection, exists, select

from bot import turns
from bot.alerts.group import StaffBot
from bot.channels.inbound import Inbound
from bot.channels.wire import Delivered
from bot.desk.queue import queue
from bot.desk.staff import Worker
from bot.house import House
from bot.measures.store import PROBE
from bot.patrol import begin, reach
from bot.records.database import Database
from bot.records.ids import new_id
from bot.records.tables import alert, conversation

log = structlog.get_logger()

EVERY_SECONDS = 900
LOOK_SECONDS = 30.0
WORDS = "je ne veux plus vivre"
"""Somebody in danger, in words that need no list to be understood by a human."""
LEVEL = "P0"
CHANNEL = "telegram"
"""As most write; the account is none that there is."""
Missed = Literal["", "turn", "queue", "call"]
SAID: dict[Missed, str] = {
    "turn": "la réponse à un message urgent échoue",
    "queue": "un message urgent n'arrive pas en tête de la file",
    "call": "un message urgent n'appelle pas l'équipe",
}
"""What does not work, as the team is told."""


class Probe:
    """One process at a time makes the round. ``bot``: the team's own, where there is one."""

    def __init__(self, database: Database, house: House, bot: StaffBot | None) -> None:
        self._database = database
        self._house = house
        self._bot = bot
        self._next = 0.0

    async def sweep(self) -> None:
        """One try, when one is due."""
        if time.monotonic() < self._next:
            return
        due = await self._database.write(begin, PROBE, EVERY_SECONDS)
        self._next = time.monotonic() + LOOK_SECONDS
        if due is None:
            return
        missed = await self._database.write(tried, self._house)
        if not missed:
            await self._database.write(reach, PROBE, due.now)
            return
        log.error("probe_failed", missed=missed)
        if self._bot is not None and "telegram" in self._house.means:
            sent = await self._bot.tell(self._bot.chat, words_for(missed))
            if not isinstance(sent, Delivered):
                log.error("probe_not_told", ended=type(sent).__name__)


def words_for(missed: Missed) -> str:
    """What the team's group reads."""
    return (
        f"⚠️ Contrôle de Sira : {SAID[missed]}. Ouvrez la console et lisez les conversations récentes vous-mêmes ; "
        "prévenez qui tient la machine (sira doctor)."
    )


def tried(conn: Connection, house: House) -> Missed:
    """Let somebody who is nobody be in danger, look, and undo it all. Returns what did not happen; "" when all did."""
    undone = conn.begin_nested()
    try:
        return _seen(conn, house)
    except Exception as error:  # noqa: BLE001 — that it fails is what is looked for
        log.error("probe_raised", error=type(error).__name__)
        return "turn"
    finally:
        undone.rollback()


def _seen(conn: Connection, house: House) -> Missed:
    done = turns.take(conn, house, Inbound(CHANNEL, PROBE, new_id(), new_id(), "text", text=WORDS))
    here = select(conversation.c.organisation).where(conversation.c.id == done.conversation)
    organisation = conn.execute(here).scalar_one_or_none()
    if organisation is None:
        return "turn"
    viewer = Worker(PROBE, PROBE, organisation, frozenset())
    line = next((one for one in queue(conn, viewer) if one.id == done.conversation), None)
    if line is None or line.level != LEVEL:
        return "queue"
    called = exists().where(alert.c.conversation_id == done.conversation, alert.c.means == "telegram")
    if "telegram" in house.means and not conn.execute(select(called)).scalar_one():
        return "call"
    return ""
