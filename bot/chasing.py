"""Nothing falls between chairs: files that wait for an organisation are chased, by e-mail or through a worker."""

from __future__ import annotations

from bot.desk import referral_terms
from bot.desk.referral_letter import send_link
from bot.posting import Errand, run_errand
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
        errand = Errand(referral_terms.take_reminder, send_link, referral_terms.ask_to_remind, word="reminded")
        for referral_id in await self._database.read(referral_terms.to_remind):
            await run_errand(errand, self._database, self._settings, referral_id)
        if await self._database.read(referral_terms.is_due):
            for conversation in await self._database.write(referral_terms.tidy):
                await self._runner.act(ring_all, conversation)
