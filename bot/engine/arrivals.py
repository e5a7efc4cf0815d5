"""What comes from elsewhere than the person's words: a link, a worker's goodbye, news of a referral, a date."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.engine.actions.propose import CHOSEN_BEFORE, PROPOSAL, PROPOSED_WHY
from bot.engine.beneath import PERSON
from bot.engine.complaint_at_desk import complaint_at_desk
from bot.engine.effects import Button
from bot.engine.events import (
    AppointmentDue,
    ComplaintAnswered,
    ComplaintMade,
    FirstYesAsked,
    FollowUpDue,
    HandedOn,
    HandoverEnded,
    NobodyYet,
    Proposed,
    PutBack,
    Started,
    StatusChanged,
)
from bot.engine.parted import parted
from bot.engine.rest import come_back, resting
from bot.engine.session import Request
from bot.engine.standing import called_off, meeting, news
from bot.engine.turn import WELCOME, Turn
from bot.engine.urgent import block
from bot.engine.walk import walk
from bot.engine.whose import ASKED_BY_TEAM, is_theirs

NO_MORE = frozenset({"declined", "expired"})
"""Whoever hears that may have nobody else to ask: the way to a human stands below it."""
STATUS_PHRASES = frozenset({"sent", "seen", "accepted", "served", "closed", "declined", "expired", "withdrawn"})


def came_by(turn: Turn, entry: str) -> None:
    """The code of a link or poster may name a centre, which need not be asked for then."""
    if entry and entry in turn.book.directory.places:
        turn.notes["entry"] = entry


def arrived(
    turn: Turn,
    event: Started
    | HandoverEnded
    | PutBack
    | HandedOn
    | StatusChanged
    | Proposed
    | FirstYesAsked
    | ComplaintAnswered
    | ComplaintMade
    | FollowUpDue
    | AppointmentDue
    | NobodyYet,
) -> None:
    """What happened elsewhere."""
    match event:
        case Started():
            started(turn)
        case HandoverEnded() | PutBack() | HandedOn():
            parted(turn, event)
        case StatusChanged():
            status_changed(turn, event)
        case Proposed():
            proposed(turn, event)
        case FirstYesAsked():
            first_yes_asked(turn)
        case ComplaintAnswered() | ComplaintMade():
            complaint_at_desk(turn, event)
        case FollowUpDue():
            follow_up_due(turn, event.days)
        case AppointmentDue():
            appointment_due(turn, event)
        case NobodyYet():
            nobody_yet(turn)
        case _:
            assert_never(event)


def started(turn: Turn) -> None:
    """A link or poster; the talk under way is not thrown away by a second tap on it."""
    if is_theirs(turn):
        return
    if not turn.frames or not (turn.consent or turn.moment.urgent):
        turn.frames.clear()
        turn.push(WELCOME, "consent" if turn.language else "")
        walk(turn)
    elif resting(turn):
        come_back(turn)
    else:
        turn.push("coming_back")
        walk(turn)


def status_changed(turn: Turn, change: StatusChanged) -> None:
    """News of a referral, pushed in words; the open question stays open."""
    turn.requests = tuple(
        replace(request, status=change.status) if request.number == change.number else request
        for request in turn.requests
    )
    request = request_of(turn, change.number)
    if request is not None and change.status in STATUS_PHRASES:
        alone = not is_theirs(turn) and (_no_more(request) or called_off(turn, request))
        turn.send((news(turn, request),), (_someone(turn),) if alone else (), kind="receipt")
    turn.invited = turn.before.invited


def _no_more(request: Request) -> bool:
    return request.status in NO_MORE or (request.status == "withdrawn" and request.because != "")


def proposed(turn: Turn, proposal: Proposed) -> None:
    """What a worker proposes becomes a question of its own on top of the talk; a new one takes the place of the last."""
    if turn.frames and turn.flow.name == PROPOSAL:
        turn.pop()
    else:
        turn.notes[CHOSEN_BEFORE] = turn.notes.get("chosen", "")
    turn.notes |= {"chosen": proposal.service, PROPOSED_WHY: [proposal.because, proposal.why, proposal.language]}
    turn.push(PROPOSAL)
    walk(turn)
    turn.invited = True


def first_yes_asked(turn: Turn) -> None:
    """The question of the beginning, whole, with its own buttons, beside the human who asks for it. Whatever stood open
    stood there without a yes, so the talk goes on from this question once they have left.
    """
    if turn.consent == "yes":
        return
    turn.frames.clear()
    turn.notes[ASKED_BY_TEAM] = "yes"
    turn.push(WELCOME, "consent" if turn.language else "")
    walk(turn)
    turn.invited = True


def appointment_due(turn: Turn, due: AppointmentDue) -> None:
    """A reminder, or the question on the day after; neutral at first sight, since anybody may see the screen."""
    request = request_of(turn, due.number)
    if request is None or not request.meets:
        return
    if due.step != "after":
        turn.send((meeting(turn, "meeting_reminder", request),), kind="receipt")
        turn.invited = turn.before.invited
    elif not is_theirs(turn) and turn.consent == "yes":
        turn.notes["appointment"] = request.number
        turn.push("appointment")
        walk(turn)
        turn.invited = True


def request_of(turn: Turn, number: str) -> Request | None:
    """The person's request with this receipt."""
    return next((request for request in turn.requests if request.number == number), None)


def follow_up_due(turn: Turn, days: int) -> None:
    """Sira asks how it went; the answer counts whenever it comes."""
    if is_theirs(turn) or turn.consent != "yes":
        return
    turn.notes["follow_up_days"] = days
    turn.notes.pop("follow_before", None)
    turn.push("follow_up")
    walk(turn)
    turn.invited = True


def nobody_yet(turn: Turn) -> None:
    """No human has answered somebody in danger: the truth, and where help is without us. The open question stays open."""
    turn.send((turn.book.phrase("nobody_yet"), *block(turn, called=True, brief=True)), (_someone(turn),), kind="safety")
    turn.invited = turn.before.invited


def _someone(turn: Turn) -> Button:
    return Button(f"@{PERSON}", turn.book.phrase("button_person"), "🧑")
