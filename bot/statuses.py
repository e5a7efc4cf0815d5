"""How far a message got, asked of Twilio where its news did not come: a status callback that fails is not repeated for long.

What matters is a message that never arrived: refused outside the 24 hours, it goes again as a template; failed, the worker
sees it. Twilio is asked only while something of ours stands at *sent*, and once an hour for the whole day, since it may
give up late.
"""

from __future__ import annotations

import structlog
from sqlalchemy import Connection, select

from bot.channels.whatsapp.client import WhatsAppChannel
from bot.channels.whatsapp.status import Status
from bot.channels.wire import Retry
from bot.delivery import note_status
from bot.patrol import EVERY_SECONDS, begin, reach
from bot.records.database import Database
from bot.records.ids import first_id_of
from bot.records.tables import address, is_filled, is_one_of, outbox
from bot.runner import Runner

log = structlog.get_logger()

GRACE_SECONDS = 60  # news of younger ones is still on its way
SLACK_SECONDS = 60  # between Twilio's clock and the database's
HOUR, DAY = 3600, 86_400
ROUNDS = (("twilio_statuses", EVERY_SECONDS, 600), ("twilio_statuses_of_the_day", HOUR, DAY))
"""Name, how often, how far back, in seconds. Twilio keeps a message up to ten hours before it gives up."""
AT_ONCE = 500  # ids in one statement


class Statuses:
    """What became of what we sent."""

    def __init__(self, database: Database, channel: WhatsAppChannel, runner: Runner) -> None:
        self._database = database
        self._channel = channel
        self._runner = runner

    async def sweep(self) -> None:
        """Those rounds that are due."""
        for name, every, back in ROUNDS:
            due = await self._database.write(begin, name, every)
            if due is not None and await self._look(due.now - back, due.now - GRACE_SECONDS):
                await self._database.write(reach, name, due.now)

    async def _look(self, since: int, until: int) -> bool:
        """Whether everything between was seen."""
        if not await self._database.read(_without_news, since, until):
            return True
        listed = await self._channel.list.messages(since - SLACK_SECONDS, From=self._channel.account)
        if isinstance(listed, Retry):
            log.warning("list_not_read", channel="whatsapp", reason=listed.reason)
            return False
        news = [one.news for one in listed if one.news is not None]
        for place in range(0, len(news), AT_ONCE):
            for conversation in await self._database.write(_note, news[place : place + AT_ONCE]):
                self._runner.wake(conversation)
        return True


def _without_news(conn: Connection, since: int, until: int) -> bool:
    """Ids bear their time, and the primary key is in order: no index of its own is needed."""
    rows = (
        select(outbox.c.id)
        .join(address, address.c.id == outbox.c.address_id)
        .where(
            outbox.c.id >= first_id_of(since),
            outbox.c.id < first_id_of(until),
            is_one_of(outbox.c.state, "sent"),
            is_filled(outbox.c.provider_id),
            address.c.channel == "whatsapp",
        )
        .limit(1)
    )
    return conn.execute(rows).first() is not None


def _note(conn: Connection, news: list[Status]) -> list[str]:
    """Returns the conversations in which something is to be sent again."""
    ids = [one.provider_id for one in news]
    waiting = select(outbox.c.provider_id).where(outbox.c.provider_id.in_(ids), is_filled(outbox.c.provider_id))
    known = set(conn.execute(waiting.where(is_one_of(outbox.c.state, "sent"))).scalars())
    told = [note_status(conn, one) for one in news if one.provider_id in known]
    return [conversation for conversation in told if conversation is not None]
