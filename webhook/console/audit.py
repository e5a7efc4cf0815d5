"""The auditor's page."""

from __future__ import annotations

from datetime import UTC, date, datetime

from fastapi import APIRouter, Request, Response

from bot.desk.audit_export import FORMS
from bot.desk.audit_ours import who_of
from bot.desk.audit_pages import Filter, page_of
from bot.desk.audit_words import detail_words
from bot.desk.staff import can
from bot.desk.words import said, words
from bot.records.ids import plausible
from webhook.console import show
from webhook.console.door import Visit, visit

router = APIRouter()

ACTION_MAX = 40
NEWEST = Filter()


@router.get("/desk/audit", include_in_schema=False)
async def audit_page(request: Request, worker: str = "", action: str = "", day: str = "", before: str = "") -> Response:
    """Who did what, reads included. A filter that is none is left out."""
    who = await visit(request)
    if not can(who.worker, "see_audit"):
        return show.nothing(request, who)
    return await page_with(
        request,
        who,
        Filter(
            worker if plausible(worker) else "",
            action[:ACTION_MAX] if action.replace("_", "").isalnum() and action.isascii() else "",
            _day(day),
            before if plausible(before) else "",
        ),
    )


async def page_with(
    request: Request, who: Visit, wished: Filter = NEWEST, *, message: str = "", first: str = "", last: str = ""
) -> Response:
    """The page of ``wished``. ``message``: why nothing was asked for, with the days that stood in that form."""
    state = request.app.state
    found = await state.db.write(page_of, who.worker, wished)
    chosen = datetime.fromtimestamp(wished.day, UTC).date().isoformat() if wished.day else ""
    return show.shown(
        request, "console/audit.html", who, status=400 if message else 200, found=found, wished=wished, chosen=chosen,
        actions=words("done"), may_export=can(who.worker, "export_audit"), first=first, last=last, forms=FORMS,
        message=said(state.house.book.catalogues, "audit", message) if message else "",
        done_by=lambda line: who_of(state.house.book, line.login, line.by),
        detail=lambda deed, detail: detail_words(state.house.book, deed, detail, dict(found.workers)),
    )  # fmt: skip


def _day(given: str) -> int:
    try:
        chosen = date.fromisoformat(given)
        return int(datetime(chosen.year, chosen.month, chosen.day, tzinfo=UTC).timestamp())
    except (ValueError, OverflowError):
        return 0
