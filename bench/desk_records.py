"""A desk after some years: many people, their messages, their requests; made at once, straight into PostgreSQL.

Only the conversations that will be looked at hold words that open: a page opens one conversation, and of the others nothing
but what the queue sorts by.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import Integer, LargeBinary, Table

from bot.channels.message import Message
from bot.engine.session import Frame, Session
from bot.records.ids import new_id
from bot.records.seal import Vault
from bot.records.tables import address, conversation, handover, message, outbox, person, person_key, referral

PEOPLE, MESSAGES_EACH, OPEN, LOOKED_AT = 50_000, 20, 5_000, 60
SHARES = {"P0": 0.005, "P1": 0.095, "P2": 0.3, "P3": 0.6}
"""Of who waits: few are in danger, and all of those stand on the first page of the queue."""
DAY_SECONDS = 86_400
YEAR_DAYS = 365
SEED = 11
WORDS = "An ka jɛkulu bɛna i jaabi. I ka ɲinini bɛ yɔrɔ min, i bɛ se k'o ɲinin yan tuma bɛɛ."
FRENCH = "L'équipe va vous répondre. Vous pouvez demander ici à tout moment où en est votre demande."
REGIONS = ("bamako", "kayes", "koulikoro", "sikasso", "segou", "gao")
ORGANISATION = "sira"


async def fill(url: str, vault: Vault, now: int, many: int = PEOPLE, waiting: int = OPEN) -> list[str]:
    """Fill an empty, migrated database. Returns the conversations that can be looked at, the busiest of the queue."""
    chance = random.Random(SEED)
    people = [_one(vault, chance, number, now, waits=number < waiting) for number in range(many)]
    driver = await asyncpg.connect(url)
    try:
        for table, rows in (
            (person, ({"id": one["person"], "language": "bm", "consent": "yes", "created_at": now} for one in people)),
            (person_key, ({"person_id": one["person"], "wrapped": one["wrapped"]} for one in people)),
            (address, map(_address, people)),
            (conversation, map(_conversation, people)),
            (handover, map(_handover, people)),
            (referral, (_referral(one, now) for one in people[::3])),
            (message, (row for one in people for row in one["messages"])),
            (outbox, (_sent(one, row) for one in people for row in one["messages"] if row["author"] == "bot")),
        ):
            await _copy(driver, table, rows)
        await driver.execute("analyze")
    finally:
        await driver.close()
    return [one["conversation"] for one in people[:LOOKED_AT]]


async def _copy(driver: Any, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    columns = {column.name: _default(column) for column in table.columns}
    records = (tuple(row.get(name, default) for name, default in columns.items()) for row in rows)
    await driver.copy_records_to_table(table.name, records=records, columns=list(columns))


def _default(column: Any) -> Any:
    if column.default is not None and not callable(column.default.arg):
        return column.default.arg
    return b"" if isinstance(column.type, LargeBinary) else 0 if isinstance(column.type, Integer) else ""


def _one(vault: Vault, chance: random.Random, number: int, now: int, *, waits: bool) -> dict[str, Any]:
    """One person with their talk, whose reasons the queue reads; the words of the first ones can be opened, and the first
    thousands wait.
    """
    person_id, thread = new_id(), new_id()
    key, wrapped = vault.new_key(person_id)
    opens = number < LOOKED_AT
    began = now - chance.randrange(YEAR_DAYS if not waits else 2) * DAY_SECONDS - chance.randrange(DAY_SECONDS)
    words = Message(text=WORDS, language="bm", french=FRENCH).to_json()
    state = Session(language="bm", consent="yes", frames=(Frame("menu", "", "choose"),),
                    facts={"in": "mali", "region": "kayes", "age": 25, "need": ["trade"], "trade": "masonry"})  # fmt: skip
    lines = []
    for place in range(MESSAGES_EACH):
        line = new_id()
        sealed = key.seal(line, "message", words) if opens else secrets.token_bytes(len(words) + 28)
        lines.append({"id": line, "conversation_id": thread, "author": "bot" if place % 2 else "person", "kind": "prompt",
                      "seq": place, "sealed": sealed, "at": began + place * 60})  # fmt: skip
    case, file_id = new_id(), new_id()
    case_file = key.seal(file_id, "referral", b'{"shared":{},"notes":{}}') if opens else b"-"
    reasons = key.seal(case, "handover", b'[["asked_for_person","P3",%d]]' % began)
    (level,) = chance.choices(tuple(SHARES), tuple(SHARES.values()))
    return {
        "person": person_id, "wrapped": wrapped, "address": new_id(), "conversation": thread, "messages": lines,
        "waits": waits, "began": began, "case": case, "reasons": reasons, "level": level,
        "region": chance.choice(REGIONS), "session": key.seal(thread, "session", state.to_json()),
        "file": case_file, "referral": file_id,
        "words_after": chance.randrange(60, DAY_SECONDS), "due": began + chance.randrange(1, 3 * DAY_SECONDS),
    }  # fmt: skip


def _address(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": one["address"], "person_id": one["person"], "channel": "telegram", "account": "1",
            "hash": one["address"], "sealed": b"-", "heard_at": one["began"]}  # fmt: skip


def _conversation(one: Mapping[str, Any]) -> dict[str, Any]:
    waits = one["waits"]
    return {"id": one["conversation"], "person_id": one["person"], "mode": "queued" if waits else "bot",
            "seq": MESSAGES_EACH, "session": one["session"], "language": "bm", "region": one["region"],
            "level": one["level"] if waits else "", "due_at": one["due"] if waits else 0, "organisation": ORGANISATION,
            "last_from": one["address"], "last_at": one["began"], "created_at": one["began"]}  # fmt: skip


def _handover(one: Mapping[str, Any]) -> dict[str, Any]:
    over = 0 if one["waits"] else one["began"] + one["words_after"]
    return {"id": one["case"], "conversation_id": one["conversation"], "level": one["level"], "sealed": one["reasons"],
            "opened_at": one["began"], "due_at": one["due"], "closed_at": over, "outcome": "" if one["waits"] else "answered",
            "organisation": ORGANISATION, "first_words_at": over}  # fmt: skip


def _referral(one: Mapping[str, Any], now: int) -> dict[str, Any]:
    status = ("sent", "accepted", "served", "expired")[len(one["messages"]) % 2 + 2 * (one["began"] % 2)]
    return {"id": one["referral"], "conversation_id": one["conversation"], "number": one["case"][-12:], "service": "anpe",
            "organisation": "anpe", "status": status, "consent_id": "-", "sealed": one["file"], "sent_at": one["began"],
            "due_at": one["due"], "answered_at": one["due"] if status != "expired" else 0, "at": one["began"],
            "changed_at": now}  # fmt: skip


def _sent(one: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": row["id"], "conversation_id": one["conversation"], "address_id": one["address"], "kind": "prompt",
            "epoch": 0, "state": "delivered", "sealed": b"-", "at": row["at"]}  # fmt: skip
