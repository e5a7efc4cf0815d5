"""What is left of urgent cases after « forget me »: opened by who may take them, closed by a human."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk import stubs
from bot.desk.staff import can
from bot.records.ids import plausible
from webhook.console import show
from webhook.console.door import Visit, visit
from webhook.console.form import posted

router = APIRouter()


@router.get("/desk/stub/{stub}", include_in_schema=False)
async def stub_page(request: Request, stub: str) -> Response:
    """How to reach the person, and until when."""
    who = await visit(request)
    found = await _opened(request, who, stub)
    return show.nothing(request, who) if found is None else show.stub(request, who, found)


@router.post("/desk/stub/{stub}/close", include_in_schema=False)
async def close(request: Request, stub: str) -> Response:
    """Seen to: nothing of the person stays."""
    who, _ = await posted(request)
    if await _opened(request, who, stub) is None:
        return show.nothing(request, who)
    await request.app.state.db.write(stubs.close, who.worker, stub)
    return show.go(request, "/desk/queue")


async def _opened(request: Request, who: Visit, stub: str) -> stubs.Stub | None:
    state = request.app.state

    def find(conn: Connection) -> stubs.Stub | None:
        found = stubs.opened(conn, state.house.vault, who.worker, stub)
        return found if found and can(who.worker, "claim", found.organisation, found.level) else None

    return await state.db.write(find) if plausible(stub) else None
