"""One conversation, as its page shows it to one worker."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.agreed import Agreed
from bot.desk.card import Card
from bot.desk.drafts import NOTHING, Draft
from bot.desk.notes import Notes
from bot.desk.safe_hours import Reaching
from bot.desk.thread import Line, Thread
from bot.desk.transfer import Choices

NO_NOTES = Notes(())
NOBODY = Choices()


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands around the thread on a whole page. ``came``: what the person wrote since the draft was begun;
    ``remind_at``: 0 for never.
    """

    draft: Draft = NOTHING
    came: tuple[Line, ...] = ()
    notes: Notes = NO_NOTES
    canned: tuple[tuple[str, str], ...] = ()
    targets: Choices = NOBODY
    remind_at: int = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """One conversation, opened for one worker. ``free``: they may take it now. ``before``: an older piece is shown.

    ``resumable``: it has ended and they may take it up again; ``code``: of the open case, by which the team speaks of it;
    ``outcomes``: those that are true of it. ``for_focal``: it is better with who is trained for protection.
    ``ends_at`` as `bot.desk.standing` says; ``left_at``: when its holder had done nothing more, 0 for never. ``speaks``: the
    person would rather hear than read. ``elsewhere``: in danger, and nobody's yet.
    """

    id: str
    organisation: str
    level: str
    mode: str
    version: int
    language: str
    channel: str
    region: str
    now: int
    due_at: int
    answered_at: int
    wrote_at: int
    ends_at: int
    left_at: int
    holder: str
    mine: bool
    free: bool
    resumable: bool
    code: str
    outcomes: tuple[str, ...]
    for_focal: bool
    current: bool
    gone: bool
    fresh: str
    unsent: int
    elsewhere: int
    window_until: int
    reaching: Reaching
    speaks: bool
    reasons: tuple[tuple[str, str, int], ...]
    thread: Thread
    before: str
    card: Card
    agreed: tuple[Agreed, ...]
    referrals: tuple[dict[str, object], ...]
    beside: Beside
