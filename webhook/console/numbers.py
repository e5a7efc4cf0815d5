"""The numbers page: pictures of the organisation's work, by period and place."""

from __future__ import annotations

import time
from operator import itemgetter
from weakref import WeakKeyDictionary

from fastapi import APIRouter, Request, Response

from bot.desk.figures import Figures, figures
from bot.desk.filters import PERIODS, USUAL_DAYS, Filters
from bot.desk.flow_words import flow_title
from bot.desk.staff import Worker, can
from bot.engine.book import Book
from webhook.console import show
from webhook.console.door import visit
from webhook.console.number_pictures import pictures
from webhook.records import Records

router = APIRouter()
PICTURES = ("days", "place", "flow")
KEPT_SECONDS = 60.0
KEPT_MAX = 100
_KEPT: WeakKeyDictionary[Records, dict[tuple[Worker, Filters], tuple[float, Figures]]] = WeakKeyDictionary()
"""What was counted just now: a year of an organisation is not counted anew at each look."""


@router.get("/desk/numbers", include_in_schema=False)
async def numbers_page(request: Request) -> Response:
    """What the filters ask for; what they ask wrongly is as if they had not."""
    who = await visit(request)
    if not can(who.worker, "see_numbers"):
        return show.nothing(request, who)
    state = request.app.state
    filters = filters_of(request)
    found = await _found(request, who.worker, filters)
    book = state.house.book
    places = book.directory.places
    return show.shown(
        request, "console/numbers.html", who, pictures=pictures(state.house, found, filters), f=filters,
        may_ask=can(who.worker, "see_requests"),
        periods=PERIODS, flows=_titles(book),
        regions={slug: place.text.fr for slug, place in places.level("region").items()},
        centres={slug: place.text.fr for slug, place in places.level("centre").items()},
    )  # fmt: skip


def _titles(book: Book) -> dict[str, str]:
    """The flows in the order of their titles."""
    return dict(sorted(((name, flow_title(book.catalogues, name)) for name in book.flows), key=itemgetter(1)))


async def _found(request: Request, worker: Worker, filters: Filters) -> Figures:
    """Counted anew at most once a minute for each of them, however often they look."""
    state = request.app.state
    kept = _KEPT.setdefault(state.db, {})
    at, found = kept.get((worker, filters), (-KEPT_SECONDS, None))
    if found is None or time.monotonic() - at > KEPT_SECONDS:
        if len(kept) >= KEPT_MAX:
            kept.clear()
        found = await state.db.read(figures, state.house, worker, filters)
        kept[worker, filters] = (time.monotonic(), found)
    return found


def filters_of(request: Request) -> Filters:
    """What the address asks for."""
    asked = request.query_params
    return chosen(request.app.state.house.book, *(asked.get(name, "") for name in PICTURES))


def chosen(book: Book, days: str, place: str, flow: str) -> Filters:
    """Only what we offer counts; anything else is as if it had not been asked."""
    places = book.directory.places
    usual = Filters()
    return Filters(
        days=next((one for one in PERIODS if str(one) == days), USUAL_DAYS),
        place=place if place in places.level("region") or place in places.level("centre") else "",
        flow=flow if flow in book.flows else usual.flow,
    )
