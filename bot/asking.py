"""Nobody has to think of it: an organisation that gave a day is asked how it went, by e-mail or through a worker."""

from __future__ import annotations

from bot.desk import afterwards
from bot.desk.referral_letter import send_question
from bot.posting import Errand, run_errand
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
        errand = Errand(afterwards.take, send_question, afterwards.ask_to_call)
        for referral_id in await self._database.read(afterwards.to_ask):
            await run_errand(errand, self._database, self._settings, referral_id)
        for referral_id in await self._database.read(afterwards.to_call):
            await self._database.write(afterwards.ask_to_call, referral_id)
