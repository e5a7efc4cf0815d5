"""An organisation answers: a neutral page that says nothing, one button to open the file, four answers.

Looking changes nothing and asks the records nothing: mail scanners and previews see the same page for every link.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.channels.untrusted import text
from bot.desk.appointments import LANDMARK_MAX, PLACE_MAX, Meeting, meeting_of, soonest
from bot.desk.partner import AFTERWARDS, ANSWERS, REFUSALS, Shown, answer, open_file
from bot.desk.words import said
from bot.records.clock import now as clock_now
from bot.waiting import ring_all
from webhook.body import FIELDS_MAX, TooLargeError, UnreadableError, bounded
from webhook.partner.door import closed, shown

router = APIRouter()

NO_MEETING: Final = "Donnez un jour et une heure à venir, et un lieu."
NO_ANSWER: Final = "Touchez une des quatre réponses."


@router.get("/r/{link}", include_in_schema=False)
async def door(request: Request, link: str) -> Response:  # noqa: ARG001 — every link looks alike from here
    """« Ouvrir », and nothing else."""
    return shown(request, "partner/door.html")


@router.post("/r/{link}", include_in_schema=False)
async def opened(request: Request, link: str) -> Response:
    """The file; the history notes that it was seen."""
    state = request.app.state
    found = await state.db.write(lambda conn: _open(conn, request, link))
    if found is None:
        return await closed(request)
    file, conversation = found
    await state.runner.act(ring_all, conversation)
    return _file(request, link, file)


@router.post("/r/{link}/answer", include_in_schema=False)
async def answered(request: Request, link: str) -> Response:
    """One of the four, and after a yes how it went. Of the four the first counts; a no uses the link up."""
    state = request.app.state
    form = await _form(request)
    chosen = next((one for one in (*ANSWERS, *AFTERWARDS) if one == text(form, "answer")), None)
    meeting = None
    if chosen == "appointment":
        meeting = _meeting(form, await state.db.read(clock_now))
    if chosen is None or (chosen == "appointment" and meeting is None):
        return await _again(request, link, form, NO_ANSWER if chosen is None else NO_MEETING)
    refusal = text(form, "refusal")
    given = await state.db.write(lambda conn: answer(conn, state.house, link, chosen, refusal=refusal, meeting=meeting))
    if given is None or not given[1]:
        return await closed(request)
    await state.runner.act(ring_all, given[0])
    return shown(request, "partner/thanks.html", answer=chosen, meeting=meeting)


def _open(conn: Connection, request: Request, link: str) -> tuple[Shown, str] | None:
    return open_file(conn, request.app.state.house, link)


async def _again(request: Request, link: str, form: Mapping[str, str], message: str) -> Response:
    """The file once more, with what was written, and what is missing."""
    found = await request.app.state.db.write(lambda conn: _open(conn, request, link))
    if found is None:
        return await closed(request)
    return _file(request, link, found[0], message=message, written=form, status=400)


def _file(
    request: Request,
    link: str,
    file: Shown,
    *,
    message: str = "",
    written: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    catalogues = request.app.state.house.book.catalogues
    kept = {name: text(written or {}, name) for name in ("day", "hour", "place", "landmark")}
    return shown(
        request, "partner/file.html", status=status, f=file, link=link, message=message, kept=kept,
        refusals=[(one, said(catalogues, "refusal", one)) for one in REFUSALS], first_day=soonest(file.now),
        place_max=PLACE_MAX, landmark_max=LANDMARK_MAX,
    )  # fmt: skip


def _meeting(form: Mapping[str, str], now: int) -> Meeting | None:
    return meeting_of(text(form, "day"), text(form, "hour"), text(form, "place"), text(form, "landmark"), now)


async def _form(request: Request) -> Mapping[str, str]:
    """The posted fields; what cannot be read is an empty form, so that it tells nothing of the link either."""
    try:
        body = (await bounded(request)).decode("utf-8")
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except (TooLargeError, UnreadableError, ValueError):
        return {}
    return dict(reversed(pairs))
