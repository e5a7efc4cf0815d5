"""What the records hold after a turn, beside the talk itself: what workers can read, files, dates, complaints, stubs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from bot.desk import referrals
from bot.desk.card import card
from bot.desk.thread import thread
from bot.records.clock import now as clock_now
from bot.records.tables import complaint, consent, inbound, stub, timer
from tests.stories.player import Heard, Player

Look = Callable[[Connection, Player, Heard], Any]


def _desk(conn: Connection, player: Player, heard: Heard) -> str:
    """Everything that a case worker can read: the card, then the thread."""
    assert heard.key is not None
    shown = card(player.book, heard.session, clock_now(conn))
    lines = [f"{label} : {value}" for label, value in shown.rows]
    lines += [f"{name} — {' '.join(reasons)}" for name, reasons in shown.ideas]
    lines += [f"{number} {service} {status}" for number, service, status in shown.requests]
    lines += [f"{line.side}: {line.text} {line.french}" for line in thread(conn, heard.key, player.conversation).lines]
    return "\n".join(lines)


def _file(conn: Connection, player: Player, heard: Heard) -> dict[str, Any]:
    """The newest referral: what is shared, and how it stands."""
    assert heard.key is not None
    found = referrals.of_conversation(conn, heard.key, player.conversation)
    assert found, "no referral is on record"
    return {name: found[0][name] for name in ("service", "status", "shared", "notes")}


def _timers(conn: Connection, player: Player, _heard: Heard) -> list[str]:
    mine = timer.c.conversation_id == player.conversation
    return list(conn.execute(select(timer.c.kind).where(mine).order_by(timer.c.due_at)).scalars())


def _complaints(conn: Connection, player: Player, _heard: Heard) -> list[dict[str, Any]]:
    """Complaints as their own inbox opens them; ``known``: whether one leads back to the person. Those come first: the id
    of an anonymous one says no time.
    """
    inbox = player.vault.inbox_key("complaints")
    return [
        {
            "about": row.about,
            "words": opened["text"],
            "level": opened["level"],
            "known": bool(row.conversation_id),
            "days": (row.due_at - row.at) // 86_400,
        }
        for row in conn.execute(select(complaint).order_by(complaint.c.conversation_id == "", complaint.c.id))
        for opened in [orjson.loads(inbox.open(row.id, "complaint", row.sealed))]
    ]


def _consents(conn: Connection, _player: Player, heard: Heard) -> list[str]:
    mine = consent.c.person_id == heard.row["person_id"]
    rows = conn.execute(select(consent.c.purpose, consent.c.given).where(mine).order_by(consent.c.id))
    return [f"{row.purpose} {'yes' if row.given else 'no'}" for row in rows]


def _stubs(conn: Connection, _player: Player, _heard: Heard) -> list[str]:
    return list(conn.execute(select(stub.c.level).where(stub.c.closed_at == 0)).scalars())


def _kept_words(conn: Connection, _player: Player, _heard: Heard) -> int:
    """Messages of the person whose words are still held, sealed, in the inbox."""
    return int(conn.execute(select(func.count()).where(inbound.c.sealed != b"")).scalar_one())


def _team(_conn: Connection, _player: Player, heard: Heard) -> list[str]:
    return [heard.row["organisation"], heard.row["team"]]


LOOKS: Mapping[str, Look] = {
    "file": _file,
    "timers": _timers,
    "complaints": _complaints,
    "consents": _consents,
    "stubs": _stubs,
    "kept_words": _kept_words,
    "team": _team,
}
"""Expectations that compare one record whole."""


def desk(conn: Connection, player: Player, heard: Heard) -> str:
    """What workers read of this conversation."""
    return _desk(conn, player, heard)
