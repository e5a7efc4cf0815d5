"""Whether a message that got no answer has arrived: asked of Twilio, which keeps a list, before anything is sent again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from bot.channels.numbered import without_numbers
from bot.channels.whatsapp.client import WhatsAppChannel
from bot.channels.whatsapp.listing import Listed
from bot.channels.wire import JOINED, Retry, Wire
from bot.outbox import Claimed
from bot.records.database import Database
from bot.records.tables import outbox
from bot.settling import ALWAYS_AGAIN, TRIES_MAX

SLACK_SECONDS = 60  # between Twilio's clock and the database's


async def arrived(
    database: Database, channel: WhatsAppChannel, claimed: Claimed, wires: Sequence[Wire]
) -> list[str] | Retry:
    """Twilio's ids of the first of ``wires`` that it has, in order; ``Retry`` when it cannot be asked.

    Safety is not kept waiting for that longer than for one try: read twice is better than not at all.
    """
    listed = await channel.list.messages(claimed.at - SLACK_SECONDS, To=claimed.address, From=channel.account)
    if isinstance(listed, Retry):
        return [] if claimed.kind == ALWAYS_AGAIN and 2 < claimed.tries <= TRIES_MAX else listed  # noqa: PLR2004
    known = await database.read(_known, claimed.conversation)
    candidates = [one for one in listed if not one.failed and one.sid not in known]
    found: list[str] = []
    for wire in wires:
        same = next((one for one in candidates if one.sid not in found and _is(one, wire)), None)
        if same is None:
            break
        found.append(same.sid)
    return found


def _is(listed: Listed, wire: Wire) -> bool:
    if wire.kind in {"media", "voice"}:
        return listed.files > 0
    words = {_flat(wire.text), _flat(without_numbers(wire.text, wire.choices))} - {""}
    return _flat(listed.body) in words


def _flat(words: str) -> str:
    return " ".join(words.split())


def _known(conn: Connection, conversation_id: str) -> set[str]:
    """Ids that belong to messages already; the same words may rightly have been said before."""
    rows = conn.execute(
        select(outbox.c.earlier_ids, outbox.c.provider_id).where(outbox.c.conversation_id == conversation_id)
    )
    return {one for earlier, last in rows for one in (*earlier.split(JOINED), last) if one}
