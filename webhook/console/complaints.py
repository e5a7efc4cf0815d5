"""The complaints inbox: what waits, one complaint, taking it, answering it. Only for who it is not about."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.desk import complaint_answers as answers
from bot.desk import complaint_inbox as inbox
from bot.desk.complaint_draft import Draft, keep
from bot.desk.staff import Worker, can
from bot.desk.unread_complaints import unread
from bot.desk.words import said, words
from bot.records.ids import plausible
from webhook.console import show
from webhook.console.by_script import asks
from webhook.console.door import COMPLAINTS, Visit, visit
from webhook.console.form import Form, posted
from webhook.console.late_words import closing, posted_with_words

router = APIRouter()


@router.get("/desk/complaints", include_in_schema=False)
async def complaints_page(request: Request) -> Response:
    """What waits, grave first; then what was closed lately. No word of any of them."""
    who = await visit(request)
    if not can(who.worker, "see_complaints"):
        return show.nothing(request, who)
    state = request.app.state
    waiting = await state.db.read(inbox.waiting, state.house, who.worker)
    answered = await state.db.read(inbox.answered, state.house, who.worker)
    home = state.house.book.directory.leads.default.organisation
    left = await state.db.read(unread, home) if "supervisor" in who.worker.roles else 0
    return show.shown(
        request, "console/complaints.html", who, waiting=waiting, answered=answered, most=inbox.OPEN_MAX, unread=left
    )


@router.get("/desk/complaints/{complaint}", include_in_schema=False)
async def complaint_page(request: Request, complaint: str) -> Response:
    """One complaint with its words."""
    who = await visit(request)
    return await _shown(request, who, complaint)


@router.post("/desk/complaints/{complaint}/take", include_in_schema=False)
async def take(request: Request, complaint: str) -> Response:
    """See to it oneself; of two at once the second is told."""
    who, form = await posted(request)
    if not _may(who, complaint):
        return show.nothing(request, who)
    state = request.app.state
    if not await state.db.write(answers.take, state.house, who.worker, complaint, form["held_by"]):
        return await _shown(request, who, complaint, status=409, why="taken")
    return show.go(request, f"/desk/complaints/{complaint}")


@router.post("/desk/complaints/{complaint}/answer", include_in_schema=False)
async def answer(request: Request, complaint: str) -> Response:
    """Answer and close it. Words that were not sent stay in the form."""
    who, form = await _written(request, complaint)
    if not _may(who, complaint):
        return show.nothing(request, who)
    state = request.app.state
    why = await state.db.write(answers.answer, state.house, who.worker, complaint, form["outcome"], form["text"])
    if why is not None:
        return await _not_done(request, who, complaint, form, why)
    return show.go(request, "/desk/complaints")


@router.post("/desk/complaints/{complaint}/write", include_in_schema=False)
async def write(request: Request, complaint: str) -> Response:
    """Write to the person and leave it open. Words that were not sent stay in the form."""
    who, form = await _written(request, complaint)
    if not _may(who, complaint):
        return show.nothing(request, who)
    state = request.app.state
    why = await state.db.write(answers.write, state.house, who.worker, complaint, form["text"])
    if why is not None:
        return await _not_done(request, who, complaint, form, why)
    return show.go(request, f"/desk/complaints/{complaint}")


@router.post("/desk/complaints/{complaint}/draft", include_in_schema=False)
async def save(request: Request, complaint: str) -> Response:
    """Keep what is written so far, also of a page that its worker closes now (``lock``); a script gets 204 for it."""
    who, form = await _written(request, complaint)
    if not _may(who, complaint):
        return show.nothing(request, who)
    kept = await _kept(request, who.worker, complaint, form)
    if "lock" in request.query_params:
        waits = kept and bool(form["text"].strip())
        return await closing(request, who, f"{COMPLAINTS}/{complaint}", kept=waits)
    if not kept:
        return await _again(request, who, complaint, form, "not_held")
    if asks(request):
        return show.unchanged(request)
    return show.go(request, f"/desk/complaints/{complaint}")


async def _written(request: Request, complaint: str) -> tuple[Visit, Form]:
    """Who posts, and their form; of who is signed out meanwhile the words wait in the complaint."""

    async def late(worker: Worker, form: Form) -> bool:
        own = can(worker, "see_complaints") and plausible(complaint) and bool(form["text"].strip())
        return own and await _kept(request, worker, complaint, form)

    return await posted_with_words(request, f"{COMPLAINTS}/{complaint}", late)


async def _kept(request: Request, worker: Worker, complaint: str, form: Form) -> bool:
    state, written = request.app.state, Draft(form["outcome"], form["text"].replace("\r\n", "\n"))
    return bool(await state.db.write(keep, state.house, worker, complaint, written))


async def _not_done(request: Request, who: Visit, complaint: str, form: Form, why: answers.NotDone) -> Response:
    """What was not sent is kept, and stands in the form again."""
    await _kept(request, who.worker, complaint, form)
    return await _again(request, who, complaint, form, why)


async def _again(request: Request, who: Visit, complaint: str, form: Form, why: answers.NotDone) -> Response:
    status = 409 if why == "not_held" else 400
    return await _shown(request, who, complaint, status=status, why=why, outcome=form["outcome"], text=form["text"])


def _may(who: Visit, complaint: str) -> bool:
    return can(who.worker, "see_complaints") and plausible(complaint)


async def _shown(
    request: Request, who: Visit, complaint: str, *, status: int = 200, why: str = "", outcome: str = "", text: str = ""
) -> Response:
    state = request.app.state
    found = None
    if _may(who, complaint):
        found = await state.db.write(inbox.opened, state.house, who.worker, complaint)
    if found is None:
        return show.nothing(request, who)
    catalogues = state.house.book.catalogues
    others = found.line.taken_by if why == "not_held" and not found.line.mine else ""
    message = said(catalogues, "complaint_refused", "not_held_now" if others else why).format(who=others) if why else ""
    return show.shown(
        request, "console/complaint.html", who, status=status, c=found,
        text=text or found.draft.text, outcome=outcome or found.draft.outcome,
        message=message,
        outcomes={name: said(catalogues, "complaint_outcome", name) for name in words("complaint_outcome")},
        most=answers.ANSWER_MAX,
    )  # fmt: skip
