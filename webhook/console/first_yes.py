"""The question whether answers may be kept, put by a worker: from the conversation's page or where a service is proposed."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk.first_yes import ask_first_yes
from bot.desk.reach import reach
from bot.desk.staff import can
from webhook.console import show
from webhook.console.answer_form import version_of
from webhook.console.for_change import again, for_change, why

router = APIRouter()


@router.post("/desk/c/{conversation}/first-yes", include_in_schema=False)
async def ask(request: Request, conversation: str) -> Response:
    """Ask the person; the page shows the question, and later their answer."""
    who, opened, form = await for_change(request, conversation)
    if opened is None or not can(who.worker, "refer", opened.organisation, opened.level):
        return show.nothing(request, who)
    state = request.app.state

    def put(conn: Connection) -> str:
        row = reach(conn, conversation, who.worker)
        if row is None:
            return "not_mine"
        return ask_first_yes(conn, state.house, row, who.worker, version_of(form), anyway=bool(form["anyway"])) or ""

    refused = await state.db.write(put)
    if refused:
        return await again(request, who, opened, why(request, f"first_yes_{refused}", f"unsent_{refused}"))
    state.runner.wake(conversation)
    return show.go(request, f"/desk/c/{conversation}")
