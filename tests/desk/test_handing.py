"""A link that is made is with the organisation once it left: handed over, e-mailed, or opened; over both stores."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from bot.desk import handing, links, partner, referral_news, referrals
from bot.desk.open_tasks import kinds_of
from bot.desk.referral_list import listed
from bot.desk.referral_states import MACHINE, by_worker, move
from bot.desk.request_standing import stand
from bot.engine.session import Request
from bot.records.tables import referral_event
from tests.desk.conftest import AWA, Desk
from tests.desk.referring import NUMBER, SERVICE, owner, read, sent


async def _made(desk: Desk) -> tuple[str, str]:
    one, token = await sent(desk)
    await desk.database.write(handing.is_made, one)
    return one, token


async def _stands(desk: Desk) -> tuple[str, str, bool]:
    """What the person is told, what the desk lists, whether the news of it would be said now."""

    def now(conn: Connection) -> tuple[str, bool]:
        _, key = owner(conn, desk)
        (request,) = stand(conn, key, desk.id, (Request(NUMBER, SERVICE, "draft"),))
        return request.status, referral_news.of_status(conn, desk.id, NUMBER) is not None

    (line,) = await desk.database.read(listed, AWA)
    status, told = await desk.database.read(now)
    return status, line.standing, told


async def test_until_it_has_left_nobody_is_told_that_the_organisation_has_it(desk: Desk) -> None:
    one, _ = await _made(desk)
    assert await _stands(desk) == ("ready", "to_hand", False)
    assert await desk.database.write(handing.has_left, one, by_worker(AWA), "handed")
    assert await _stands(desk) == ("sent", "sent_silent", True)
    assert not await desk.database.write(handing.has_left, one, by_worker(AWA), "handed"), "once"
    assert [row["reason"] for row in await read(desk, select(referral_event))].count("handed") == 1


async def test_a_link_made_anew_takes_back_nothing_of_what_was_told(desk: Desk) -> None:
    one, _ = await _made(desk)
    await desk.database.write(handing.has_left, one, MACHINE, "emailed")
    await desk.database.write(referrals.remind, one, by_worker(AWA), "hand")
    await desk.database.write(handing.is_made, one)
    assert await _stands(desk) == ("sent", "sent_silent", True)
    assert await desk.database.read(kinds_of, one) == ["hand"]


async def test_an_e_mail_that_no_server_took_leaves_a_link_to_hand_over(desk: Desk) -> None:
    one, _ = await _made(desk)
    await desk.database.write(handing.not_e_mailed, one)
    assert [row["means"] for row in await desk.database.read(links.of_referral, one)] == ["hand"]
    assert await _stands(desk) == ("ready", "to_hand", False)


@pytest.mark.parametrize("by", ["opened", "telephone", "withdrawn"])
async def test_nothing_is_left_to_hand_over_once_they_have_it_or_it_is_over(desk: Desk, by: str) -> None:
    one, token = await _made(desk)
    if by == "opened":
        await desk.database.write(partner.open_file, desk.phone.house, token)
    else:
        await desk.database.write(move, one, "accepted" if by == "telephone" else "withdrawn", by_worker(AWA))
    assert "hand" not in await desk.database.read(kinds_of, one)
