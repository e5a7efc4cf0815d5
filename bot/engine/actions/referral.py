"""Being put in touch: what is shared, the yes, the receipt, how it goes, taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.engine.actions.suggest import found_for
from bot.engine.effects import ClearTimers, Consent, Refer, SetTimer, Visited, Withdraw
from bot.engine.session import Request
from bot.engine.sharing import PAPERS, missing_papers, shared_facts
from bot.engine.standing import told
from bot.engine.turn import Turn
from bot.engine.values import filled

FOLLOW_UP_DAYS = (7, 30, 90)
DAY_SECONDS = 86_400
FINISHED = frozenset({"withdrawn", "closed", "declined", "expired", "served"})
PAPERS_ASKED = ("birth_certificate", "nationality", "diploma")
"""Papers that services of the directory ask for; each has its question in flows/referral.yaml."""
PAPER = "document"
"""What a refusal for a paper is called (``content/facts.py``): a paper can be had, so the way goes on."""
VISIT = ("went", "received", "helped")
"""What is asked after an appointment, in this order (flows/appointment.yaml)."""
CONTACT = "contact"
"""How to reach the person: an item of its own in the consent, as it is in the words that ask for it."""
LANGUAGE = "language"
"""In which language to speak with them, named in the same line (``share_contact``)."""
NOTES_SHARED = ("safe_channel", "own_number", "safe_hours")
"""A second way to reach them, asked after the yes, is somebody else's number: it stays with the team."""


def check(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Whether this service can be asked: not twice, never against a hard condition (R76), and only where somebody answers."""
    turn.notes.pop("changing", None)
    service = str(turn.notes.get("chosen", ""))
    if any(request.service == service and request.status not in FINISHED for request in turn.requests):
        return "already"
    one = found_for(turn).of(service)
    if one is None or one.outcome == "refused":
        return "no_paper" if one is not None and one.failed == (PAPER,) and missing_papers(turn) else "refused"
    return "silent" if one.service.org in turn.moment.silent else "fresh"


def next_paper(turn: Turn, _with: Mapping[str, Any]) -> str:
    """The next paper that this service asks for and of which nothing is known; ``none`` when all is said."""
    for paper in missing_papers(turn):
        fact = f"{PAPERS}{paper}"
        if fact not in turn.facts and fact not in turn.unknown and paper in PAPERS_ASKED:
            return paper
    return "none"


def change_answer(turn: Turn, _with: Mapping[str, Any]) -> str:
    """The answer that the person wants to give anew, asked even if it was « I do not know » before."""
    name = str(turn.notes.get("changing", ""))
    turn.unknown = [one for one in turn.unknown if one != name and not one.startswith(f"{name}.")]
    turn.told = [one for one in turn.told if one != name and not one.startswith(f"{name}.")]
    return name


def why_refused(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Say which condition fails."""
    one = found_for(turn).of(str(turn.notes.get("chosen", "")))
    if one is None or not one.blocking:
        out = turn.book.directory.is_out(str(turn.notes.get("chosen", "")))
        turn.send((turn.book.phrase("withdrawn" if out else "unknown_service"),))
    else:
        turn.send(
            tuple(turn.book.phrase("why_not_line", service=one.service.name.text, reason=text) for text in one.blocking)
        )
    return "done"


def consent(turn: Turn, with_: Mapping[str, Any]) -> str:
    """Record the yes, for this service and these items, in the ``wording`` that was shown."""
    service = turn.book.directory.services[str(turn.notes["chosen"])]
    items = (*shared_facts(turn), CONTACT, LANGUAGE)
    wording = _wording(turn, with_)
    turn.effects.append(Consent("referral", given=True, wording=wording, items=items, service=service.id))
    return "done"


def refer(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Write the file and remember its receipt. When the next course starts is written as far as the sheet says it."""
    service = turn.book.directory.services[str(turn.notes["chosen"])]
    notes = {name: turn.notes[name] for name in NOTES_SHARED if name in turn.notes}
    if service.intake is not None and service.intake.rhythm != "unknown":
        notes["intake"] = service.intake.rhythm
    turn.effects.append(Refer(service.id, service.org, turn.moment.ticket, shared_facts(turn), notes))
    turn.requests = (*turn.requests, Request(turn.moment.ticket, service.id, "draft"))
    return "done"


def plan_follow_up(turn: Turn, with_: Mapping[str, Any]) -> str:
    """The person agreed to be asked later: three dates, and the consent in the wording that was shown."""
    turn.effects.append(Consent("follow_up", given=True, wording=_wording(turn, with_)))
    for days in FOLLOW_UP_DAYS:
        turn.effects.append(SetTimer(f"follow_up_{days}", days * DAY_SECONDS))
    return "done"


def agree_to_news(turn: Turn, with_: Mapping[str, Any]) -> str:
    """The person agreed to what is said to many (`bot/broadcast`), in the wording that was shown."""
    turn.effects.append(Consent("news", given=True, wording=_wording(turn, with_)))
    return "done"


def _wording(turn: Turn, with_: Mapping[str, Any]) -> str:
    """The words that were shown, with the version of the flow in which they stand."""
    wording = str(with_["wording"])
    return f"{wording}@{turn.book.flows[wording.partition('.')[0]].version}"


def stop_follow_up(turn: Turn, _with: Mapping[str, Any]) -> str:
    """No more questions from us, nor anything else that nobody asked for."""
    turn.effects += (Consent(purpose, given=False, wording="follow_up.hello.ask") for purpose in ("follow_up", "news"))
    turn.effects.append(ClearTimers())
    return "done"


def note_visit(turn: Turn, with_: Mapping[str, Any]) -> str:
    """What they have ``said`` so far of an appointment, to the records at once; what stands there from an earlier one goes."""
    for name in VISIT:
        if name not in with_["said"]:
            turn.notes.pop(f"visit_{name}", None)
    _told(turn)
    return "done"


def tell_visit(turn: Turn, _with: Mapping[str, Any]) -> str:
    """All that the person says of an appointment, to the records; bad news open the hand to a human."""
    went, received, helped = _told(turn)
    for name in VISIT:
        turn.notes.pop(f"visit_{name}", None)
    turn.notes.pop("appointment", None)
    if went == "no" or received == "no" or helped == "no":
        return "bad"
    return "good"


def _told(turn: Turn) -> tuple[str, ...]:
    """Their answers, told to the records unless they would not say whether they went."""
    went, received, helped = said = tuple(str(turn.notes.get(f"visit_{name}", "")) for name in VISIT)
    if went in {"yes", "no"}:
        number = str(turn.notes.get("appointment", ""))
        turn.effects.append(Visited(number, went, _said(received), _said(helped)))
    return said


def _said(answer: str) -> str:
    return "" if answer == "skip" else answer


def tell_requests(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Each request with where it stands, since when, what comes next; then whom to ask."""
    known = [request for request in turn.requests if request.service in turn.book.directory.services]
    for request in known:
        turn.send_lines(told(turn, request))
    turn.note(turn.book.phrase("status_ask"))
    return "done"


def say_where_it_stands(turn: Turn) -> None:
    """The same beside a human, who is there to be asked: no question, and no word of whom to write to.

    As an answer to a command it outlives the epoch in which it was asked for.
    """
    known = [request for request in turn.requests if request.service in turn.book.directory.services]
    for request in known:
        turn.send_lines(told(turn, request), kind="command")
    if not known:
        nothing = turn.book.flows["status"].nodes["waiting" if turn.moment.waiting else "none"].text
        turn.send((filled(turn, nothing),), kind="command")


def withdraw(turn: Turn, _with: Mapping[str, Any]) -> str:
    """Take one request back."""
    number = str(turn.notes.pop("withdraw", ""))
    turn.effects.append(Withdraw(number))
    turn.requests = tuple(
        replace(request, status="withdrawn") if request.number == number else request for request in turn.requests
    )
    return "done"
