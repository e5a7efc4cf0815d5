"""What content editors answered in the console about translations, waiting for a sheet and for who imports it.

Nothing here changes what a person reads: the catalogue is part of a release. An answer about words that have changed
since is left out; the newest one counts when two organisations answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from bot.desk import audit
from bot.desk.staff import Worker
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.tables import wording_proposal
from locales.pofiles import Entry
from locales.sheet.line import Proposal, mark_of

REMARK_MAX: Final = 500


def proposals(
    conn: Connection, language: str, entries: Mapping[str, Entry], organisation: str = ""
) -> dict[str, Proposal]:
    """By key, those about the words of today; of one ``organisation`` when it is named."""
    table = wording_proposal.c
    asked = select(table.key, table.mark, table.fine, table.words, table.remark).where(table.language == language)
    if organisation:
        asked = asked.where(table.organisation_id == organisation)
    return {
        row.key: Proposal(bool(row.fine), row.words, row.remark)
        for row in conn.execute(asked.order_by(table.given_at, table.id))
        if row.key in entries and row.mark == mark_of(entries[row.key])
    }


def propose(conn: Connection, who: Worker, language: str, entry: Entry, given: Proposal) -> None:
    """Keep ``given`` in place of what the organisation answered before about this sentence."""
    table = wording_proposal.c
    ours = (table.organisation_id == who.organisation, table.language == language, table.key == entry.key)
    conn.execute(delete(wording_proposal).where(*ours))
    row, now = new_id(), clock_now(conn)
    conn.execute(
        insert(wording_proposal).values(
            id=row, organisation_id=who.organisation, language=language, key=entry.key, mark=mark_of(entry),
            fine=int(given.fine), words=given.words, remark=given.remark, given_by=who.id, given_at=now,
        )
    )  # fmt: skip
    audit.note(conn, who.id, "wording", row, now)
