"""What a worker does to a conversation: take it, answer, put it back, end it."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk.answers import Answer, keep_unsent
from bot.desk.answers import answer as send_answer
from bot.desk.claim import claim, release
from bot.desk.end import end
from bot.desk.endings import OUTCOMES
from bot.desk.reach import reach
from bot.desk.reply import NotReplied, Replied
from bot.desk.sound import SoundRefusedError, voice_note
from bot.desk.staff import can
from bot.desk.take_up import Why as Unresumed
from bot.desk.take_up import take_up
from bot.waiting import ring_all
from webhook.console import show
from webhook.console.answer_form import version_of, written
from webhook.console.by_script import asks, onward
from webhook.console.door import Visit
from webhook.console.for_change import again, for_change, why
from webhook.console.form import Form
from webhook.console.opened import Opened
from webhook.console.unsent import DECIDED, StillUnsentError, UnsureError, kept_words, near_of, settled

router = APIRouter()


@router.post("/desk/c/{conversation}/claim", include_in_schema=False)
async def take(request: Request, conversation: str) -> Response:
    """Take the conversation; if somebody was quicker, say so."""
    who, opened, _form = await for_change(request, conversation)
    if opened is None:
        return show.nothing(request, who)
    if not can(who.worker, "claim", opened.organisation, opened.level):
        return show.conversation(request, who, opened, status=403, message=why(request, "reserved"))
    if not await request.app.state.db.write(claim, conversation, who.worker):
        return await again(request, who, opened, why(request, "taken"))
    return show.go(request, f"/desk/c/{conversation}")


@router.post("/desk/c/{conversation}/take-up", include_in_schema=False)
async def take_up_again(request: Request, conversation: str) -> Response:
    """Open an ended case anew, with its story, in this worker's hands."""
    who, opened, _form = await for_change(request, conversation)
    if opened is None:
        return show.nothing(request, who)
    house = request.app.state.house

    def open_anew(conn: Connection) -> Unresumed | None:
        row = reach(conn, conversation, who.worker)
        return "nothing_to_take_up" if row is None else take_up(conn, house, row, who.worker)

    refused = await request.app.state.db.write(open_anew)
    if refused is not None:
        status = 403 if refused == "reserved" else 409
        return await again(request, who, opened, why(request, f"take_up_{refused}"), status=status)
    return show.go(request, f"/desk/c/{conversation}")


@router.post("/desk/c/{conversation}/release", include_in_schema=False)
async def give_up(request: Request, conversation: str) -> Response:
    """Put it back into the queue; words that were not sent wait on its page for this worker."""
    who, opened, form = await for_change(request, conversation, files_max=1)
    if opened is None:
        return show.nothing(request, who)
    await kept_words(request, who, opened, form)
    if await request.app.state.db.write(release, conversation, who.worker):
        await request.app.state.runner.act(ring_all, conversation)
    return show.go(request, f"/desk/c/{conversation}")


@router.post("/desk/c/{conversation}/reply", include_in_schema=False)
async def answer(request: Request, conversation: str) -> Response:
    """Send words, a voice, or both to the person. What could not be sent is kept, and stays in the form."""
    who, opened, form = await for_change(request, conversation, files_max=1)
    if opened is None:
        return show.nothing(request, who)
    state = request.app.state
    refused = ""
    voice = b""
    try:
        voice = await asyncio.to_thread(voice_note, form.file("voice")) if form.file("voice") else b""
    except SoundRefusedError as error:
        refused = f"sound_{error.why}"
    given = written(form, voice)
    if not refused and not can(who.worker, "reply", opened.organisation, opened.level):
        refused = "reserved"

    def send(conn: Connection) -> Replied | NotReplied | None:
        row = reach(conn, conversation, who.worker)
        if row is None:
            return None
        if not refused:
            return send_answer(conn, state.house, row, who.worker, given)
        key = state.house.vault.unwrap(row["person_id"], row["wrapped"])
        keep_unsent(conn, key, row, who.worker, given)
        return Replied()

    sent = await state.db.write(send)
    if sent is None:
        return show.nothing(request, who)
    if isinstance(sent, NotReplied):
        refused = f"unsent_{sent.why}"
    if refused:
        return await _unsent(request, who, opened, refused)
    state.runner.wake(conversation)
    return onward(request, f"/desk/c/{conversation}")


async def _unsent(request: Request, who: Visit, opened: Opened, refused: str) -> Response:
    """The page that says why; our script is told where it stands."""
    if asks(request):
        return onward(request, f"/desk/c/{opened.id}?unsent={refused}")
    status = 403 if refused == "reserved" else 400 if refused.startswith("sound_") else 409
    return await again(request, who, opened, why(request, refused), status=status)


@router.post("/desk/c/{conversation}/end", include_in_schema=False)
async def finish(request: Request, conversation: str) -> Response:
    """Give the conversation back to the bot, with an outcome. Words that were not sent are asked about first."""
    who, opened, form = await for_change(request, conversation, files_max=1)
    if opened is None:
        return show.nothing(request, who)
    given = await kept_words(request, who, opened, form)
    outcome = form["outcome"]
    if outcome not in OUTCOMES:
        return await again(request, who, opened, why(request, "no_outcome"), status=400, near="end")
    if not can(who.worker, "end", opened.organisation, opened.level):
        return await again(request, who, opened, why(request, "reserved"), status=403, near="end", outcome=outcome)
    changed = why(request, "changed") if opened.mine else why(request, "not_held")
    if version_of(form) != opened.version:
        return await again(request, who, opened, changed, near="end", outcome=outcome)
    if given is not None and form["words"] not in DECIDED:
        return await again(request, who, opened, "", outcome=outcome, ask="end")
    try:
        done = await request.app.state.db.write(_ended, request, who, opened, form, given)
    except StillUnsentError as kept:
        return await again(request, who, opened, why(request, kept.why), near=near_of(kept, "end"), outcome=outcome)
    except UnsureError as asked:
        words = form["words"] if given is not None else ""
        return await again(request, who, opened, "", outcome=outcome, doubt=asked.doubt, words=words)
    if not done:
        return show.nothing(request, who)
    request.app.state.runner.wake(conversation)
    await request.app.state.runner.act(ring_all, conversation)
    return show.go(request, "/desk/queue")


def _ended(conn: Connection, request: Request, who: Visit, opened: Opened, form: Form, given: Answer | None) -> bool:
    """False when it is not this worker's to see any more. Raises ``StillUnsentError`` when it was not ended, and
    ``UnsureError`` when its worker must say first that they mean it.
    """
    row = reach(conn, opened.id, who.worker)
    if row is None:
        return False
    version = version_of(form)
    if given is not None and row["version"] == version:
        version = settled(conn, request, row, who, given, form["words"])["version"]
    refused = end(conn, opened.id, who.worker, form["outcome"], version, form["sure"])
    if refused == "changed":
        raise StillUnsentError("changed" if opened.mine else "not_held")
    if refused == "untrue":
        raise StillUnsentError("end_untrue")
    if refused is not None:
        raise UnsureError(refused)
    return True
