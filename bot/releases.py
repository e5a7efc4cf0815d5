"""Flow contents that were ever live, and whether this release would strand anybody who is in the middle of a talk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Connection, select

from bot.engine.book import Book
from bot.engine.session import Frame
from bot.records.clock import now
from bot.records.ids import new_id
from bot.records.seal import SealBroken, Vault
from bot.records.tables import conversation, flow_version, insert_new, person_key
from bot.remembered import remembered
from flows.flow import Flow


def remember_flows(conn: Connection, flows: Mapping[str, Flow]) -> None:
    """Write down this release's flow versions; those known already stay."""
    at = now(conn)
    rows = [
        {"id": new_id(), "flow": flow.name, "version": flow.version, "states": " ".join(sorted(flow.nodes)), "at": at}
        for flow in flows.values()
    ]
    conn.execute(insert_new(conn, flow_version), rows)


def stranded(conn: Connection, vault: Vault, book: Book) -> Mapping[str, int]:
    """How many talks stand in a state that is gone and not declared under ``renamed:``, by ``flow/state``."""
    found: Counter[str] = Counter()
    rows = conn.execute(
        select(conversation.c.id, conversation.c.session, person_key.c.person_id, person_key.c.wrapped).join(
            person_key, person_key.c.person_id == conversation.c.person_id
        )
    )
    for row in rows:
        if not row.session:
            continue
        try:
            session = remembered(vault.unwrap(row.person_id, row.wrapped), row.id, row.session)
        except SealBroken:
            continue
        found.update(f"{frame.flow}/{frame.state}" for frame in session.frames if not _stands(book, frame))
    return found


def _stands(book: Book, frame: Frame) -> bool:
    flow = book.flows.get(frame.flow)
    return flow is not None and flow.head.renamed.get(frame.state, frame.state) in flow.nodes
