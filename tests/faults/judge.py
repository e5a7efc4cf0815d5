"""The invariants of the design, held against the ledger and the records of a case that was played."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from tests.faults.cases import Case
from tests.faults.ledger import differences
from tests.faults.play import NEIGHBOUR, SUBJECT, Played
from tests.faults.provider import GROUP

SLACK_SECONDS: Final = 20
"""The clock is moved on fifteen times as fast as it runs, so a second in which a busy machine does nothing counts for more."""
RECOVERY_SECONDS: Final = 60 + SLACK_SECONDS
"""What the design allows from the restart on."""
CALL_SECONDS: Final = 120 + SLACK_SECONDS
"""For a call to the team that the dead process had in hand; the case itself stands in the queue all the while."""
CALLED: Final = ("C11", "C12")
WITHOUT_FAREWELL: Final = ("C3", "C8", "C9", "C15")
"""After the commit of an erasure nobody knows any more whom to tell that it is done (`bot/farewell.py`)."""
FAREWELL: Final = "C'est fait. Tout est effacé."


def faults(case: Case, played: Played, expected: Played) -> list[str]:
    """Every invariant that does not hold, in words; empty when all do."""
    return [
        *_taken(case, played),
        *_words(case, played, expected),
        *_copies(played, expected),
        *_records(played, expected),
        *([f"I7: {played.left} still to do"] if played.left else []),
        *([f"I7: took {played.took} s"] if played.took > _limit(case) else []),
    ]


def _limit(case: Case) -> int:
    return CALL_SECONDS if case.point in CALLED else RECOVERY_SECONDS


def _taken(case: Case, played: Played) -> list[str]:
    """I1, the first half; and the point must be where the table says."""
    found = [f"I1: update {number} has no 2xx" for number in played.ledger.waiting()]
    acked = case.place.acked
    if acked is not None and acked != (played.tries == 1):
        found.append(f"{case.point} is elsewhere: taken at try {played.tries}")
    return found


def _words(case: Case, played: Played, expected: Played) -> list[str]:
    """I1, I2, I4, I5: what each reads is what they would have read."""
    found = []
    for chat, name in ((SUBJECT, "person"), (NEIGHBOUR, "neighbour"), (GROUP, "team")):
        wanted, heard = expected.heard(chat), played.heard(chat)
        if chat == SUBJECT and case.point in WITHOUT_FAREWELL and not any(text.startswith(FAREWELL) for text in heard):
            wanted = [text for text in wanted if not text.startswith(FAREWELL)]
        found += [f"I1/I2/I4, {name}: {one}" for one in differences(wanted, heard)]
    return found


def _copies(played: Played, expected: Played) -> list[str]:
    """I4: twice only what was marked as being sent when the process died: either the provider had not answered, or its
    answer died with the process, and nobody can tell which.
    """
    found = []
    for chat in (SUBJECT, NEIGHBOUR, GROUP):
        more = played.ledger.answered(chat) - expected.ledger.answered(chat)
        if more.total() > played.in_hand.get(chat, 0):
            found.append(f"I4, {chat}: sent again after an answer: {dict(more)}")
    return found


def _records(played: Played, expected: Played) -> list[str]:
    """I2, I3, I6: sequence, queue, calls and what is left of the erased are as in the undisturbed life."""
    found = []
    for name in ("subject", "neighbour"):
        here, there = getattr(played, name), getattr(expected, name)
        for one in fields(here):
            is_, should = getattr(here, one.name), getattr(there, one.name)
            if is_ != should:
                found.append(f"I2/I3/I6, {name}.{one.name}: {is_} instead of {should}")
    if played.totals != expected.totals:
        found.append(f"I6: {played.totals} instead of {expected.totals}")
    return found
