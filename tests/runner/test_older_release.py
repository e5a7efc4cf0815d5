"""A rolling restart migrates first: processes of the release before go on answering over what the newer one has added."""

from __future__ import annotations

from sqlalchemy import text

from tests.runner.door import Door

CHAT = 31
NEWER = (
    "alter table conversation add column mood varchar not null default ''",
    "alter table outbox add column weight bigint not null default 0",
    "alter table inbound add column weight bigint not null default 0",
    "create table weather (id varchar primary key)",
    "update alembic_version set version_num = '9999'",
)


async def test_a_talk_goes_on_in_the_older_release_after_the_newer_one_has_migrated(door: Door) -> None:
    await door.writes(CHAT, "bonjour", "1")
    await door.settled()
    await door.alter(*(text(sentence) for sentence in NEWER))
    await door.writes(CHAT, "1", "1")
    await door.settled()
    assert len(door.shown(CHAT)) == len(set(door.shown(CHAT))) == 4
