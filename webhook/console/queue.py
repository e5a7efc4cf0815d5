"""Who waits, as a page: the whole queue or the cases of who looks, what is to be done beside it, the search by code."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk.find import TYPED_MAX, find, find_complaint
from bot.desk.open_tasks import of_organisation
from bot.desk.queue import Crowd, Waiting, crowd, holds, queue, version
from bot.desk.queue_reasons import reasons_in_queue, reasons_to_see_again
from bot.desk.reminders import due_for
from bot.desk.staff import Worker, can
from bot.desk.stubs import open_stubs
from bot.house import House
from webhook.console import show
from webhook.console.door import COMPLAINTS, QUEUE, Visit, visit
from webhook.console.form import posted

router = APIRouter()

TASKS_SHOWN: Final = 8
"""Of what is to be done for referrals, the soonest; their own page has them all."""

PAGE_DIGITS: Final = 4
"""Of a page's number in an address; more is no page."""


@router.get("/desk/queue", include_in_schema=False)
async def queue_page(request: Request, part: str = "", v: str = "", mine: str = "", page: str = "") -> Response:
    """Who waits. ``?part=1&v=VERSION``: only the list, and 204 while nothing is new; such a poll is not activity. ``?mine=1``:
    whom this worker has, and danger that nobody has, which no choice hides. ``?page=2``: who stands after the first page.
    """
    who = await visit(request, active=not part)
    if not can(who.worker, "see_queue"):
        return show.nothing(request, who)
    seen = await request.app.state.db.read(version, who.worker)
    if part and v == seen:
        return show.unchanged(request)
    return await _shown(request, who, seen, part=bool(part), mine=bool(mine), page=_page(page))


@router.get("/desk/find", include_in_schema=False)
async def find_page(request: Request) -> Response:
    """Where a fruitless search stands: opened again by its address it is the queue, where one searches."""
    who = await visit(request)
    return show.go(request, QUEUE) if can(who.worker, "read_conversation") else show.nothing(request, who)


@router.post("/desk/find", include_in_schema=False)
async def find_by_code(request: Request) -> Response:
    """On to the conversation of a code that was read out. Sent as a form, so that no address holds what opens a request."""
    who, form = await posted(request)
    if not can(who.worker, "read_conversation"):
        return show.nothing(request, who)
    db = request.app.state.db
    house = request.app.state.house
    found = await db.read(find, house.vault, who.worker, form["code"])
    if found:
        return show.go(request, f"/desk/c/{found}")
    complaint = await db.read(find_complaint, house, who.worker, form["code"])
    if complaint:
        return show.go(request, f"{COMPLAINTS}/{complaint}")
    seen = await db.read(version, who.worker)
    return await _shown(request, who, seen, sought=form["code"][:TYPED_MAX])


def _page(typed: str) -> int:
    """The page of an address; the first where it is none."""
    return max(int(typed), 1) if typed.isascii() and typed.isdigit() and len(typed) <= PAGE_DIGITS else 1


async def _shown(
    request: Request, who: Visit, seen: str, *, part: bool = False, mine: bool = False, sought: str = "", page: int = 1
) -> Response:
    """``part``: only the list, for freshness; ``sought``: a code under which nothing was found. What is to be seen again and
    waits anyway stands once, with a word of it. A page that is no more, since people left, is the last that is. What is to be
    done beside the queue stands on the first.
    """
    db, house, worker = request.app.state.db, request.app.state.house, who.worker
    all_of_them, page, waiting = await db.write(partial(_lines, mine=mine, page=page), worker)
    return show.shown(
        request,
        "console/_queue.html" if part else "console/queue.html",
        who,
        waiting=waiting,
        mine=mine,
        sought=sought,
        names=show.names_of(house),
        may_find=can(worker, "read_conversation"),
        seen=seen,
        place=show.places(house),
        crowd=all_of_them,
        page=page,
        takes_p0=can(worker, "claim", worker.organisation, "P0"),
        **await db.read(_beside, house, worker, waiting, page == 1),
    )


def _lines(conn: Connection, worker: Worker, *, mine: bool, page: int) -> tuple[Crowd, int, list[Waiting]]:
    """How many wait, the number of the page that is there, and its lines."""
    all_of_them = crowd(conn, worker, mine=mine)
    page = min(page, all_of_them.pages)
    return all_of_them, page, queue(conn, worker, mine=mine, page=page)


def _beside(conn: Connection, house: House, worker: Worker, waiting: list[Waiting], first: bool) -> dict[str, Any]:  # noqa: FBT001
    """What stands with the lines and, on the ``first`` page, beside them. In one transaction: seven of them cost more than
    all that they asked for.
    """
    tasks = of_organisation(conn, worker) if first and can(worker, "refer") else []
    again = due_for(conn, worker) if first else []
    here = {one.id for one in waiting}
    elsewhere = [one for one in again if one.conversation not in here]
    return {
        "held": holds(conn, worker),
        "stubs": open_stubs(conn, worker) if first else [],
        "why": reasons_in_queue(conn, house, worker, [one.id for one in waiting]),
        "tasks": tasks[:TASKS_SHOWN],
        "tasks_left": max(len(tasks) - TASKS_SHOWN, 0),
        "again": elsewhere,
        "why_again": reasons_to_see_again(conn, house, worker, [one.conversation for one in elsewhere]),
        "again_here": {one.conversation for one in again} & here,
    }
