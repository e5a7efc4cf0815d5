"""What every room needs: the keys, the book of flows and services, and the settings that change behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.desk.answer_rates import Silence
from bot.desk.calls import Means
from bot.engine.book import Book
from bot.records.seal import Vault
from bot.upkeep.freeze import Standstill


@dataclass(slots=True)
class House:
    """``inline``: this process sends what its own turns wrote (embedded mode), so new rows start as *sending*.

    ``book``: of this day and without what was withdrawn, looked at anew by ``renew`` (`bot/withdrawal.py`).
    ``means``: how the team can be called from here. ``silence``: which organisations answer no requests, read each minute.
    ``standstill``: whether nothing may go out to people now.
    ``organisation``: where a conversation belongs when neither centre nor region says so (`content/leads.yaml`).
    """

    vault: Vault
    book: Book
    inline: bool = True
    demo: bool = True
    means: tuple[Means, ...] = ()
    silence: Silence = field(default_factory=Silence)
    standstill: Standstill = field(default_factory=Standstill)
