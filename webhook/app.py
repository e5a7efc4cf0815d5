"""The HTTP side of Sira: providers' webhooks, web chat, console, health. ``uvicorn webhook.app:app`` serves it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from bot.logs import set_up_logs
from bot.records.row_security import is_set_up
from bot.running import running
from bot.settings import Settings
from bot.voices.sounds import Sounds
from webhook import health, media, staff, telegram, twilio
from webhook.assets import FOLDER, Assets
from webhook.chat import routes as chat
from webhook.console import routes as console
from webhook.console.door import RefusedError, TurnedAwayError, turned_away
from webhook.console.refused import refused
from webhook.heads import Heads
from webhook.mishaps import Mishaps
from webhook.partner import routes as partner
from webhook.records import ForNobody, Records
from webhook.straight import Straight
from webhook.unknown import unknown

ROUTERS = (
    telegram.router,
    staff.router,
    twilio.router,
    health.router,
    media.router,
    chat.router,
    *console.ROUTERS,
    partner.router,
)
"""Tried in this order, at each request."""


def create_app(
    settings: Settings | None = None,
    *,
    thinks: bool | None = None,
    sends: bool | None = None,
    for_good: bool = False,
) -> FastAPI:
    """A fresh application. ``thinks`` and ``sends`` as in ``bot.running``: both, unless this process only serves."""
    chosen = settings or Settings()
    alone = chosen.process == "all"

    @asynccontextmanager
    async def lifespan(made: FastAPI) -> AsyncIterator[None]:
        set_up_logs()
        async with running(
            chosen,
            thinks=alone if thinks is None else thinks,
            sends=alone if sends is None else sends,
            for_good=for_good,
        ) as parts:
            made.state.settings = chosen
            made.state.db = Records(parts.database, second_lock=await parts.database.read(is_set_up))
            made.state.house = parts.house
            made.state.runner = parts.runner
            made.state.sender = parts.sender
            made.state.channels = parts.channels
            made.state.sounds = Sounds(parts.house.book.voices)
            made.state.alerts = parts.alerts
            yield

    made = FastAPI(
        title="Sira",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        redirect_slashes=False,  # such a redirect would lead to whatever Host the request names
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
        },  # Sira counts for itself; else each request asks thrice
    )
    made.state.settings = chosen
    made.add_middleware(Heads)
    made.add_middleware(ForNobody)
    made.add_middleware(Straight, doors=telegram.router.routes)
    made.add_middleware(Mishaps)
    made.mount("/static", Assets(), name="static")
    made.add_exception_handler(TurnedAwayError, turned_away)
    made.add_exception_handler(RefusedError, refused)
    made.add_exception_handler(HTTPException, unknown)
    made.add_route("/favicon.ico", _picture, include_in_schema=False)
    for router in ROUTERS:
        # Side by side: an included router builds its routes anew for each application and looks for each request's twice.
        made.router.routes.extend(router.routes)
    return made


async def _picture(_request: Request) -> FileResponse:
    """Browsers ask for it on every page, whatever the page says."""
    return FileResponse(FOLDER / "chat.svg", headers={"Cache-Control": "public, max-age=86400"})


app = create_app(for_good=True)
