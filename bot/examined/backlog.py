"""What waits, and for how long: a number says little, an age says that nobody works."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, func, select

from bot.finding import Colour, Finding
from bot.outgoing import unsent
from bot.records.clock import now as clock_now
from bot.records.tables import inbound, is_one_of, outbox

COUNT_YELLOW = 50
AGE_YELLOW_SECONDS, AGE_RED_SECONDS = 60, 600
MINUTE_SECONDS = 60


def backlog_examined(conn: Connection, *, frozen: bool) -> list[Finding]:
    """Two lines: what came, what is to go. ``frozen``: that nothing goes is wanted."""
    now = clock_now(conn)
    return [
        _line(conn, inbound, is_one_of(inbound.c.state, "pending"), now, ("à traiter", "sira worker"), frozen=False),
        _line(conn, outbox, unsent(), now, ("à envoyer", "sira sender"), frozen=frozen),
    ]


def _line(
    conn: Connection, table: Table, where: ColumnElement[bool], now: int, said: tuple[str, str], *, frozen: bool
) -> Finding:
    count, oldest = conn.execute(select(func.count(), func.min(table.c.at)).where(where)).one()
    age = max(0, now - oldest) if oldest else 0
    what, command = said
    if not count:
        return Finding("green", "attente", f"rien {what}")
    words = f"{count} message(s) {what}, le plus ancien depuis {_span(age)}"
    if frozen:
        return Finding("yellow", "attente", f"{words} ; les envois sont arrêtés")
    late: Colour = "red" if age >= AGE_RED_SECONDS else "yellow"
    if age >= AGE_YELLOW_SECONDS or count > COUNT_YELLOW:
        return Finding(late, "attente", f"{words} ; un {command} (ou sira serve) tourne-t-il ?")
    return Finding("green", "attente", words)


def _span(seconds: int) -> str:
    return f"{seconds} s" if seconds < MINUTE_SECONDS else f"{seconds // MINUTE_SECONDS} min"
