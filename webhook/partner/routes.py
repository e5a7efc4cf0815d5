"""An organisation answers: a neutral page that says nothing, one button to open the file, four answers; later the day.

Looking at the first page changes nothing: mail scanners and previews see at most that the link was answered, and of one
that waits what they see of a guessed one. After each button comes a page that can be fetched again, so that the back key
works; it shows itself only to the browser in which « Ouvrir » was touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response

from bot.channels.untrusted import text
from bot.desk.appointments import Meeting, meeting_of
from bot.desk.partner import AFTERWARDS, ANSWERS, REFUSALS, Answer, Given, answer, look, open_file
from bot.desk.partner_gone import ANSWERED, GONE, ask_for_another, gone, standing_of
from bot.desk.referral_aside import WORDS_MAX
from bot.desk.referral_words import TooEarly
from bot.records.clock import now as clock_now
from bot.waiting import ring_all
from webhook.body import FIELDS_MAX, TooLargeError, UnreadableError, bounded
from webhook.partner.door import OPENED, SEEN, closed, give, gone_to, has_opened, keeps_cookies, shown
from webhook.partner.file import CHANGED, EARLY, NO_ANSWER, NO_MEETING, NO_REASON, file_page

router = APIRouter()

FIELDS: Final = ("answer", "mark", "refusal", "words", "day", "hour", "place", "landmark")


@router.get("/r/{link}", include_in_schema=False)
async def door(request: Request, link: str) -> Response:
    """« Ouvrir », and nothing else; of a link that was answered, or opens nothing any more, that."""
    stands = await request.app.state.db.read(standing_of, link)
    if stands in GONE:
        return await closed(request, link)
    return give(shown(request, "partner/door.html", link=link, stands=stands), request, link, SEEN)


@router.post("/r/{link}", include_in_schema=False)
async def opened(request: Request, link: str) -> Response:
    """The file; the history notes that it was seen."""
    state = request.app.state
    found = await state.db.write(lambda conn: open_file(conn, state.house, link))
    if found is None:
        return await closed(request, link)
    file, conversation = found
    await state.runner.act(ring_all, conversation)
    if keeps_cookies(request):
        return give(gone_to(link, "/file"), request, link, OPENED)
    return file_page(request, link, file)


@router.get("/r/{link}/file", include_in_schema=False)
async def file(request: Request, link: str) -> Response:
    """The file again, as often as the browser in which it was opened asks."""
    return await _looked_at(request, link)


@router.get("/r/{link}/noted", include_in_schema=False)
async def noted(request: Request, link: str) -> Response:
    """What was answered last, as the records have it."""
    return await _looked_at(request, link, thanks=True)


@router.post("/r/{link}/answer", include_in_schema=False)
async def answered(request: Request, link: str) -> Response:
    """One of the four, and after a yes another day, or how it went. A no uses the link up."""
    state = request.app.state
    form = await _form(request)
    given, missing = _given(form, await state.db.read(clock_now))
    if given is None:
        return await _again(request, link, form, missing, 400)
    try:
        done = await state.db.write(lambda conn: answer(conn, state.house, link, given))
    except TooEarly:
        return await _again(request, link, form, EARLY, 409)
    if done is None:
        return await closed(request, link)
    if not done[1]:
        return await _again(request, link, form, CHANGED, 409)
    await state.runner.act(ring_all, done[0])
    if keeps_cookies(request):
        return give(gone_to(link, "/noted"), request, link, OPENED)
    return shown(request, "partner/thanks.html", answer=given.answer, meeting=given.meeting, link=link)


@router.get("/r/{link}/answer", include_in_schema=False)
@router.get("/r/{link}/again", include_in_schema=False)
async def fetched(link: str) -> Response:
    """A form's address that was reloaded, kept or passed on: back to the request, which says how it stands."""
    return gone_to(link)


@router.post("/r/{link}/again", include_in_schema=False)
async def again(request: Request, link: str) -> Response:
    """An expired link asks the team for another one."""
    if not await request.app.state.db.write(ask_for_another, link):
        return await closed(request, link)
    return shown(request, "partner/asked.html")


async def _looked_at(request: Request, link: str, *, thanks: bool = False) -> Response:
    state = request.app.state
    if not has_opened(request):
        return gone_to(link)
    found = await state.db.write(lambda conn: look(conn, state.house, link))
    if found is None:
        became = await state.db.read(gone, link)
        if thanks and became in ANSWERED:
            return shown(request, "partner/thanks.html", answer=became, meeting=None, link=link)
        return await closed(request, link)
    if thanks and found[0].noted:
        return shown(request, "partner/thanks.html", answer=found[0].noted, meeting=found[0].meeting, link=link)
    return file_page(request, link, found[0])


async def _again(request: Request, link: str, form: Mapping[str, str], message: str, status: int) -> Response:
    """The file as it is now, with what was written, and what is missing or has changed."""
    state = request.app.state
    found = await state.db.write(lambda conn: look(conn, state.house, link))
    if found is None:
        return await closed(request, link)
    return file_page(request, link, found[0], message=message, written=form, status=status)


def _given(form: Mapping[str, str], now: int) -> tuple[Given | None, str]:
    """What the form says, or None and what is missing."""
    chosen: Answer | None = next((one for one in (*ANSWERS, *AFTERWARDS) if one == form["answer"]), None)
    meeting: Meeting | None = None
    if chosen is None:
        return None, NO_ANSWER
    if chosen == "appointment":
        meeting = meeting_of(form["day"], form["hour"], form["place"], form["landmark"], now)
        if meeting is None:
            return None, NO_MEETING
    if chosen == "declined" and form["refusal"] not in REFUSALS:
        return None, NO_REASON
    return Given(chosen, form["mark"], form["refusal"], form["words"][:WORDS_MAX].strip(), meeting), ""


async def _form(request: Request) -> Mapping[str, str]:
    """The posted fields; what cannot be read is an empty form, so that it tells nothing of the link either."""
    try:
        body = (await bounded(request)).decode("utf-8")
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except (TooLargeError, UnreadableError, ValueError):
        pairs = []
    posted = dict(reversed(pairs))
    return {name: text(posted, name) for name in FIELDS}
