"""Who may hear it: whoever agreed to be written to, and against whom nothing stands (protection A7)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Executable, insert, update

from bot.broadcast.announcement import To
from bot.broadcast.audience import reached
from bot.channels.whatsapp.templates import NEUTRAL
from bot.records.ids import new_id
from bot.records.tables import address, consent, content_template, conversation, person
from tests.broadcast.conftest import PEOPLE, Hall


async def _reached(hall: Hall, **to: Any) -> tuple[set[str], int]:
    found, more = await hall.database.read(reached, "sira", To(**to), await hall.database.write(_now))
    return set(found), more


def _now(conn: Any) -> int:
    from bot.records.clock import now

    return now(conn)


async def _first(hall: Hall) -> dict[str, Any]:
    return (await hall.rows(conversation))[0]


async def test_everybody_who_agreed_is_meant(hall: Hall) -> None:
    assert await _reached(hall) == (set(hall.talks), 0)


AGAINST = {
    "said stop": {"conversation": {"mode": "stopped"}},
    "is in danger": {"conversation": {"mode": "queued", "level": "P0"}},
    "is in a pressing case": {"conversation": {"mode": "queued", "level": "P1"}},
    "is another organisation's": {"conversation": {"organisation": "other"}},
    "refused": {"person": {"consent": "no"}},
    "never said yes": {"person": {"consent": ""}},
    "left the phone": {"address": {"current": 0}},
    "is gone": {"address": {"gone": 1}},
    "sits at a web page": {"address": {"channel": "web"}},
}


@pytest.mark.parametrize("change", AGAINST.values(), ids=AGAINST)
async def test_who_does_not_hear_it(change: dict[str, dict[str, Any]], hall: Hall) -> None:
    one = await _first(hall)
    tables = {"conversation": (conversation, "id"), "person": (person, "person_id"), "address": (address, "last_from")}
    for name, values in change.items():
        table, key = tables[name]
        await hall.alter(update(table).where(table.c.id == one[key]).values(**values))
    assert await _reached(hall) == (set(hall.talks) - {one["id"]}, 0)


async def test_a_later_no_counts_and_a_yes_to_something_else_does_not(hall: Hall) -> None:
    one = await _first(hall)
    row = {"person_id": one["person_id"], "wording": "w", "language": "fr", "at": 2_000_000_000}
    await hall.alter(insert(consent).values(id=new_id(), purpose="news", given=0, **row))
    await hall.alter(insert(consent).values(id=new_id(), purpose="referral", given=1, **row))
    assert await _reached(hall) == (set(hall.talks) - {one["id"]}, 0)


async def test_a_phone_that_two_people_have_used_hears_nothing(hall: Hall) -> None:
    first, second = (await hall.rows(address))[:2]
    changes: list[Executable] = [
        update(address).where(address.c.id == first["id"]).values(current=0, hash=second["hash"]),
    ]
    await hall.alter(*changes)
    found, _ = await _reached(hall)
    assert len(found) == PEOPLE - 2


@pytest.mark.parametrize(
    ("column", "value", "to"),
    [("language", "bm", "languages"), ("region", "gao", "regions"), ("centre", "agadez", "centres")],
)
async def test_it_goes_where_it_is_meant_to_go(column: str, value: str, to: str, hall: Hall) -> None:
    one = await _first(hall)
    await hall.alter(update(conversation).where(conversation.c.id == one["id"]).values(**{column: value}))
    assert await _reached(hall, **{to: (value,)}) == ({one["id"]}, 0)
    assert await _reached(hall, channels=("whatsapp",)) == (set(), 0)


async def test_on_whatsapp_after_a_day_only_behind_the_neutral_template(hall: Hall) -> None:
    one = await _first(hall)
    here = address.c.id == one["last_from"]
    await hall.alter(update(address).where(here).values(channel="whatsapp", window_until=0))
    assert await _reached(hall) == (set(hall.talks) - {one["id"]}, 1)
    await hall.alter(update(address).where(here).values(window_until=4_000_000_000))
    assert await _reached(hall) == (set(hall.talks), 0)
    await hall.alter(update(address).where(here).values(window_until=0),
                     insert(content_template).values(name=NEUTRAL, account="AC1", sid="HX1"))  # fmt: skip
    assert await _reached(hall) == (set(hall.talks), 0)
