"""Everything that one conversation page shows, read in one transaction."""

from __future__ import annotations

from fastapi import Request
from sqlalchemy import Connection, RowMapping, and_, select

from bot.desk.agreed import agreed
from bot.desk.audit import note
from bot.desk.canned import titles_of
from bot.desk.card import card, hears
from bot.desk.claim import free_for, release_dead_leases, renew
from bot.desk.drafts import draft_of
from bot.desk.end import case_of
from bot.desk.endings import outcomes
from bot.desk.focal import is_for_focal_point
from bot.desk.handover import code_in_use, reasons_of
from bot.desk.notes import notes_of
from bot.desk.reach import reach
from bot.desk.reasons import logins_of, once, read_by
from bot.desk.referrals import of_conversation
from bot.desk.reminders import set_for
from bot.desk.ringing import danger_elsewhere
from bot.desk.safe_hours import reaching
from bot.desk.staff import Worker, can
from bot.desk.standing import answered_at, ends_at, wrote_again_at
from bot.desk.take_up import last_ended, may_take_up
from bot.desk.thread import LINES_FIRST, LINES_MAX, Thread, thread
from bot.desk.transfer import choices
from bot.house import House
from bot.outgoing import UNSENT
from bot.records.ids import plausible
from bot.records.seal import PersonKey
from bot.records.tables import conversation as conversation_table
from bot.records.tables import handover, is_open, outbox, worker
from bot.remembered import remembered
from webhook.console.door import Visit
from webhook.console.freshness import freshness
from webhook.console.gone import tell_why_not
from webhook.console.opened import Beside, Opened


async def look(
    request: Request, who: Visit, conversation: str, *, read: bool, before: str = "", part: bool = False
) -> Opened | None:
    """The conversation for the worker of this request; None when it is not for them. ``read``: a real look. Raises
    ``ReservedError`` for a danger of their house that only others may read, ``GoneError`` for what was theirs to read.

    ``before``: the line before which the thread is wanted; anything that is no id asks for the newest lines. ``part``:
    only the thread is shown.
    """
    if not plausible(conversation) or not can(who.worker, "read_conversation"):
        return None
    state = request.app.state
    older = before if plausible(before) else ""
    found: Opened | None = await state.db.write(
        lambda conn: looked_at(conn, state.house, who.worker, conversation, read=read, before=older, part=part)
    )
    if found is None:
        await tell_why_not(request, who, conversation)
    return found


def looked_at(
    conn: Connection,
    house: House,
    who: Worker,
    conversation_id: str,
    *,
    read: bool,
    before: str = "",
    part: bool = False,
) -> Opened | None:
    """The conversation, or None when it is not for this worker. A real look is written to the audit."""
    release_dead_leases(conn)
    row = reach(conn, conversation_id, who)
    if row is None:
        return None
    if read:
        note(conn, who.id, "read", conversation_id, row["now"])
        renew(conn, conversation_id, who)
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    logins = logins_of(conn, who.organisation)
    session = remembered(key, row["id"], row["session"])
    holder = ""
    if row["claimed_by"]:
        holder = conn.execute(select(worker.c.login).where(worker.c.id == row["claimed_by"])).scalar_one_or_none() or ""
    unsent = conn.execute(
        select(outbox.c.id).where(outbox.c.conversation_id == conversation_id, outbox.c.state.in_(UNSENT))
    ).all()
    case, reasons = case_of(conn, conversation_id), reasons_of(conn, key, conversation_id)
    talk = thread(conn, key, conversation_id, before, LINES_MAX if before else LINES_FIRST)
    standing = (free_for(who, row["now"]), answered_at(), wrote_again_at(), ends_at(), handover.c.left_at)
    elsewhere = danger_elsewhere(conn, row)
    of_case = and_(handover.c.conversation_id == conversation_table.c.id, is_open(handover))
    here = select(*standing).select_from(conversation_table.outerjoin(handover, of_case))
    free, answered, wrote, ends, left = conn.execute(here.where(conversation_table.c.id == conversation_id)).one()
    return Opened(
        id=row["id"],
        organisation=row["organisation"],
        level=row["level"],
        mode=row["mode"],
        version=row["version"],
        language=row["language"],
        channel=row["channel"],
        region=row["region"],
        now=row["now"],
        due_at=row["due_at"],
        answered_at=answered,
        wrote_at=wrote,
        ends_at=ends,
        left_at=left or 0,
        holder=holder,
        mine=row["claimed_by"] == who.id,
        free=bool(row["level"]) and bool(free),
        resumable=not row["level"] and may_take_up(who, row, last_ended(conn, conversation_id)),
        code=code_in_use(conn, conversation_id),
        outcomes=outcomes(case) if case else (),
        for_focal=is_for_focal_point(row["level"], (words for words, _, _ in reasons), session.facts),
        current=bool(row["current"]),
        gone=bool(row["gone"]),
        fresh=freshness(conn, row, elsewhere),
        unsent=len(unsent),
        elsewhere=elsewhere,
        window_until=max(row["window_until"], 1) if row["channel"] == "whatsapp" else 0,
        reaching=reaching(session, row["now"], row["last_at"]),
        speaks=bool(hears(session)),
        reasons=tuple((read_by(house, who, reason, logins), level, at) for reason, level, at in once(reasons)),
        thread=talk,
        before=before,
        card=card(house.book, session, row["now"]),
        agreed=agreed(conn, row["person_id"]),
        referrals=tuple(of_conversation(conn, key, conversation_id)),
        beside=Beside() if part else _beside(conn, house, key, row, who, talk),
    )


def _beside(conn: Connection, house: House, key: PersonKey, row: RowMapping, who: Worker, talk: Thread) -> Beside:
    draft = draft_of(conn, key, row["id"], who)
    since = draft.seen if not draft.empty else ""
    return Beside(
        draft=draft,
        came=tuple(line for line in talk.lines if since and line.id > since and line.side == "person"),
        notes=notes_of(conn, key, row["id"], who),
        canned=tuple(titles_of(conn, who)),
        targets=choices(conn, house.book.directory.leads, who, row["level"]),
        remind_at=set_for(conn, row["id"], who),
    )
