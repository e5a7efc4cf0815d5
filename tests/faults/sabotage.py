"""Three builds of Sira with one promise broken in each: the suite must notice, or it proves nothing.

Each function is called in a child before its process begins.
"""

from __future__ import annotations

import os
import urllib.parse
import urllib.request
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, select, update

from bot import sender, settling, turns
from bot.channels.inbound import Inbound
from bot.channels.message import Message
from bot.house import House
from bot.outbox import Claimed
from bot.records.tables import conversation, outbox
from webhook import telegram


def no_dedupe() -> None:
    """A message that the provider posts again is taken for a new one."""
    parse = telegram.parse

    def forgetful(update_: dict[str, Any], account: str) -> Inbound:
        item = parse(update_, account)
        return replace(item, provider_id=f"{item.provider_id}-{uuid4().hex}")

    telegram.parse = forgetful


def send_before_commit() -> None:
    """Words go out while the turn that wrote them may still be undone."""
    write_down = turns.write_down

    def hasty(conn: Connection, *rest: Any) -> tuple[Claimed, ...]:
        ours = write_down(conn, *rest)
        for claimed in ours:
            _post(claimed.address, claimed.words)
        conn.execute(update(outbox).where(outbox.c.id.in_([one.outbox for one in ours])).values(state="sent"))
        return ()

    turns.write_down = hasty


def no_epoch_fence() -> None:
    """What the bot had queued is said although a human has come since."""
    claim_head, claim_heads = sender.claim_head, sender.claim_heads

    def forget(conn: Connection, conversation_id: str) -> None:
        now = select(conversation.c.epoch).where(conversation.c.id == conversation_id).scalar_subquery()
        conn.execute(update(outbox).where(outbox.c.conversation_id == conversation_id).values(epoch=now))

    def deaf(conn: Connection, house: House, conversation_id: str) -> Claimed | None:
        forget(conn, conversation_id)
        return claim_head(conn, house, conversation_id)

    def all_deaf(conn: Connection, house: House, conversations: Sequence[str]) -> dict[str, Claimed]:
        for one in conversations:
            forget(conn, one)
        return claim_heads(conn, house, conversations)

    sender.claim_head = settling.claim_head = deaf
    sender.claim_heads = all_deaf


def _post(chat: str, words: Message) -> None:
    token = os.environ["SIRA_TELEGRAM_TOKEN"]
    form = urllib.parse.urlencode({"chat_id": chat, "text": words.text}).encode()
    urllib.request.urlopen(f"{os.environ['SIRA_TELEGRAM_API_URL']}/bot{token}/sendMessage", form, timeout=10).close()


BUILDS = {one.__name__: one for one in (no_dedupe, send_before_commit, no_epoch_fence)}
