"""A worker proposes a service to the person: those that fit first, then a search; the person is asked in the chat."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk.proposals import WHY_MAX, Offer, offers, open_question, propose
from bot.desk.reach import reach
from bot.desk.request_standing import stand
from bot.desk.staff import can
from bot.desk.words import LANGUAGE
from bot.engine.actions.propose import BECAUSE, INSTEAD, WRITTEN_IN
from bot.engine.events import Proposed
from bot.remembered import remembered
from webhook.console import show
from webhook.console.answer_form import version_of
from webhook.console.door import Visit
from webhook.console.door import visit as visit_of
from webhook.console.for_change import for_change, why
from webhook.console.look import look
from webhook.console.opened import Opened

router = APIRouter()

WANTED_MAX = 60
NOTHING = Proposed("")


@router.get("/desk/c/{conversation}/propose", include_in_schema=False)
async def choose(request: Request, conversation: str, q: str = "", service: str = "") -> Response:
    """What can be proposed; ``?q=``: services whose name or organisation holds these words; ``?service=``: one that comes
    in place of another, which said no or nothing.
    """
    who = await visit_of(request)
    opened = await look(request, who, conversation, read=True, part=True)
    if opened is None or not can(who.worker, "refer", opened.organisation, opened.level):
        return show.nothing(request, who)
    instead = request.app.state.house.book.directory.services.get(service)
    if instead is None:
        return await _page(request, who, opened, wanted=q[:WANTED_MAX])
    wish = Proposed(instead.id, because=INSTEAD)
    return await _page(request, who, opened, wanted=instead.name.text.fr, wish=wish)


@router.post("/desk/c/{conversation}/propose", include_in_schema=False)
async def ask(request: Request, conversation: str) -> Response:
    """Ask the person; what could not be asked stays in the form."""
    who, opened, form = await for_change(request, conversation)
    if opened is None or not can(who.worker, "refer", opened.organisation, opened.level):
        return show.nothing(request, who)
    state = request.app.state
    written = form["language"] if form["language"] in WRITTEN_IN else LANGUAGE
    wish = Proposed(form["service"], form["why"], form["because"], written)

    def put(conn: Connection) -> str:
        row = reach(conn, conversation, who.worker)
        if row is None:
            return "not_mine"
        given = version_of(form)
        return propose(conn, state.house, row, who.worker, wish, given, anyway=bool(form["anyway"])) or ""

    refused = await state.db.write(put)
    if refused:
        message = why(request, f"propose_{refused}", f"unsent_{refused}")
        now = await look(request, who, conversation, read=False, part=True)
        return await _page(request, who, now or opened, wanted=form["q"], wish=wish, message=message, status=409)
    state.runner.wake(conversation)
    return show.go(request, f"/desk/c/{conversation}")


async def _page(
    request: Request,
    who: Visit,
    opened: Opened,
    *,
    wanted: str = "",
    wish: Proposed = NOTHING,
    message: str = "",
    status: int = 200,
) -> Response:
    found, asking = await request.app.state.db.read(_offered, request, who, opened, wanted)
    return show.shown(
        request, "console/propose.html", who, status=status, c=opened, offers=found, asking=asking, wanted=wanted, wish=wish,
        because=BECAUSE, message=message, why_max=WHY_MAX, wanted_max=WANTED_MAX,
    )  # fmt: skip


def _offered(
    conn: Connection, request: Request, who: Visit, opened: Opened, wanted: str
) -> tuple[tuple[Offer, ...], str]:
    house = request.app.state.house
    row = reach(conn, opened.id, who.worker, lock=False)
    if row is None or not row["session"]:
        return (), ""
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    talk = remembered(key, row["id"], row["session"])
    session = replace(
        talk, requests=stand(conn, key, row["id"], talk.requests)
    )  # a no counts before the person has heard it
    return offers(house, session, row["now"], wanted), open_question(house, session)
