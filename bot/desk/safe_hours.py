"""When a message may reach a phone without harm: in the hours that the person named, by the clock of where they are.

An answer to what was just written is expected; words that come out of silence are proactive (protection A7), and somebody
else may be holding the phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.desk.calendar import AHEAD_UTC
from bot.engine.session import Session

HOUR_SECONDS = 3600
DAY_SECONDS = 86_400
EXPECTED_SECONDS = 3600  # who wrote within the hour waits for an answer, at whatever time
HOURS: Mapping[str, tuple[int, int]] = {"morning": (6, 12), "noon": (9, 18), "evening": (17, 22), "any": (0, 24)}
"""What the answers to « À quel moment de la journée ? » mean (flows/referral.yaml); the end is not included."""
UNSAID = (7, 21)
"""Of who was never asked: the day, so that no phone rings at night."""
COUNTRY: Mapping[str, str] = {"niger": "NE"}


@dataclass(frozen=True, slots=True)
class Reaching:
    """``asked``: the answer to the question about hours, "" when it was not put. ``now_safe``: whether it is such an hour.
    ``expected``: they wrote so lately that an answer surprises nobody.
    """

    asked: str
    now_safe: bool
    expected: bool

    @property
    def careful(self) -> bool:
        """Whether a worker must say that it shall go out all the same."""
        return not (self.now_safe or self.expected)


def reaching(session: Session, now: int, last_at: int) -> Reaching:
    """How words sent ``now`` reach somebody whose last ones came at ``last_at``."""
    asked = str(session.notes.get("safe_hours", ""))
    begin, end = HOURS.get(asked, UNSAID)
    hour = (datetime.fromtimestamp(now, UTC) + timedelta(seconds=_ahead(session.facts))).hour
    return Reaching(asked if asked in HOURS else "", begin <= hour < end, now - last_at < EXPECTED_SECONDS)


def wait_until(session: Session, now: int, last_at: int) -> int:
    """When words of ours may go out: now, or at the next full hour that is safe."""
    if not reaching(session, now, last_at).careful:
        return now
    next_hour = now - now % HOUR_SECONDS + HOUR_SECONDS
    hours = range(next_hour, next_hour + DAY_SECONDS, HOUR_SECONDS)
    return next((at for at in hours if reaching(session, at, last_at).now_safe), next_hour)


def _ahead(facts: Mapping[str, Any]) -> int:
    return AHEAD_UTC[COUNTRY.get(str(facts.get("in", "")), "ML")]
