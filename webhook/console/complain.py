"""« En faire une plainte »: what the person wrote in the talk goes to the complaints inbox, and out of everybody's sight here."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk.complaint_made import ABOUT, WORDS_MAX, Words, make, words_of
from bot.desk.reach import reach
from bot.desk.reasons import logins_of
from bot.desk.staff import can
from bot.desk.words import said
from bot.records.ids import plausible
from webhook.console import show
from webhook.console.door import Visit, visit
from webhook.console.for_change import again, for_change, why
from webhook.console.look import look
from webhook.console.opened import Opened

router = APIRouter()


@router.get("/desk/c/{conversation}/complaint", include_in_schema=False)
async def choose(request: Request, conversation: str, line: str = "") -> Response:
    """The words of one line, and what they complain of."""
    who = await visit(request)
    opened = await look(request, who, conversation, read=True, part=True)
    if opened is None or not can(who.worker, "reply", opened.organisation, opened.level):
        return show.nothing(request, who)
    return await _page(request, who, opened, line)


@router.post("/desk/c/{conversation}/complaint", include_in_schema=False)
async def keep(request: Request, conversation: str) -> Response:
    """Keep it as a complaint; what could not be kept stays in the form."""
    who, opened, form = await for_change(request, conversation)
    if opened is None or not can(who.worker, "reply", opened.organisation, opened.level):
        return show.nothing(request, who)
    state, line = request.app.state, form["line"]
    written, about = form["words"].replace("\r\n", "\n"), form["about"]

    def put(conn: Connection) -> str:
        row = reach(conn, conversation, who.worker)
        if row is None or not plausible(line):
            return "no_line"
        given = line, about, written
        return make(conn, state.house, row, who.worker, *given, anyway=bool(form["anyway"])) or ""

    refused = await state.db.write(put)
    if refused:
        message = why(request, f"complaint_made_{refused}", f"unsent_{refused}")
        return await _page(request, who, opened, line, message=message, about=about, written=written)
    state.runner.wake(conversation)
    return show.go(request, f"/desk/c/{conversation}")


async def _page(
    request: Request, who: Visit, opened: Opened, line: str, *, message: str = "", about: str = "", written: str = ""
) -> Response:
    state = request.app.state

    def find(conn: Connection) -> tuple[Words | None, dict[str, str]]:
        row = reach(conn, opened.id, who.worker, lock=False) if plausible(line) else None
        if row is None:
            return None, {}
        key = state.house.vault.unwrap(row["person_id"], row["wrapped"])
        return words_of(conn, key, opened.id, line), logins_of(conn, who.worker.organisation)

    found, colleagues = await state.db.read(find)
    if found is None:
        return await again(request, who, opened, why(request, "complaint_made_no_line"))
    catalogues = state.house.book.catalogues
    return show.shown(
        request, "console/complain.html", who, status=409 if message else 200, c=opened, line=line, found=found,
        subjects={name: said(catalogues, "complaint_about", name) for name in ABOUT},
        colleagues=sorted(colleagues.items(), key=lambda one: one[1]),
        names=show.names_of(state.house), message=message, about=about, written=written, most=WORDS_MAX,
    )  # fmt: skip
