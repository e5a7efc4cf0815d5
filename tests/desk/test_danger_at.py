"""Where somebody in danger says to be stands on the queue's row, whatever they had agreed to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.records.tables import conversation
from tests.desk.conftest import Desk
from tests.phone import Phone


@pytest.mark.parametrize(
    ("said", "region", "centre"),
    [
        ("on me bat, je suis enfermee a Agadez", "", "agadez"),
        ("on me bat à Ségou", "segou", ""),
        ("on me bat", "", ""),
    ],
)
async def test_the_place_in_the_first_words_of_danger_is_known_to_who_is_called(
    desk: Desk, new_phone: Callable[[str], Phone], said: str, region: str, centre: str
) -> None:
    other = new_phone("whatsapp")
    await other.says(said)
    statement = select(conversation.c.level, conversation.c.region, conversation.c.centre)
    mine = statement.where(conversation.c.id == other.conversation)
    found = await desk.database.read(lambda conn: conn.execute(mine).one())
    assert tuple(found) == ("P0", region, centre)
