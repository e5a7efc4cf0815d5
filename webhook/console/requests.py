"""What a second person must allow: asked here, allowed or refused by another, opened by who asked (A6, B6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.broadcast.shown import shown
from bot.desk.account_requests import seen
from bot.desk.asked import requests_for
from bot.desk.exports import ask, decide, granted, revoke, withdraw
from bot.desk.my_data import MyData, my_data
from bot.desk.reach import reach
from bot.desk.reserved import reserved
from bot.desk.staff import Worker, can
from bot.records.clock import now
from bot.records.ids import plausible
from webhook.console import show
from webhook.console.asked import about
from webhook.console.door import visit
from webhook.console.form import posted
from webhook.console.gone import tell_why_not
from webhook.console.reserved import ReservedError

router = APIRouter()

REQUESTS = "/desk/requests"
DEEDS: Final[Mapping[str, Callable[[Connection, Worker, str], bool]]] = {
    "allow": partial(decide, allow=True),
    "refuse": partial(decide, allow=False),
    "revoke": revoke,
    "withdraw": withdraw,
}
"""What may be done to a request, by the last word of the address."""


@router.get(REQUESTS, include_in_schema=False)
async def requests_page(request: Request) -> Response:
    """One's own, and those that one may decide."""
    who = await visit(request)
    if not can(who.worker, "see_requests"):
        return show.nothing(request, who)
    book = request.app.state.house.book

    def read(conn: Connection) -> dict[str, object]:
        found, at = requests_for(conn, who.worker), now(conn)
        return {
            "asked": found,
            "details": {one.id: about(book, one, at) for one in found},
            "broadcasts": shown(conn, book, [one.thing for one in found if one.kind == "broadcast"]),
            "accounts": seen(conn, who.worker, found),
        }

    stands, place = await request.app.state.db.read(read), show.places(request.app.state.house)
    return show.shown(request, "console/requests.html", who, **stands, place=place)


@router.post("/desk/requests/{request_id}/{word}", include_in_schema=False)
async def decided(request: Request, request_id: str, word: str) -> Response:
    """A second person's word, ``allow`` or ``refuse``, or ``revoke`` after it; ``withdraw``: of who asked."""
    who, _ = await posted(request)
    deed = DEEDS.get(word)
    if deed is None or not plausible(request_id):
        return show.nothing(request, who)
    done = await request.app.state.db.write(deed, who.worker, request_id)
    return show.go(request, REQUESTS) if done else show.nothing(request, who)


@router.post("/desk/c/{conversation}/data", include_in_schema=False)
async def ask_data(request: Request, conversation: str) -> Response:
    """The person wishes to know all that is kept of them: ask a second person to allow it. Nothing without ``asked``: one
    tap is no request.
    """
    who, form = await posted(request)

    def asked(conn: Connection) -> str | None:
        if not can(who.worker, "ask_data") or not reach(conn, conversation, who.worker):
            return None
        return ask(conn, who.worker, "data", conversation) if form["asked"] else ""

    done = await request.app.state.db.write(asked) if plausible(conversation) else None
    if done is None:
        await tell_why_not(request, who, conversation)
        return show.nothing(request, who)
    return show.go(request, REQUESTS if done else f"/desk/c/{conversation}")


@router.get("/desk/data/{request_id}", include_in_schema=False)
async def data_page(request: Request, request_id: str, before: str = "") -> Response:
    """All that Sira holds of the person, to be read or printed, for who asked and was allowed."""
    who = await visit(request)
    state = request.app.state
    older = before if plausible(before) else ""

    def opened(conn: Connection) -> MyData | None:
        thing = granted(conn, who.worker, request_id, "data")
        if thing and (others := reserved(conn, thing, who.worker)):
            raise ReservedError(request, who, others)  # nothing was opened: the audit's line goes with the transaction
        return my_data(conn, state.house, who.worker, thing, older) if thing else None

    found = await state.db.write(opened) if plausible(request_id) else None
    if found is None:
        return show.nothing(request, who)
    return show.shown(request, "console/my_data.html", who, d=found, id=request_id, before=older)
