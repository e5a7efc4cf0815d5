"""Words that come when the page has closed: a form without scripts knows nothing of the lock. They are kept, never sent.

They become the draft of the worker whose page it was, which nobody sees before they are back: whoever sits at a page that
is closed can neither read nor send anything by it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from bot.desk.answers import Answer, keep_late
from bot.desk.reach import known
from bot.desk.sessions import is_removed, lock, owner_of_closed
from bot.desk.sound import SoundRefusedError, voice_note
from bot.desk.staff import Worker, can
from bot.records.ids import plausible
from webhook.console.answer_form import written
from webhook.console.by_script import asks
from webhook.console.door import (
    HOME,
    LOCKED,
    LOGIN,
    TurnedAwayError,
    Visit,
    check_form,
    cookie_name,
    scope_of,
    towards,
    visit,
)
from webhook.console.form import Form, form_of
from webhook.console.headers import secured
from webhook.pages import page
from webhook.records import work_for

Keep = Callable[[Worker, Form], Awaitable[bool]]
"""Keeps the words of a form for its worker; False when there are none, or they are nobody's to keep."""


async def posted_with_words(request: Request, place: str, keep: Keep, files_max: int = 0) -> tuple[Visit, Form]:
    """As ``posted``, of the page at ``place`` with an answer in it: what was written is kept of who is signed out meanwhile.

    Raises ``TurnedAwayError``.
    """
    try:
        who = await visit(request)
    except TurnedAwayError as closed:
        raise await _kept(request, closed, place, keep, files_max) from closed
    form = await form_of(request, files_max)
    check_form(request, who.token, form["csrf"])
    return who, form


def in_conversation(request: Request, conversation: str) -> Keep:
    """Words of a conversation's page: an answer, or a note aside."""

    async def keep(worker: Worker, form: Form) -> bool:
        given, note = written(form, await voice_in(form)), form["note"].replace("\r\n", "\n")
        if not plausible(conversation) or not (given.text.strip() or given.voice or note.strip()):
            return False
        kept: bool = await request.app.state.db.write(_keep, request, worker, conversation, given, note)
        return kept

    return keep


async def closing(request: Request, who: Visit, place: str, *, kept: bool) -> Response:
    """Close the page at ``place`` now. ``kept``: words that were in it wait there."""
    await request.app.state.db.write(lock, who.token)
    return towards(request, f"{LOCKED}?{urlencode({'to': place} | ({'kept': '1'} if kept else {}))}")


def conversation_page(conversation: str) -> str:
    """Where a conversation's words wait."""
    return f"{HOME}/c/{conversation}"


async def _kept(request: Request, closed: TurnedAwayError, place: str, keep: Keep, files_max: int) -> TurnedAwayError:
    """``closed`` as it is when there was nothing to keep, else the same door with a word that it is kept."""
    state = request.app.state
    token = request.cookies.get(cookie_name(state.settings), "")
    found = await state.db.read(owner_of_closed, token) if token else None
    ended = found is None and not asks(request) and await state.db.read(is_removed, token)
    if found is None and not ended:
        return closed
    form = await form_of(request, files_max)
    try:
        check_form(request, token, form["csrf"])
    except TurnedAwayError:  # not from our own page
        return closed
    if found is None:
        return _shown(request, form)
    worker, over = found
    work_for(scope_of(request, worker))
    if not await keep(worker, form):
        return closed
    back = urlencode({"to": place, "kept": "1"})
    return TurnedAwayError(towards(request, f"{LOGIN if over else LOCKED}?{back}"))


def _shown(request: Request, form: Form) -> TurnedAwayError:
    """Who has left the team reads so, with the words that were in their page: nobody is left for whom to keep them."""
    words = [form[name] for name in ("text", "note", "words") if form[name].strip()]
    html = page(request, "console/ended.html", words=words)
    return TurnedAwayError(secured(HTMLResponse(html, status_code=403), request.app.state.settings))


def _keep(conn: Connection, request: Request, who: Worker, conversation: str, given: Answer, note: str) -> bool:
    row = known(conn, conversation, who) if can(who, "read_conversation") else None
    if row is None:
        return False
    key = request.app.state.house.vault.unwrap(row["person_id"], row["wrapped"])
    keep_late(conn, key, row, who, given, note)
    return True


async def voice_in(form: Form) -> bytes:
    """The voice that came along; what is no sound is left out, as it would be refused anyway."""
    file = form.file("voice")
    try:
        return await asyncio.to_thread(voice_note, file) if file else b""
    except SoundRefusedError:
        return b""
