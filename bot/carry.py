"""What a turn decided, written into the records: one small function an effect."""

from __future__ import annotations

from functools import singledispatch

from sqlalchemy import Connection, RowMapping, delete, update

from bot import consented, timers
from bot.carried import Carried, Desk
from bot.desk import complaint_words, complaints, erase, follow_ups, handover, referral_words, referrals
from bot.desk.calls import Call, call
from bot.desk.claim import RESTING
from bot.desk.leads import belongs_to
from bot.desk.owed import asked_again
from bot.desk.shifts import LEASE_SECONDS
from bot.engine import effects as fx
from bot.engine.complaint_effects import AddToComplaint, AnswerHere, AskComplaint, Complain
from bot.engine.session import Session
from bot.hiding import hide
from bot.holders import give_back
from bot.house import House
from bot.newcomer import new_thread
from bot.outgoing import GIVES_WAY
from bot.records.seal import PersonKey
from bot.records.tables import inbound, outbox, person, timer
from content.levels import URGENT_LEVELS


def carry(
    conn: Connection,
    house: House,
    key: PersonKey,
    row: RowMapping,
    session: Session,
    effects: tuple[fx.Effect, ...],
    now: int,
    inbound_id: str,
) -> Carried:
    """Write every effect but the words. Arrows walked are counted elsewhere (`bot/counting.py`)."""
    carried = Carried()
    desk = Desk(conn, house, key, row, session, now, inbound_id, carried)
    if row["mode"] == "stopped" and inbound_id:
        carried.columns["mode"] = "human" if row["claimed_by"] else "queued" if row["level"] else "bot"
    moved = session.facts.get("region", "") != row["region"] or session.facts.get("centre", "") != row["centre"]
    if moved and not row["level"]:  # an open case stays where humans have put it
        carried.columns |= belongs_to(house.book.directory, session.facts, str(session.notes.get("entry", "")))
    if session.language != row["language"]:
        conn.execute(update(person).where(person.c.id == row["person_id"]).values(language=session.language))
    for effect in effects:
        if not isinstance(effect, fx.Send | fx.Log):
            _carry(effect, desk)
    return carried


@singledispatch
def _carry(effect: object, _desk: Desk) -> None:
    raise TypeError(type(effect).__name__)


@_carry.register
def _handover(effect: fx.OpenHandover, desk: Desk) -> None:
    mode = desk.carried.columns.get("mode", desk.row["mode"])
    opened = handover.open_handover(
        desk.conn,
        desk.key,
        desk.row["id"],
        handover.Wish(effect.level, effect.reason, effect.focus),
        mode=mode,
        now=desk.now,
        organisation=desk.carried.columns.get("organisation", desk.row["organisation"]),
        team=desk.carried.columns.get("team", desk.row["team"]),
    )
    desk.carried.columns |= opened.columns
    desk.carried.urgent |= effect.level in URGENT_LEVELS or opened.alert in URGENT_LEVELS
    if opened.alert:
        desk.carried.alert = opened.alert
        organisation = desk.carried.columns.get("organisation", desk.row["organisation"])
        call(desk.conn, desk.house.means, Call(desk.row["id"], organisation, opened.why, opened.alert), desk.now)


@_carry.register
def _for_the_team(_effect: fx.ForTheTeam, desk: Desk) -> None:
    """The last word is the person's again: words are owed to it, and from here on the lease runs."""
    if desk.row["spoken"] and (again := asked_again(desk.conn, desk.row["id"], desk.now)):
        desk.carried.columns["due_at"] = again
    if desk.row["claimed_by"] and desk.row["lease_until"] == RESTING:
        desk.carried.columns["lease_until"] = desk.now + LEASE_SECONDS


@_carry.register
def _consent(effect: fx.Consent, desk: Desk) -> None:
    consented.keep(effect, desk)


@_carry.register
def _refer(effect: fx.Refer, desk: Desk) -> None:
    referrals.draft(desk.conn, desk.key, desk.row, effect, desk.now)


@_carry.register
def _withdraw(effect: fx.Withdraw, desk: Desk) -> None:
    referrals.withdraw(desk.conn, desk.row["id"], effect.number)


@_carry.register
def _visited(effect: fx.Visited, desk: Desk) -> None:
    referral_words.visited(desk.conn, desk.row["id"], effect)


@_carry.register
def _complain(effect: Complain, desk: Desk) -> None:
    complaints.file(desk.conn, desk.house.vault, desk.row, effect, desk.now)


@_carry.register
def _add(effect: AddToComplaint, desk: Desk) -> None:
    complaint_words.add_reply(desk.conn, desk.house.vault, effect.number, effect.text, desk.now)


@_carry.register
def _answer_here(effect: AnswerHere, desk: Desk) -> None:
    complaints.answer_here(desk.conn, desk.row, effect.number)


@_carry.register
def _ask(_effect: AskComplaint | fx.AskFormer | fx.AskPresence, _desk: Desk) -> None:
    """It was answered while the turn was thought."""


@_carry.register
def _followed_up(effect: fx.FollowedUp, desk: Desk) -> None:
    follow_ups.keep(desk.conn, desk.row["id"], effect, desk.now)


@_carry.register
def _timer(effect: fx.SetTimer, desk: Desk) -> None:
    timers.put(desk.conn, desk.row["id"], effect.kind, desk.now + effect.seconds)


@_carry.register
def _clear(effect: fx.ClearTimers, desk: Desk) -> None:
    mine = (timer.c.conversation_id == desk.row["id"], timer.c.kind.startswith(effect.kind, autoescape=True))
    desk.conn.execute(delete(timer).where(*mine))


@_carry.register
def _hide(_effect: fx.Hide, desk: Desk) -> None:
    desk.carried.delete_refs = hide(desk.conn, desk.row, desk.now)


@_carry.register
def _stop(_effect: fx.Stop, desk: Desk) -> None:
    desk.carried.columns["mode"] = "stopped"
    unsent = outbox.c.state.in_(("ready", "pending"))
    desk.conn.execute(
        update(outbox)
        .where(outbox.c.conversation_id == desk.row["id"], unsent, outbox.c.kind.in_(GIVES_WAY))
        .values(state="dropped")
    )
    desk.conn.execute(delete(timer).where(timer.c.conversation_id == desk.row["id"]))


@_carry.register
def _forget(_effect: fx.Forget, desk: Desk) -> None:
    desk.carried.last_word = erase.forget(
        desk.conn, desk.house.vault, desk.key, desk.row, desk.now, voice=desk.session.voice
    )
    desk.carried.forgotten = True


@_carry.register
def _new_person(_effect: fx.NewPerson, desk: Desk) -> None:
    account, sender = erase.leave_address(desk.conn, desk.key, desk.row)
    new_thread(desk.conn, desk.house, desk.row["channel"], account, sender, desk.now)
    _other_hands(desk, account, sender)


@_carry.register
def _take_back(effect: fx.TakeBack, desk: Desk) -> None:
    if back := give_back(desk.conn, desk.house.vault, desk.key, desk.row, effect.number):
        _other_hands(desk, *back)
        desk.carried.asks = effect.number


def _other_hands(desk: Desk, *sender: str) -> None:
    if desk.inbound:
        desk.conn.execute(update(inbound).where(inbound.c.id == desk.inbound).values(state="done"))
    desk.carried.new_sender = (desk.row["channel"], *sender)
