"""The audit of a period as a table for an auditor's own tools: who did what to which record and when, no content (D5, B6)."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Final, Literal

from sqlalchemy import Connection

from bot.desk.audit_ours import lines_of, who_of
from bot.desk.audit_words import detail_words
from bot.desk.exports import cell
from bot.desk.exports_xlsx import Sheet
from bot.desk.staff import Worker
from bot.desk.words import said
from bot.engine.book import Book
from bot.records.clock import now as clock_now
from bot.records.tables import audit

Form = Literal["xlsx", "csv"]
FORMS: Final[tuple[Form, ...]] = ("xlsx", "csv")
BETWEEN: Final = "/"
"""Between the parts, as the request keeps them."""
DAYS_MAX: Final = 92
"""A quarter: what somebody reads through, and what a file of `LINES_MAX` mostly holds."""
LINES_MAX: Final = 20_000
"""Of one file: some 2 MB as a workbook, written in a few seconds. What is cut is said in its first line."""
SEPARATOR: Final = ";"
"""What a spreadsheet in French takes for the next column."""
BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it a spreadsheet on Windows reads UTF-8 as something else."""
HEAD: Final = ("when", "who", "what", "detail", "which", "line")


@dataclass(frozen=True, slots=True)
class Wanted:
    """``first`` and ``last`` day, both included, by Mali's clock, which is UTC."""

    first: date
    last: date
    form: Form

    @property
    def thing(self) -> str:
        """As a request keeps it."""
        return BETWEEN.join((self.first.isoformat(), self.last.isoformat(), self.form))


def wanted(first: str, last: str, form: str, now: int) -> Wanted | None:
    """What a form says; None for no days, for more than `DAYS_MAX` of them, or for days to come."""
    try:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    chosen = next((one for one in FORMS if one == form), FORMS[0])
    fits = begins <= ends <= datetime.fromtimestamp(now, UTC).date() and (ends - begins).days < DAYS_MAX
    return Wanted(begins, ends, chosen) if fits else None


def sheet_of(conn: Connection, book: Book, who: Worker, period: Wanted) -> Sheet:
    """What the people of ``who``'s organisation did on those days, the oldest first."""

    def word(name: str) -> str:
        return said(book.catalogues, "audit", name)

    rows = conn.execute(
        lines_of(who.organisation)
        .where(audit.c.at >= _second(period.first), audit.c.at < _second(period.last + timedelta(days=1)))
        .order_by(audit.c.at, audit.c.id)
        .limit(LINES_MAX + 1)
    ).all()
    logins = {row.worker_id: row.login for row in rows if row.login}
    lines = []
    for row in rows[:LINES_MAX]:
        deed, _, detail = row.action.partition(":")
        when = datetime.fromtimestamp(row.at, UTC).strftime("%Y-%m-%d %H:%M:%S")
        lines.append(
            (
                when,
                who_of(book, row.login, row.worker_id),
                said(book.catalogues, "done", deed),
                detail_words(book, deed, detail, logins),
                f"{row.code} · {row.thing}" if row.code else row.thing,
                row.id,
            )
        )
    made = datetime.fromtimestamp(clock_now(conn), UTC).strftime("%Y-%m-%d %H:%M")
    note = f"{word('note')} {period.first.isoformat()} – {period.last.isoformat()}. {word('made_on')} {made}."
    cut = f" {word('cut')} {lines[-1][0]}." if len(rows) > LINES_MAX else ""
    return Sheet(word("sheet"), note + cut, tuple(word(f"head_{name}") for name in HEAD), tuple(lines))


def as_csv(sheet: Sheet) -> bytes:
    """The same as a plain file; every cell is words, whatever it holds."""
    written = StringIO()
    rows: Sequence[Sequence[str]] = ((sheet.note,), sheet.head, *sheet.rows)
    csv.writer(written, delimiter=SEPARATOR).writerows([cell(text) for text in row] for row in rows)
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def period_of(thing: str, now: int) -> Wanted | None:
    """What was asked for, as the request keeps it."""
    first, last, form = thing.split(BETWEEN)
    return wanted(first, last, form, now)


def _second(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
