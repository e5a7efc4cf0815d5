"""What goes to an organisation unasked: the e-mail with its link, or a worker's task where no e-mail goes.

Taking, looking for an address and minting stand in one transaction and sending outside it, so that no two processes send
and no server's slowness holds the database.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping

from bot.desk import links
from bot.desk.handing import has_left
from bot.desk.partner_addresses import checked_address
from bot.desk.referral_letter import has_post
from bot.desk.referral_states import MACHINE, record
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Errand:
    """``take``: the referral, ours from now on; None when another process has it. ``send``: False when no server took the
    e-mail. ``tell``: have a worker do it instead. ``word``: the line of the history for an e-mail; "" where taking left one.
    """

    take: Callable[[Connection, str], RowMapping | None]
    send: Callable[[Settings, str, str], Awaitable[bool]]
    tell: Callable[[Connection, str], None]
    word: str = ""


async def run_errand(errand: Errand, database: Database, settings: Settings, referral_id: str) -> None:
    """Write to the organisation, or have a worker told: one of the two, by one process."""
    taken = await database.write(_prepared, errand, referral_id, has_post(settings))
    if taken is None:
        return
    if await errand.send(settings, *taken):
        await database.write(has_left, referral_id, MACHINE, "emailed")
    else:
        await database.write(errand.tell, referral_id)


def _prepared(conn: Connection, errand: Errand, referral_id: str, by_email: bool) -> tuple[str, str] | None:  # noqa: FBT001
    """Address and token of the e-mail to send; None when there is none to send, which a worker is told of."""
    row = errand.take(conn, referral_id)
    if row is None:
        return None
    to = checked_address(conn, row) if by_email else ""
    if not to:
        errand.tell(conn, referral_id)
        return None
    if errand.word:
        record(conn, row, row["status"], MACHINE, errand.word, clock_now(conn))
    return to, links.mint(conn, referral_id, "email")
