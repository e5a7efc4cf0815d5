"""Where a case stands and with whom: its level, its way to somebody else, the day on which it comes back."""

from __future__ import annotations

from datetime import UTC, date, datetime

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk import reminders
from bot.desk.answers import Answer
from bot.desk.levels import Changed, NotChanged, change_level
from bot.desk.reach import reach
from bot.desk.staff import can
from bot.desk.there import absence
from bot.desk.transfer import target_of, transfer
from bot.waiting import ring_all
from webhook.console import show
from webhook.console.answer_form import version_of
from webhook.console.door import Visit
from webhook.console.for_change import again, for_change, why
from webhook.console.form import Form
from webhook.console.unsent import DECIDED, StillUnsentError, UnsureError, kept_words, near_of, settled

router = APIRouter()

DATE_LENGTH = 10  # 2026-11-21
GONE = {"transfer_not_held", "transfer_over"}
IN_AN_HOUR, HOUR_SECONDS = "1_hour", 3600
"""A danger does not wait for tomorrow."""
CHOICES = {"tomorrow": 1, "3_days": 3}


@router.post("/desk/c/{conversation}/level", include_in_schema=False)
async def level(request: Request, conversation: str) -> Response:
    """Raise or lower how urgent it is, with a reason."""
    who, opened, form = await for_change(request, conversation)
    if opened is None or not can(who.worker, "raise", opened.organisation):
        return show.nothing(request, who)
    state = request.app.state

    def change(conn: Connection) -> Changed | NotChanged | None:
        row = reach(conn, conversation, who.worker)
        if row is None:
            return None
        asked = form["level"], form["reason"], version_of(form)
        return change_level(conn, state.house, row, who.worker, *asked, sure=bool(form["sure"]))

    done = await state.db.write(change)
    if done is None:
        return show.nothing(request, who)
    if isinstance(done, NotChanged):
        status = {"reserved": 403, "changed": 409, "over": 409}.get(done.why, 400)
        return await again(
            request, who, opened, why(request, f"level_{done.why}"), status=status, near="level",
            reason=form["reason"], level=form["level"],
        )  # fmt: skip
    await state.runner.act(ring_all, conversation)
    return show.go(request, f"/desk/c/{conversation}")


@router.post("/desk/c/{conversation}/transfer", include_in_schema=False)
async def hand_over(request: Request, conversation: str) -> Response:
    """Give it to a colleague, a team or another organisation; this page may then be nobody's any more."""
    who, opened, form = await for_change(request, conversation, files_max=1)
    if opened is None or not can(who.worker, "transfer", opened.organisation):
        return show.nothing(request, who)
    state = request.app.state
    target = target_of(form["to"], who.worker)
    given = await kept_words(request, who, opened, form)
    if given is not None and target is not None and form["words"] not in DECIDED:
        return await again(request, who, opened, "", ask="transfer", transfer_reason=form["reason"], to=form["to"])

    try:
        done = await state.db.write(_passed, request, who, conversation, form, given)
    except StillUnsentError as kept:
        status = 400 if kept.why.startswith("transfer_") and kept.why not in GONE else 409
        return await again(
            request, who, opened, why(request, kept.why), status=status, near=near_of(kept, "transfer"),
            transfer_reason=form["reason"], to=form["to"],
        )  # fmt: skip
    except UnsureError as asked:
        words = form["words"] if given is not None else ""
        return await again(
            request, who, opened, "", transfer_reason=form["reason"], to=form["to"], absence=asked.doubt, words=words,
        )  # fmt: skip
    if not done:
        return show.nothing(request, who)
    state.runner.wake(conversation)
    await state.runner.act(ring_all, conversation)
    return show.go(request, "/desk/queue")


def _passed(
    conn: Connection, request: Request, who: Visit, conversation: str, form: Form, given: Answer | None
) -> bool:
    """False when it is not this worker's to see any more. Raises ``StillUnsentError`` when it was not passed on, and
    ``UnsureError`` when nobody is there.
    """
    row, target = reach(conn, conversation, who.worker), target_of(form["to"], who.worker)
    if row is None:
        return False
    if target is not None:
        row = settled(conn, request, row, who, given, form["words"])
    refused = transfer(conn, request.app.state.house, row, who.worker, target, form["reason"])
    if refused is not None:
        raise StillUnsentError(f"transfer_{refused}")
    away = absence(conn, who.worker, target, row["level"]) if target is not None else ""
    if away and away != form["sure"]:
        raise UnsureError(away)
    return True


@router.post("/desk/c/{conversation}/remind", include_in_schema=False)
async def remind(request: Request, conversation: str) -> Response:
    """Show it to me again on a day; ``when`` *done*: no more."""
    who, opened, form = await for_change(request, conversation)
    if opened is None or not can(who.worker, "remind", opened.organisation):
        return show.nothing(request, who)
    due_at = _due_at(form["when"], form["date"], opened.now)
    if due_at is None:
        return await again(request, who, opened, why(request, "no_day"), status=400, near="remind", date=form["date"])

    def write(conn: Connection) -> None:
        if reach(conn, conversation, who.worker) is None:
            return
        if due_at:
            reminders.remind(conn, conversation, who.worker, due_at, opened.now)
        else:
            reminders.done(conn, conversation, who.worker, opened.now)

    await request.app.state.db.write(write)
    return show.go(request, f"/desk/c/{conversation}")


def _due_at(when: str, day: str, now: int) -> int | None:
    """The moment that was chosen, 0 for none at all, None for what is no day to come."""
    if when == "done":
        return 0
    if when == IN_AN_HOUR:
        return now + HOUR_SECONDS
    if when in CHOICES:
        return reminders.morning_in(now, CHOICES[when])
    try:
        chosen = date.fromisoformat(day) if len(day) == DATE_LENGTH else None
    except ValueError:
        return None
    if when != "date" or chosen is None:
        return None
    days = (chosen - datetime.fromtimestamp(now, UTC).date()).days
    return reminders.morning_in(now, days) if 0 < days <= reminders.DAYS_MAX else None
