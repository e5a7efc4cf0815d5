"""Setting out and stopping: planned by who runs the machine, allowed at the desk by a second person, then one timer a person.

All timers are written with the state in one transaction, so a broadcast has set out wholly or not at all; and a timer is
taken in the transaction that writes its message (`bot/broadcast/saying.py`), so nobody hears it twice, whoever is killed.
"""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, RowMapping, delete, insert, or_, select, update

from bot.broadcast.announcement import Announcement, to_json, to_of
from bot.broadcast.audience import reached
from bot.desk.audit import OPERATOR, note
from bot.desk.exports import ask, granted
from bot.desk.staff import Worker
from bot.figures.veil import FEW
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import broadcast, broadcast_message, outbox, request, timer
from bot.timers import BROADCAST
from bot.upkeep.freeze import frozen_since

PEOPLE_MAX = 10_000
"""At the slower platform's pace these are ten minutes; more are several broadcasts, one region after the other."""
AT_ONCE = 1000
DAY_SECONDS = 86_400
STOPPED = "broadcast_stopped"
"""Why a message was dropped, in the outbox."""
WAITS = ("ready", "pending")


class NotPossible(ValueError):
    """It cannot be done now; says why and what to do."""


@dataclass(frozen=True, slots=True)
class Planned:
    """``people`` may hear it as things stand, ``unreachable`` more if they could be reached."""

    id: str
    people: int
    unreachable: int


def plan(conn: Connection, given: Announcement, organisation: str) -> Planned:
    """Write it down and ask a second person. Raises ``NotPossible``."""
    now, words = clock_now(conn), orjson.dumps(given.words).decode()
    same = (broadcast.c.words == words, broadcast.c.organisation == organisation)
    waits = or_(broadcast.c.state == "running", (broadcast.c.state == "planned") & (broadcast.c.at > now - DAY_SECONDS))
    before = conn.execute(select(broadcast.c.id).where(*same, waits)).scalar()
    if before is not None:
        raise NotPossible(
            f"Ces mots sont déjà ceux de l'annonce {before}. Changez-les, ou : sira broadcast show {before}"
        )
    people, unreachable = reached(conn, organisation, given.to, now)
    _refuse(len(people))
    broadcast_id = new_id()
    conn.execute(
        insert(broadcast).values(
            id=broadcast_id, organisation=organisation, words=words, audience=to_json(given.to), days=given.days,
            people=len(people), unreachable=unreachable, at=now,
        )
    )  # fmt: skip
    note(conn, OPERATOR, "broadcast:plan", broadcast_id, now)
    ask(conn, _operator(organisation), "broadcast", broadcast_id)
    return Planned(broadcast_id, len(people), unreachable)


def start(conn: Connection, broadcast_id: str) -> Planned:
    """Set out to everybody who may hear it now. Raises ``NotPossible``."""
    row = _row(conn, broadcast_id)
    if row["state"] != "planned":
        raise NotPossible("Cette annonce est déjà partie, ou arrêtée.")
    if frozen_since(conn):
        raise NotPossible("Les envois sont arrêtés (sira freeze). Reprenez-les d'abord : sira unfreeze")
    asked = select(request.c.id).where(request.c.kind == "broadcast", request.c.thing == broadcast_id)
    asked_id = conn.execute(asked).scalar()
    if asked_id is None or granted(conn, _operator(row["organisation"]), asked_id, "broadcast") is None:
        raise NotPossible(
            "Aucune deuxième personne n'a permis cette annonce, ou il y a plus de sept jours. Un superviseur de "
            f"« {row['organisation']} » le fait dans la console, page « Accords »."
        )
    now = clock_now(conn)
    people, unreachable = reached(conn, row["organisation"], to_of(row["audience"]), now)
    _refuse(len(people))
    values = {"state": "running", "people": len(people), "unreachable": unreachable, "started_at": now,
              "until": now + row["days"] * DAY_SECONDS}  # fmt: skip
    mine = update(broadcast).where(broadcast.c.id == broadcast_id, broadcast.c.state == "planned")
    if conn.execute(mine.values(**values)).rowcount != 1:
        raise NotPossible("Cette annonce est déjà partie, ou arrêtée.")
    kind = f"{BROADCAST}{broadcast_id}"
    rows = [{"id": new_id(), "conversation_id": one, "kind": kind, "due_at": now} for one in people]
    for first in range(0, len(rows), AT_ONCE):
        conn.execute(insert(timer), rows[first : first + AT_ONCE])
    note(conn, OPERATOR, "broadcast:start", broadcast_id, now)
    return Planned(broadcast_id, len(people), unreachable)


def stop(conn: Connection, broadcast_id: str) -> int:
    """Nobody hears it any more, but whose message is at the provider already. Returns to how many it does not go.

    Raises ``NotPossible``.
    """
    if _row(conn, broadcast_id)["state"] not in {"planned", "running"}:
        raise NotPossible("Cette annonce est déjà arrêtée, ou finie.")
    now = clock_now(conn)
    mine = update(broadcast).where(broadcast.c.id == broadcast_id, broadcast.c.state.in_(("planned", "running")))
    conn.execute(mine.values(state="stopped", until=now + DAY_SECONDS))
    note(conn, OPERATOR, "broadcast:stop", broadcast_id, now)
    return call_off(conn, broadcast_id)


def call_off(conn: Connection, broadcast_id: str) -> int:
    """Take away what is left of it, and count that. What a provider refuses for now comes back later, so this is repeated."""
    left = conn.execute(delete(timer).where(timer.c.kind == f"{BROADCAST}{broadcast_id}")).rowcount
    of_it = select(broadcast_message.c.outbox_id).where(broadcast_message.c.broadcast_id == broadcast_id)
    waiting = (outbox.c.id.in_(of_it), outbox.c.state.in_(WAITS))
    left += conn.execute(update(outbox).where(*waiting).values(state="dropped", error=STOPPED)).rowcount
    if left:
        told = update(broadcast).where(broadcast.c.id == broadcast_id)
        conn.execute(told.values(stopped=broadcast.c.stopped + left))
    return left


def named(conn: Connection, beginning: str) -> str:
    """The id that begins so. Raises ``NotPossible``."""
    ids = select(broadcast.c.id).where(broadcast.c.id.startswith(beginning, autoescape=True)).limit(2)
    found = list(conn.execute(ids).scalars())
    if len(found) == 1:
        return str(found[0])
    many = "Plusieurs annonces commencent" if found else "Aucune annonce ne commence"
    raise NotPossible(f"{many} par « {beginning} ». sira broadcast list les montre.")


def _row(conn: Connection, broadcast_id: str) -> RowMapping:
    return conn.execute(select(broadcast).where(broadcast.c.id == broadcast_id).with_for_update()).mappings().one()


def _refuse(people: int) -> None:
    """Fewer than five could be named by who knows whom it is for (protection B6)."""
    if people < FEW:
        raise NotPossible(f"Moins de {FEW} personnes peuvent recevoir cette annonce : élargissez « to ».")
    if people > PEOPLE_MAX:
        raise NotPossible(f"{people} personnes : {PEOPLE_MAX} au plus. Faites-en plusieurs, une région après l'autre.")


def _operator(organisation: str) -> Worker:
    """Who asks: whoever sits at the machine, never one of the desk, so that the one who allows it is another."""
    return Worker(OPERATOR, OPERATOR, organisation, frozenset({OPERATOR}))
