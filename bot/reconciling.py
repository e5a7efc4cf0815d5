"""Twilio logs a webhook that failed and does nothing more: so its list is read every minute, and what is not in our inbox
goes through the same door as what it posted.

The list knows less than a webhook: of a tap only the words on the button, which the conversation understands as typed; of
a place or a contact nothing, so the person is asked to write instead.
"""

from __future__ import annotations

from dataclasses import replace

import structlog
from sqlalchemy import Connection, select

from bot.channels.inbound import Inbound
from bot.channels.whatsapp.client import WhatsAppChannel
from bot.channels.whatsapp.listing import Listed
from bot.channels.whatsapp.parse import parse
from bot.channels.wire import Retry
from bot.patrol import begin, reach
from bot.records.database import Database
from bot.records.tables import inbound
from bot.runner import Runner

log = structlog.get_logger()

ROUND = "twilio_messages"
OVERLAP_SECONDS = 600  # looked at again: Twilio's clock is not ours, and its list may be late
GRACE_SECONDS = 20
"""Younger ones may still be on their way to the webhook, which knows more: it has 15 s, repetitions included."""


class Reconciling:
    """What Twilio has for us and could not deliver."""

    def __init__(self, database: Database, channel: WhatsAppChannel, runner: Runner) -> None:
        self._database = database
        self._channel = channel
        self._runner = runner

    async def sweep(self) -> None:
        """One round, when one is due. Raises ``DatabaseDown``; the next round then begins where this one did."""
        due = await self._database.write(begin, ROUND)
        if due is None:
            return
        listed = await self._channel.list.messages(due.reached - OVERLAP_SECONDS, To=self._channel.account)
        if isinstance(listed, Retry):
            log.warning("list_not_read", channel="whatsapp", reason=listed.reason)
            return
        until = due.now - GRACE_SECONDS
        ours = [one for one in listed if one.inbound and one.sid and one.at <= until]
        known = await self._database.read(_known, self._channel.account, [one.sid for one in ours])
        missed = [one for one in ours if one.sid not in known]
        for one in missed:
            item = await self._read(one)
            if item is None:
                return
            await self._runner.accept(item)
        if missed:
            log.warning("webhooks_lost", channel="whatsapp", messages=len(missed))
        await self._database.write(reach, ROUND, until)

    async def _read(self, one: Listed) -> Inbound | None:
        """None when its files cannot be read now: then the whole round is made again."""
        form = {"MessageSid": one.sid, "From": one.sender, "To": one.to, "Body": one.body}
        if one.files:
            files = await self._channel.list.files(one.sid)
            if isinstance(files, Retry):
                return None
            for number, (media, content_type) in enumerate(files):
                form |= {
                    f"MediaUrl{number}": f"/Messages/{one.sid}/Media/{media}",
                    f"MediaContentType{number}": content_type,
                }
        item = parse(form)
        return replace(item, kind="sticker") if item.kind == "ignored" and item.sender else item


def _known(conn: Connection, account: str, sids: list[str]) -> set[str]:
    rows = select(inbound.c.provider_id).where(
        inbound.c.channel == "whatsapp", inbound.c.account == account, inbound.c.provider_id.in_(sids)
    )
    return set(conn.execute(rows).scalars())
