"""The audit as a file: asked for by an auditor, allowed by a second person, had by who asked, for seven days (D5, B6)."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk.audit_export import as_csv, period_of, sheet_of, wanted
from bot.desk.exports import ask, granted
from bot.desk.exports_xlsx import TYPE, Sheet, workbook
from bot.desk.staff import can
from bot.records.clock import now
from bot.records.ids import plausible
from webhook.console import show
from webhook.console.audit import page_with
from webhook.console.door import visit
from webhook.console.form import posted
from webhook.console.headers import secured
from webhook.console.requests import REQUESTS

router = APIRouter()


@router.post("/desk/audit/ask", include_in_schema=False)
async def ask_audit(request: Request) -> Response:
    """A second person is asked to allow the audit of these days."""
    who, form = await posted(request)
    if not can(who.worker, "export_audit"):
        return show.nothing(request, who)
    db = request.app.state.db
    period = wanted(form["first"], form["last"], form["form"], await db.read(now))
    if period is None:
        return await page_with(request, who, message="period", first=form["first"], last=form["last"])
    await db.write(ask, who.worker, "audit", period.thing)
    return show.go(request, REQUESTS)


@router.get("/desk/audit/export/{request_id}", include_in_schema=False)
async def audit_file(request: Request, request_id: str) -> Response:
    """The file, as the audit stands now, for who asked and was allowed."""
    who = await visit(request)
    state = request.app.state

    def read(conn: Connection) -> tuple[str, Sheet] | None:
        thing = granted(conn, who.worker, request_id, "audit")
        period = period_of(thing, now(conn)) if thing else None
        return (period.form, sheet_of(conn, state.house.book, who.worker, period)) if period else None

    allowed = plausible(request_id) and can(who.worker, "export_audit")
    found = await state.db.write(read) if allowed else None
    if found is None:
        return show.nothing(request, who)
    form, sheet = found
    made = await asyncio.to_thread(as_csv, sheet) if form == "csv" else await asyncio.to_thread(workbook, [sheet])
    answer = Response(made, media_type="text/csv; charset=utf-8" if form == "csv" else TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="sira-journal.{form}"'
    return secured(answer, state.settings)
