"""Words that stand in the answer's form while the case is given away: kept first, then sent or thrown away, as is said."""

from __future__ import annotations

from dataclasses import replace

from fastapi import Request
from sqlalchemy import Connection, RowMapping

from bot.desk import drafts
from bot.desk.answers import Answer, answer, keep_unsent
from bot.desk.reach import reach
from bot.desk.reply import NotReplied
from webhook.console.answer_form import written
from webhook.console.door import Visit
from webhook.console.form import Form
from webhook.console.late_words import voice_in
from webhook.console.opened import Opened

SEND, DROP = "send", "drop"
DECIDED = (SEND, DROP)


class StillUnsentError(Exception):
    """Nothing was done: the words could not go, or the case not be given away. ``why`` as the page's words name it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class UnsureError(Exception):
    """Nothing was done, nothing sent: what ``doubt`` names must be asked first."""

    def __init__(self, doubt: str) -> None:
        super().__init__(doubt)
        self.doubt = doubt


async def kept_words(request: Request, who: Visit, opened: Opened, form: Form) -> Answer | None:
    """What stands in the form, kept as this worker's draft; None when there is nothing, or no such form on their page."""
    voice = await voice_in(form) if opened.mine else b""
    given = written(form, voice)
    if not opened.mine or not (given.text.strip() or given.voice or given.with_voice or given.canned):
        return None

    def keep(conn: Connection) -> None:
        row = reach(conn, opened.id, who.worker)
        if row is not None:
            key = request.app.state.house.vault.unwrap(row["person_id"], row["wrapped"])
            keep_unsent(conn, key, row, who.worker, given)

    await request.app.state.db.write(keep)
    return replace(given, voice=b"", with_voice=bool(given.voice) or given.with_voice)


def settled(
    conn: Connection, request: Request, row: RowMapping, who: Visit, given: Answer | None, decided: str
) -> RowMapping:
    """The conversation after the words went, or were thrown away. Raises ``StillUnsentError`` when they could not go."""
    if given is None:
        return row
    house = request.app.state.house
    if decided == SEND:
        done = answer(conn, house, row, who.worker, given)
        if isinstance(done, NotReplied):
            raise StillUnsentError(f"unsent_{done.why}")
    else:
        key = house.vault.unwrap(row["person_id"], row["wrapped"])
        drafts.sent(conn, key, row["id"], who.worker, row["version"])
    after = reach(conn, row["id"], who.worker)
    return row if after is None else after


def near_of(kept: StillUnsentError, form: str) -> str:
    """Where the page says it: at the answer whose words could not go, else at the ``form`` that was sent."""
    return "answer" if kept.why.startswith("unsent_") else form
