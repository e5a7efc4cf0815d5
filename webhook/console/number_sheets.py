"""The numbers as a workbook: asked for here, allowed by a second person, opened by who asked, for seven days (B6)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.desk.exports import ask, granted
from bot.desk.exports_xlsx import TYPE, Sheet, workbook
from bot.desk.figures import figures
from bot.desk.filters import Filters
from bot.desk.flow_words import flow_title
from bot.desk.staff import can
from bot.desk.words import said
from bot.engine.book import Book
from bot.records.clock import now
from bot.records.ids import plausible
from webhook.console import show
from webhook.console.asked import filters_in, thing_of
from webhook.console.door import visit
from webhook.console.form import posted
from webhook.console.headers import secured
from webhook.console.number_pictures import pictures
from webhook.console.numbers import chosen
from webhook.console.requests import REQUESTS
from webhook.pages import day

router = APIRouter()


@router.post("/desk/numbers/ask", include_in_schema=False)
async def ask_numbers(request: Request) -> Response:
    """A second person is asked to allow these numbers."""
    who, form = await posted(request)
    if not (can(who.worker, "see_numbers") and can(who.worker, "see_requests")):
        return show.nothing(request, who)
    filters = chosen(request.app.state.house.book, form["days"], form["place"], form["flow"])
    await request.app.state.db.write(ask, who.worker, "export", thing_of(filters))
    return show.go(request, REQUESTS)


@router.get("/desk/numbers/export/{request_id}", include_in_schema=False)
async def numbers_file(request: Request, request_id: str) -> Response:
    """The workbook, as the numbers stand now, for who asked and was allowed."""
    who = await visit(request)
    state = request.app.state
    thing = None
    if plausible(request_id) and can(who.worker, "see_numbers"):
        thing = await state.db.write(granted, who.worker, request_id, "export")
    if thing is None:
        return show.nothing(request, who)
    book = state.house.book
    filters = filters_in(book, thing)
    found = await state.db.read(figures, state.house, who.worker, filters)
    at = await state.db.read(now)
    drawn = pictures(state.house, found, filters)
    sheets = [_read_me(book, filters, at), *(Sheet(one.title, one.note, one.head, one.rows) for one in drawn)]
    answer = Response(workbook(sheets), media_type=TYPE)
    answer.headers["Content-Disposition"] = 'attachment; filename="sira-chiffres.xlsx"'
    return secured(answer, state.settings)


def _read_me(book: Book, filters: Filters, at: int) -> Sheet:
    def word(name: str) -> str:
        return said(book.catalogues, "figures", name)

    places = book.directory.places
    place = places[filters.place].text.fr if filters.place else word("everywhere")
    rows = (
        (word("made_on"), day(at)),
        (word("days"), str(filters.days)),
        (word("place"), place),
        (word("flow"), flow_title(book.catalogues, filters.flow)),
        (word("hidden"), word("hidden_means")),
    )
    return Sheet(word("read_me"), word("read_me_note"), (word("head_what"), ""), rows)
