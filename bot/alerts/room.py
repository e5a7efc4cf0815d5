"""The parts by which this process calls the team and hears it, from the settings; what is not set is not there."""

from __future__ import annotations

from dataclasses import dataclass

from bot.alerts.group import StaffBot
from bot.alerts.reception import Reception
from bot.alerts.sender import CallSender, by_email, by_telegram
from bot.house import House
from bot.records.database import Database
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Alerts:
    """``senders``: one a means."""

    bot: StaffBot | None = None
    reception: Reception | None = None
    senders: tuple[CallSender, ...] = ()

    async def close(self) -> None:
        """Close connections."""
        if self.bot is not None:
            await self.bot.close()


def alerts_for(settings: Settings, database: Database, house: House) -> Alerts:
    """The staff bot needs its token; calling by it needs the group too."""
    bot = StaffBot(settings) if settings.telegram_staff_token.get_secret_value() else None
    senders = []
    if bot is not None and "telegram" in house.means:
        senders.append(CallSender(database, "telegram", by_telegram(database, house.book, bot)))
    if "email" in house.means:
        senders.append(CallSender(database, "email", by_email(settings, house.book)))
    reception = Reception(database, house, bot, settings.public_url.rstrip("/")) if bot else None
    return Alerts(bot, reception, tuple(senders))
