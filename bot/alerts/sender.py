"""Making the calls: one sweep a means, so that a slow mail server never holds up the group; the most urgent first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.alerts.errands import MAKING_SECONDS, Errand, claim_next, is_due, settle
from bot.alerts.group import StaffBot, TopicAway
from bot.alerts.topics import NONE, Place, keep, lost, thread_of
from bot.alerts.wording import ended_text, group_text, mail, topic_name
from bot.channels.wire import Delivered, Rejected, Sent, Uncertain
from bot.desk.calls import Means
from bot.desk.post import post
from bot.desk.words import said
from bot.engine.book import Book
from bot.records.database import Database
from bot.settings import Settings

log = structlog.get_logger()

AT_ONCE = 50
TAKE = "take:"
"""Before the call's id, in what a tap on the button brings back."""

Deliver = Callable[[Errand], Awaitable[Sent]]


class CallSender:
    """Makes the calls of one means, one after the other. Any number of processes may: each errand is leased."""

    def __init__(self, database: Database, means: Means, deliver: Deliver) -> None:
        self._database = database
        self._means = means
        self._deliver = deliver

    async def sweep(self) -> None:
        """Everything that is due."""
        if not await self._database.read(is_due, self._means):
            return
        for _ in range(AT_ONCE):
            errand = await self._database.write(claim_next, self._means)
            if errand is None:
                return
            sent = await self._made(errand)
            if not isinstance(sent, Delivered):
                log.warning("call_not_made", alert=errand.alert, means=self._means, ended=type(sent).__name__)
            await self._database.write(settle, errand, sent)

    async def _made(self, errand: Errand) -> Sent:
        try:
            async with asyncio.timeout(MAKING_SECONDS):
                return await self._deliver(errand)
        except Exception as error:  # noqa: BLE001 — a bug in one call must not silence the others
            log.error("call_raised", means=self._means, error=type(error).__name__)
            return Uncertain(type(error).__name__)


def by_telegram(database: Database, book: Book, bot: StaffBot) -> Deliver:
    """Into the group, in the topic of the team; what somebody took is changed in place."""

    async def deliver(errand: Errand) -> Sent:
        if errand.message:
            return await bot.edit(errand.message, ended_text(book, errand))
        words, button = group_text(book, errand), (said(book.catalogues, "call", "take"), f"{TAKE}{errand.alert}")
        place = Place(str(bot.chat), errand.organisation, errand.team)
        thread = await database.write(thread_of, place)
        if thread is None:
            made = await bot.topic(topic_name(errand))
            thread = made if isinstance(made, int) else NONE
            if thread or isinstance(made, Rejected):
                await database.write(keep, place, thread)
        sent = await bot.post(words, button, thread)
        if isinstance(sent, TopicAway):
            await database.write(lost, place, thread)
            sent = await bot.post(words, button, NONE)
        return Uncertain("the group has no place for it") if isinstance(sent, TopicAway) else sent

    return deliver


def by_email(settings: Settings, book: Book) -> Deliver:
    """To those whom `bot/alerts/recipients.py` chose when the errand was leased."""

    async def deliver(errand: Errand) -> Sent:
        if not errand.to:
            return Rejected("nobody who may answer has an e-mail address")
        subject, words = mail(book, errand, settings.public_url.rstrip("/"))
        return await post(settings, errand.to, subject, words)

    return deliver
