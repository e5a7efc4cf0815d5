"""How a worker is called: their Telegram account at the staff bot, and the bell of this browser."""

from __future__ import annotations

import segno
from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk import links_once, phones
from webhook.console import show
from webhook.console.door import Visit, visit
from webhook.console.form import posted

router = APIRouter()

ME = "/desk/me"
QR_SCALE = 4


@router.get(ME, include_in_schema=False)
async def me(request: Request) -> Response:
    """Whether the account is joined, and what to do."""
    return await _page(request, await visit(request))


@router.post("/desk/me/telegram", include_in_schema=False)
async def join(request: Request) -> Response:
    """A fresh link to the staff bot, shown once: only its hash is kept, so there is no page to come back to."""
    who = await _changes(request)
    bot = request.app.state.alerts.bot
    name = await bot.name() if bot else ""
    if not name:
        return await _page(request, who, unreached=bool(bot), status=503 if bot else 404)
    code = await request.app.state.db.write(links_once.mint, "telegram", who.worker.id)
    return await _page(request, who, address=f"https://t.me/{name}?start={code}")


@router.post("/desk/me/telegram/leave", include_in_schema=False)
async def leave(request: Request) -> Response:
    """The account is nobody's any more."""
    who = await _changes(request)
    await request.app.state.db.write(phones.leave, who.worker)
    return show.go(request, ME)


async def _changes(request: Request) -> Visit:
    who, _ = await posted(request)
    return who


async def _page(
    request: Request, who: Visit, *, address: str = "", unreached: bool = False, status: int = 200
) -> Response:
    def look(conn: Connection) -> bool:
        return phones.is_joined(conn, who.worker)

    state = request.app.state
    drawn = segno.make(address, micro=False, error="m").svg_inline(scale=QR_SCALE) if address else ""
    return show.shown(
        request, "console/me.html", who, status=status, joined=await state.db.read(look), offered=bool(state.alerts.bot),
        address=address, drawing=drawn, unreached=unreached, minutes=links_once.SECONDS["telegram"] // 60,
    )  # fmt: skip
