"""What is said of a complaint before it is closed: words of those who see to it, and what the person answers.

They stand in the complaint itself, sealed with the inbox's own key. Of one without a name no hour is kept, only the day.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import orjson
from sqlalchemy import Connection, RowMapping, select, update

from bot.desk.complaints import DAY_SECONDS, INBOX, named_in
from bot.records.seal import Vault
from bot.records.tables import complaint, is_open

FIELD = "complaint"
SAID = "said"
SAID_MAX = 40
"""Of more nobody keeps count on one page; the newest stay."""
Side = Literal["team", "person"]


class Word(NamedTuple):
    """``at`` in Unix seconds; the midnight before, where the person stays unknown."""

    who: Side
    text: str
    at: int


def said(vault: Vault, row: RowMapping) -> tuple[Word, ...]:
    """Of a complaint's row, the oldest first; nothing of one that was erased."""
    if not row["sealed"]:
        return ()
    return tuple(Word(*one) for one in _body(vault, row).get(SAID, ()))


def asked(vault: Vault, row: RowMapping) -> str:
    """The words of the team that wait for an answer of the person; "" for none."""
    words = said(vault, row) if not row["closed_at"] else ()
    return words[-1].text if words and words[-1].who == "team" else ""


def add(conn: Connection, vault: Vault, row: RowMapping, who: Side, text: str, now: int) -> None:
    """Add words to the complaint ``row``, which the caller holds."""
    body = _body(vault, row)
    at = now if row["conversation_id"] else now - now % DAY_SECONDS
    body[SAID] = [*body.get(SAID, ()), (who, text, at)][-SAID_MAX:]
    sealed = vault.inbox_key(INBOX).seal(row["id"], FIELD, orjson.dumps(body))
    conn.execute(update(complaint).where(complaint.c.id == row["id"]).values(sealed=sealed))


def add_reply(conn: Connection, vault: Vault, number: str, text: str, now: int) -> None:
    """What whoever brings the number says, while the complaint is open; one that was closed meanwhile stays as it is. Whom
    these words name sees nothing of it from now on.
    """
    mine = (complaint.c.number == number, is_open(complaint))
    row = conn.execute(select(complaint).where(*mine).with_for_update()).mappings().first()
    if row is not None and row["sealed"] and text.strip():
        add(conn, vault, row, "person", text.strip(), now)
        named = {*row["named"].split(), *named_in(conn, text).split()}
        mine_now = complaint.c.id == row["id"]
        conn.execute(update(complaint).where(mine_now).values(named=" ".join(sorted(named))))


def _body(vault: Vault, row: RowMapping) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(vault.inbox_key(INBOX).open(row["id"], FIELD, row["sealed"]))
    return found
