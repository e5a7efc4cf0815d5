"""Is the process there, can it work, how much does it do."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.records.database import DatabaseDown
from bot.records.migrate import is_current

router = APIRouter()

LOOPBACK = ("127.0.0.1", "::1", "testclient")


@router.get("/healthz", include_in_schema=False)
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz", include_in_schema=False)
async def readyz(request: Request) -> Response:
    """The database answers, is at this release's revision, and the book is loaded."""
    state = request.app.state
    try:
        current = await state.db.read(is_current)
    except DatabaseDown:
        return Response("database: down", status_code=503, media_type="text/plain")
    if not current:
        return Response("database: migrations missing", status_code=503, media_type="text/plain")
    book = state.house.book
    ready = f"ready: {len(book.flows)} flows, {len(book.directory.services)} services"
    return Response(ready, media_type="text/plain")


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Counters for the operator; in production only from this machine."""
    host = request.client.host if request.client else ""
    if request.app.state.settings.production and host not in LOOPBACK:
        return Response(status_code=404)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
