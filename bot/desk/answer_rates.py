"""Which organisations answer: over ninety days, of the referrals that are past their term.

Whoever never answers is not offered as if they did: their services come after equals and say so, and no new request
goes there, so that nobody waits for nothing (casework.md).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, case, func, select

from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.tables import referral

LOOKED_BACK_SECONDS = 90 * 86_400
PAST_TERM_MIN = 10
"""Fewer say nothing about an organisation."""
ANSWERED_MIN_PERCENT = 30
LOOK_SECONDS = 60.0
"""An organisation that falls silent, or answers again, is known as such within a minute."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Of the referrals to one organisation that are past their term, how many were answered."""

    organisation: str
    past_term: int
    answered: int

    @property
    def silent(self) -> bool:
        """Whether requests to it are paused."""
        return self.past_term >= PAST_TERM_MIN and self.answered * 100 < ANSWERED_MIN_PERCENT * self.past_term


def rates(conn: Connection) -> list[Rate]:
    """Of every organisation that had something to answer. What a person took back unanswered counts for nobody."""
    now = clock_now(conn)
    rows = conn.execute(
        select(referral.c.organisation, func.count(), func.sum(case((referral.c.answered_at > 0, 1), else_=0)))
        .where(
            referral.c.sent_at > now - LOOKED_BACK_SECONDS,
            referral.c.due_at > 0,
            referral.c.due_at <= now,
            (referral.c.status != "withdrawn") | (referral.c.answered_at > 0),
        )
        .group_by(referral.c.organisation)
        .order_by(referral.c.organisation)
    )
    return [Rate(organisation, int(past), int(answered)) for organisation, past, answered in rows]


@dataclass(slots=True)
class Silence:
    """What this process last read, so that no turn has to ask the records. ``organisations``: those that are silent;
    ``rates``: by organisation, over every house's referrals, since the pause is for every house's people.
    """

    organisations: frozenset[str] = field(default_factory=frozenset)
    rates: Mapping[str, Rate] = field(default_factory=dict)
    looked_at: float = 0.0

    async def look(self, database: Database) -> None:
        """Read it anew."""
        self.rates = {rate.organisation: rate for rate in await database.read(rates)}
        self.organisations = frozenset(rate.organisation for rate in self.rates.values() if rate.silent)
        self.looked_at = time.monotonic()

    async def sweep(self, database: Database) -> None:
        """Read it anew once a minute."""
        if not self.looked_at or time.monotonic() - self.looked_at > LOOK_SECONDS:
            await self.look(database)
