"""The ledger at the end of a bad day: what people sent, what they got, what the team saw, what is lost or was done twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.faults.carrier import WHATSAPP_FROM
from tests.faults.crowd import Person
from tests.faults.ledger import Ledger, differences
from tests.faults.look import Look, Standing

SEEN_SECONDS: Final = 60
"""I3: an urgent message is visible within a minute, whatever breaks."""

Texts = Mapping[tuple[bool, bool], list[str]]
"""What an undisturbed person reads, by channel (on WhatsApp?) and by danger."""


@dataclass
class Account:
    """``lost``: messages taken without a turn, and words of ours that never came. ``twice``: words that came again though the
    call that brought them had its answer; ``in_doubt``: those of which nobody could know. ``turns_twice``: messages that moved
    a conversation twice.
    """

    people: int = 0
    sent: int = 0
    answered: int = 0
    urgent: int = 0
    urgent_seen: int = 0
    slowest_urgent: float = 0.0
    lost: int = 0
    twice: int = 0
    in_doubt: int = 0
    turns_twice: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every invariant does."""
        return not self.faults


async def account(people: Sequence[Person], ledger: Ledger, look: Look, calm: Texts, in_hand: int) -> Account:
    """``in_hand``: how many messages were being sent when a sender died; so many may have come twice."""
    made = Account(people=len(people))
    for person in people:
        made.sent += person.sent
        made.answered += person.answered
        made.urgent += person.urgent
        found = _talked(person, await look.of(person.chat), made)
        if person.orderly and person.sent == len(person.lines):
            found += _read(person, ledger, calm, made)
        if person.urgent and person.danger_at:
            found += _seen(person, await look.seen_at(person.chat), made)
        made.faults += [f"{person.chat}: {one}" for one in found]
        _copies(person, ledger, made)
    if made.twice > in_hand:
        made.faults.append(f"I4: {made.twice} came again after an answer, {in_hand} were being sent at a death")
    else:
        made.in_doubt, made.twice = made.in_doubt + made.twice, 0
    return made


def _talked(person: Person, there: Standing, made: Account) -> list[str]:
    """I1, I2: each message is in a state, and each moved the conversation once."""
    found = []
    done = sum(state == "done" for _, state in there.inbound)
    turns = int(there.conversation.get("seq", 0))
    if done < person.sent:
        made.lost += person.sent - done
        found.append(f"I1: {person.sent} written, {done} in a state: {there.inbound}")
    if turns > person.sent:
        made.turns_twice += turns - person.sent
        found.append(f"I2: {turns} turns for {person.sent} messages")
    if person.answered < person.sent:
        found.append(f"I1: {person.sent} written, {person.answered} answered")
    return found


def _read(person: Person, ledger: Ledger, calm: Texts, made: Account) -> list[str]:
    """I2, I4: what they read is what they would have read."""
    wrong = differences(calm[person.chat >= WHATSAPP_FROM, person.urgent], ledger.heard(person.chat))
    made.lost += sum(one.startswith("lost") for one in wrong)
    return wrong


def _seen(person: Person, seen_at: list[int], made: Account) -> list[str]:
    """I3: exactly one open request, in time."""
    if len(seen_at) != 1:
        return [f"I3: {len(seen_at)} open urgent requests"]
    made.urgent_seen += 1
    if not person.in_time:
        return []
    took = max(0.0, seen_at[0] - person.danger_at)
    made.slowest_urgent = max(made.slowest_urgent, took)
    return [f"I3: seen after {took:.0f} s"] if took > SEEN_SECONDS else []


def _copies(person: Person, ledger: Ledger, made: Account) -> None:
    """I4: a copy is in doubt where the provider had not answered the call before it."""
    all_, answered = Counter(one.text for one in ledger.got if one.chat == person.chat), ledger.answered(person.chat)
    for text, number in all_.items():
        if number > 1 and person.orderly:
            made.twice += max(0, answered[text] - 1)
            made.in_doubt += number - 1 - max(0, answered[text] - 1)
