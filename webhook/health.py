"""Is the process there, can it work, how much does it do."""

from __future__ import annotations

import hmac

import structlog
from fastapi import APIRouter, HTTPException, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.measures.store import away, measured, printed
from bot.records.down import DatabaseDown
from bot.records.migrate import can_serve

router = APIRouter()
log = structlog.get_logger()

LOOPBACK = ("127.0.0.1", "::1", "testclient")
LOOPBACK_NAMES = ("127.0.0.1", "::1", "localhost")
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""What a proxy on this machine adds to a request that came from elsewhere."""


@router.get("/healthz", include_in_schema=False)
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz", include_in_schema=False)
async def readyz(request: Request) -> Response:
    """The database answers, is at this release's revision or at a newer one that only added, and the book is loaded."""
    state = request.app.state
    try:
        fits = await state.db.read(can_serve)
    except DatabaseDown as error:
        log.error("not_ready", reason=type(error.__cause__).__name__)
        return Response("database: down", status_code=503, media_type="text/plain")
    if not fits:
        return Response(
            "database: of another release; run sira migrate of the newest one", status_code=503, media_type="text/plain"
        )
    book = state.house.book
    ready = f"ready: {len(book.flows)} flows, {len(book.directory.services)} services"
    return Response(ready, media_type="text/plain")


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Figures for Prometheus. In production only from this machine, or to who bears ``SIRA_METRICS_TOKEN``."""
    state = request.app.state
    if state.settings.production and not (_from_here(request) or _bears_token(request)):
        raise HTTPException(404)
    try:
        found = await state.db.read(measured)
    except DatabaseDown:
        found = away()
    return Response(generate_latest() + printed(found), media_type=CONTENT_TYPE_LATEST)


def _bears_token(request: Request) -> bool:
    wanted = request.app.state.settings.metrics_token.get_secret_value()
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    return bool(wanted) and hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))


def _from_here(request: Request) -> bool:
    """Whether it was asked on this machine, by this machine's name, and not through a proxy that stands on it too."""
    peer = request.client.host if request.client else ""
    through = any(name in request.headers for name in FORWARDED)
    return peer in LOOPBACK and request.url.hostname in LOOPBACK_NAMES and not through
