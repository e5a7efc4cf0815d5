"""Nothing falls between chairs: files that wait for an organisation are chased, by e-mail or through a worker."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping

from bot.desk import links, referral_terms
from bot.desk.partner_addresses import checked_address
from bot.desk.referral_letter import has_post, send_link
from bot.desk.referral_states import MACHINE, record
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.runner import Runner
from bot.settings import Settings
from bot.waiting import ring_all


class Chaser:
    """One sweep: reminders at half of the term, tasks at its end, expiry. Any number of processes may do it."""

    def __init__(self, database: Database, settings: Settings, runner: Runner) -> None:
        self._database = database
        self._settings = settings
        self._runner = runner

    async def sweep(self) -> None:
        """Do what is due."""
        if self._runner.house.standstill.since:  # news of what ends now would wait with everything else
            return
        for referral_id in await self._database.read(referral_terms.to_remind):
            await self._remind(referral_id)
        if await self._database.read(referral_terms.is_due):
            for conversation in await self._database.write(referral_terms.tidy):
                await self._runner.act(ring_all, conversation)

    async def _remind(self, referral_id: str) -> None:
        taken = await self._database.write(_prepared, referral_id, has_post(self._settings))
        if taken is not None and not await send_link(self._settings, *taken):
            await self._database.write(referral_terms.ask_to_remind, referral_id)


def _prepared(conn: Connection, referral_id: str, by_email: bool) -> tuple[str, str] | None:  # noqa: FBT001
    """Address and token of the e-mail to send; None when there is none to send, which a worker is told of."""
    row: RowMapping | None = referral_terms.take_reminder(conn, referral_id)
    if row is None:
        return None
    to = checked_address(conn, row["organisation"]) if by_email else ""
    if not to:
        referral_terms.ask_to_remind(conn, referral_id)
        return None
    record(conn, row, row["status"], MACHINE, "reminded", clock_now(conn))
    return to, links.mint(conn, referral_id, "email")
