"""Nobody has to think of it: an organisation that gave a day is asked how it went, by e-mail or through a worker."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk import afterwards, links
from bot.desk.partner_addresses import checked_address
from bot.desk.referral_letter import has_post, send_question
from bot.records.database import Database
from bot.runner import Runner
from bot.settings import Settings

EVERY_SECONDS = 60.0
"""What is asked days later need not be looked for with every message."""


class Asking:
    """One sweep. Any number of processes may do it."""

    def __init__(self, database: Database, settings: Settings, runner: Runner) -> None:
        self._database = database
        self._settings = settings
        self._runner = runner

    async def sweep(self) -> None:
        """Ask what is due, and have a worker call where no e-mail goes or none is answered."""
        if self._runner.house.standstill.since:
            return
        for referral_id in await self._database.read(afterwards.to_ask):
            await self._ask(referral_id)
        for referral_id in await self._database.read(afterwards.to_call):
            await self._database.write(afterwards.ask_to_call, referral_id)

    async def _ask(self, referral_id: str) -> None:
        taken = await self._database.write(_prepared, referral_id, has_post(self._settings))
        if taken is not None and not await send_question(self._settings, *taken):
            await self._database.write(afterwards.ask_to_call, referral_id)


def _prepared(conn: Connection, referral_id: str, by_email: bool) -> tuple[str, str] | None:  # noqa: FBT001
    """Address and token of the e-mail to send; None when there is none to send, which a worker is told of."""
    row = afterwards.take(conn, referral_id)
    if row is None:
        return None
    to = checked_address(conn, row["organisation"]) if by_email else ""
    if not to:
        afterwards.ask_to_call(conn, referral_id)
        return None
    return to, links.mint(conn, referral_id, "email")
