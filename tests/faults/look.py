"""A look into the store of a case from outside: what still waits, where each person stands, what is left of the erased."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Table, func, insert, select

from bot.outgoing import UNSENT
from bot.records.clock import move, now
from bot.records.database import Database
from bot.records.ids import new_id
from bot.records.tables import (
    address,
    alert,
    conversation,
    erasure,
    handover,
    inbound,
    media,
    message,
    outbox,
    person,
    person_key,
    stub,
)
from tests.doubles.telegram_api import TOKEN
from tests.doubles.twilio_api import US
from tests.faults.carrier import WHATSAPP_FROM
from tests.faults.stores import VAULT

ACCOUNT: Final = TOKEN.partition(":")[0]
OVERDUE_SECONDS: Final = 8 * 86_400
"""Nothing that a provider sent is known for longer (`bot/upkeep/retention.py`)."""


@dataclass(frozen=True)
class Standing:
    """Where one person stands, without what differs between two undisturbed lives."""

    conversation: dict[str, Any] = field(default_factory=dict)
    lines: tuple[tuple[str, str], ...] = ()
    inbound: tuple[tuple[str, str], ...] = ()
    outbox: tuple[str, ...] = ()
    handovers: tuple[tuple[str, bool], ...] = ()
    alerts: tuple[tuple[str, str], ...] = ()
    media: tuple[str, ...] = ()


class Look:
    """Reads the store of a case beside the processes that write it."""

    def __init__(self, url: str) -> None:
        self.database_url = url
        self.database = Database(url)

    async def now(self) -> int:
        """What the clock says."""
        return await self.database.read(now)

    async def pass_time(self, seconds: int) -> None:
        """Leases end by the database's clock: that is moved instead of waiting."""
        await self.database.write(move, seconds)

    async def unfinished(self) -> Counter[str]:
        """What still waits for somebody to do it."""
        return await self.database.read(_unfinished)

    async def in_hand(self, chat: int = 0) -> int:
        """How many messages are marked as being sent, to this person or to anybody."""
        if chat:
            return (await self.of(chat)).outbox.count("sending")
        sending = select(func.count()).select_from(outbox).where(outbox.c.state == "sending")
        return await self.database.read(lambda conn: int(conn.execute(sending).scalar_one()))

    async def calls_in_hand(self) -> int:
        """How many calls to the team somebody has leased."""
        return await self.database.read(_calls_in_hand)

    async def of(self, chat: int) -> Standing:
        """Where a person stands; empty for one whom nobody knows."""
        return await self.database.read(_standing, chat)

    async def seen_at(self, chat: int) -> list[int]:
        """When each urgent request of this person came before the team."""
        return await self.database.read(_seen_at, chat)

    async def totals(self) -> dict[str, int]:
        """How many people, keys, stubs and finished erasures there are."""
        return await self.database.read(_totals)

    async def plant(self) -> None:
        """Something whose time has long been over stands in the store."""
        await self.database.write(_plant)

    async def id_of(self, chat: int) -> str:
        """The conversation's id."""
        return await self.database.read(lambda conn: str(_row(conn, chat)["id"]))


def _unfinished(conn: Connection) -> Counter[str]:
    found: Counter[str] = Counter()
    waits = (
        ("outbox", outbox, outbox.c.state.in_(UNSENT)),
        ("inbound", inbound, inbound.c.state == "pending"),
        ("alert", alert, alert.c.state == "ready"),
        ("media", media, media.c.state == "wanted"),
        ("erasure", erasure, erasure.c.done_at == 0),
    )
    for name, table, condition in waits:
        found[name] = conn.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
    return +found


def _calls_in_hand(conn: Connection) -> int:
    leased = (alert.c.state == "ready", alert.c.tries > 0, alert.c.next_at > now(conn))
    return int(conn.execute(select(func.count()).select_from(alert).where(*leased)).scalar_one())


def _row(conn: Connection, chat: int) -> Any:
    whatsapp = chat >= WHATSAPP_FROM
    where = ("whatsapp", US, f"whatsapp:+{chat}") if whatsapp else ("telegram", ACCOUNT, str(chat))
    here = select(address.c.person_id).where(address.c.hash == VAULT.address_hash(*where), address.c.current == 1)
    return (
        conn.execute(select(conversation).where(conversation.c.person_id == here.scalar_subquery())).mappings().first()
    )


def _standing(conn: Connection, chat: int) -> Standing:
    row = _row(conn, chat)
    if row is None:
        return Standing()

    def of(table: Table, *columns: str) -> Any:
        mine = select(*(table.c[name] for name in columns)).where(table.c.conversation_id == row["id"])
        return [tuple(one) for one in conn.execute(mine.order_by(table.c.id))]

    return Standing(
        {name: row[name] for name in ("mode", "level", "seq", "language", "region", "spoken", "organisation")}
        | {"held": bool(row["claimed_by"])},
        tuple(
            ("worker" if author not in {"person", "bot"} else author, kind)
            for author, kind in of(message, "author", "kind")
        ),
        tuple(of(inbound, "kind", "state")),
        tuple(state for (state,) in of(outbox, "state")),
        tuple((level, closed == 0) for level, closed in of(handover, "level", "closed_at")),
        tuple(of(alert, "kind", "state")),
        tuple(state for (state,) in of(media, "state")),
    )


def _seen_at(conn: Connection, chat: int) -> list[int]:
    row = _row(conn, chat)
    if row is None:
        return []
    urgent = (handover.c.conversation_id == row["id"], handover.c.level == "P0", handover.c.closed_at == 0)
    return list(conn.execute(select(handover.c.opened_at).where(*urgent)).scalars())


def _totals(conn: Connection) -> dict[str, int]:
    tables = {"people": person, "keys": person_key, "conversations": conversation, "stubs": stub, "erasures": erasure}
    found = {name: conn.execute(select(func.count()).select_from(one)).scalar_one() for name, one in tables.items()}
    overdue = select(func.count()).select_from(inbound).where(inbound.c.at <= now(conn) - OVERDUE_SECONDS)
    return found | {"overdue": conn.execute(overdue).scalar_one()}


def _plant(conn: Connection) -> None:
    row = {"id": new_id(), "channel": "telegram", "account": ACCOUNT, "provider_id": "long-ago", "kind": "text"}
    conn.execute(insert(inbound).values(**row, state="done", sealed=b"long ago", at=now(conn) - 2 * OVERDUE_SECONDS))
