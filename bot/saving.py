"""Writing a turn down: its words on their way, the conversation's row, the window that the person's message opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, update

from bot import outgoing
from bot.carried import Carried
from bot.channels.inbound import Inbound
from bot.engine.said_first import CENTRE, DANGER_AT, REGION
from bot.engine.session import Session
from bot.house import House
from bot.outbox import Claimed
from bot.page import ROW, Page, put
from bot.records.prepared import Prepared
from bot.records.seal import PersonKey
from bot.records.tables import address, is_one_of, outbox
from flows.limits import WHATSAPP_WINDOW_SECONDS


class OvertakenError(Exception):
    """Another process stored the same message, or changed the conversation, while this one thought: nothing of this turn
    may stay written.
    """


@dataclass(frozen=True, slots=True)
class Turn:
    """What is known of a turn when it is written down. ``session`` None: it stays as it was (the machine had a problem).

    ``came``: the inbox's row, None when it stands there already; ``item`` None for a turn that no message caused.
    """

    row: RowMapping
    key: PersonKey
    session: Session | None
    seq: int
    now: int
    item: Inbound | None
    came: dict[str, Any] | None


def write_down(
    conn: Connection,
    house: House,
    turn: Turn,
    words: list[outgoing.Words],
    lines: list[dict[str, Any]],
    carried: Carried,
) -> tuple[Claimed, ...]:
    """Write the page of ``turn``. Returns the words that are ours to send now, when nothing older waits.

    Raises ``OvertakenError``; the transaction must end with it.
    """
    row, item, now = turn.row, turn.item, turn.now
    to = outgoing.Destination(row["id"], row["address_id"], row["channel"], row["epoch"], turn.seq, now)
    mine = house.inline and item is not None and not row["has_unsent"] and row["channel"] != outgoing.WEB
    more, out = outgoing.rows(turn.key, to, words, lease=mine)
    page = Page(
        row["id"], to.address, to.epoch, to.seq, now, now + outgoing.SENDING_LEASE_SECONDS, row["version"],
        _columns(turn, carried), turn.came, [*lines, *more], out,
    )  # fmt: skip
    written = put(conn, page)
    if not written.new:
        raise OvertakenError
    if item is None:
        return ()
    if row["channel"] == "whatsapp" or row["gone"]:
        _heard(conn, row, now)
    if not (mine and written.ours):
        return ()
    return tuple(
        Claimed(
            line["id"],
            row["id"],
            row["channel"],
            item.sender,
            said.message,
            0,
            1,
            epoch=row["epoch"],
            lease=now + outgoing.SENDING_LEASE_SECONDS,
            kind=said.kind,
            at=now,
        )
        for line, said in zip(out, words, strict=True)
    )


def _columns(turn: Turn, carried: Carried) -> dict[str, Any]:
    row, session = turn.row, turn.session
    columns = {name: row[name] for name in ROW} | carried.columns
    if turn.item is not None:
        columns |= {"last_at": turn.now, "last_from": row["address_id"]}
    if session is not None:
        columns |= {
            "session": turn.key.seal(row["id"], "session", session.to_json()),
            "seq": session.seq,
            "language": session.language,
            **_place(session),
        }
    return columns


def _place(session: Session) -> dict[str, str]:
    """Where the person is, for who is called: what they answered, else what their words of danger named."""
    region, centre = (str(session.facts.get(name, "")) for name in (REGION, CENTRE))
    level, slug = session.notes.get(DANGER_AT, ("", ""))
    known = {REGION: region, CENTRE: centre}
    return known if region or centre or not slug else known | {str(level): str(slug)}


_HEARD = Prepared(
    update(address)
    .where(address.c.id == bindparam("from"))
    .values(window_until=bindparam("until"), heard_at=bindparam("now"), gone=0)
)
_GOES_ON = Prepared(
    update(outbox)
    .where(outbox.c.conversation_id == bindparam("conversation"), is_one_of(outbox.c.state, "pending"))
    .values(state="ready", error="", tries=0)
)


def _heard(conn: Connection, row: RowMapping, now: int) -> None:
    """Who writes is there again. WhatsApp lets us write freely for a day after the person's last message; what waited
    for that, behind the template, may go.
    """
    _HEARD.run(conn, {"from": row["address_id"], "until": now + WHATSAPP_WINDOW_SECONDS, "now": now})
    _GOES_ON.run(conn, {"conversation": row["id"]})
