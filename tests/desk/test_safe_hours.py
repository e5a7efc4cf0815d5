"""Words out of silence wait for the hours that the person named; an answer does not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.desk.claim import claim
from bot.desk.reach import reach
from bot.desk.reply import NotReplied, Replied, reply
from bot.desk.safe_hours import EXPECTED_SECONDS, reaching
from bot.engine.session import Session
from tests.desk.conftest import AWA, Desk

DAY = 20_000 * 86_400


@pytest.mark.parametrize(
    ("asked", "where", "hour", "safe"),
    [
        ("morning", "mali", 5, False), ("morning", "mali", 6, True), ("morning", "mali", 12, False),
        ("morning", "niger", 5, True), ("morning", "niger", 11, False),
        ("noon", "mali", 12, True), ("noon", "mali", 20, False),
        ("evening", "mali", 17, True), ("evening", "mali", 23, False), ("evening", "niger", 16, True),
        ("any", "mali", 3, True), ("", "mali", 3, False), ("", "mali", 20, True), ("garbage", "mali", 3, False),
        ("", "", 20, True), ("", "elsewhere", 21, False),
    ],
)  # fmt: skip
def test_safe_is_by_what_was_said_and_by_the_clock_of_the_place(asked: str, where: str, hour: int, safe: bool) -> None:
    session = Session(facts={"in": where}, notes={"safe_hours": asked})
    assert reaching(session, DAY + hour * 3600, 0).now_safe is safe


def test_who_wrote_within_the_hour_expects_an_answer() -> None:
    night = DAY + 3 * 3600
    assert reaching(Session(), night, night - EXPECTED_SECONDS + 1).expected
    assert not reaching(Session(), night, night - EXPECTED_SECONDS).expected


async def _until_night(desk: Desk) -> None:
    """To three o'clock of the next night, well after the person's last words."""
    now = datetime.fromtimestamp((await desk.row())["last_at"], UTC)
    await desk.wait((26 - now.hour) * 3600 + EXPECTED_SECONDS)


async def test_at_night_words_out_of_silence_go_only_when_a_worker_says_so(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    assert await desk.reply(AWA, "Tout de suite") == Replied()
    await _until_night(desk)
    assert await desk.reply(AWA, "Dormez-vous ?") == NotReplied("careful")

    def send(conn):  # type: ignore[no-untyped-def]
        row = reach(conn, desk.id, AWA)
        return reply(conn, desk.phone.house, row, AWA, "C'est urgent", row["version"], anyway=True)

    assert await desk.database.write(send) == Replied()
    await desk.phone.says("oui je suis là")
    assert await desk.reply(AWA, "Bien.") == Replied(), "who writes at night is answered at night"


async def test_danger_waits_for_no_hour(desk: Desk) -> None:
    await desk.phone.says("je ne veux plus vivre")
    await desk.database.write(claim, desk.id, AWA)
    await _until_night(desk)
    await desk.database.write(claim, desk.id, AWA)
    assert await desk.reply(AWA, "Je suis là.") == Replied()
