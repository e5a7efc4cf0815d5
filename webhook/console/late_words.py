"""Words that come when the page has closed: a form without scripts knows nothing of the lock. They are kept, never sent.

They become the draft of the worker whose page it was, which nobody sees before they are back: whoever sits at a page that
is closed can neither read nor send anything by it.
"""

from __future__ import annotations

import asyncio
from urllib.parse import urlencode

from fastapi import Request
from sqlalchemy import Connection

from bot.desk.answers import Answer, keep_late
from bot.desk.reach import reach
from bot.desk.sessions import owner_of_closed
from bot.desk.sound import SoundRefusedError, voice_note
from bot.desk.staff import Worker, can
from bot.records.ids import plausible
from bot.records.row_security import Scope
from webhook.console.answer_form import written
from webhook.console.door import HOME, LOCKED, LOGIN, TurnedAwayError, check_form, cookie_name, towards
from webhook.console.form import Form, form_of
from webhook.records import work_for


async def kept_late(request: Request, closed: TurnedAwayError, conversation: str, files_max: int) -> TurnedAwayError:
    """``closed`` as it is when there was nothing to keep, else the same door with a word that it is kept."""
    state = request.app.state
    token = request.cookies.get(cookie_name(state.settings), "")
    found = await state.db.read(owner_of_closed, token) if token and plausible(conversation) else None
    if found is None:
        return closed
    worker, over = found
    form = await form_of(request, files_max)
    try:
        check_form(request, token, form["csrf"])
    except TurnedAwayError:  # not from our own page
        return closed
    given, note = written(form, await voice_in(form)), form["note"].replace("\r\n", "\n")
    if not (given.text.strip() or given.voice or note.strip()):
        return closed
    work_for(Scope(worker.organisation, worker.id, complaints=False))
    if not await state.db.write(_keep, request, worker, conversation, given, note):
        return closed
    back = urlencode({"to": f"{HOME}/c/{conversation}", "kept": "1"})
    return TurnedAwayError(towards(request, f"{LOGIN if over else LOCKED}?{back}"))


def _keep(conn: Connection, request: Request, who: Worker, conversation: str, given: Answer, note: str) -> bool:
    row = reach(conn, conversation, who) if can(who, "read_conversation") else None
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
