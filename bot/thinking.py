"""The pure half of a turn: from a message and a conversation's row to what the engine decided."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping

from bot.channels.capabilities import BY_NAME
from bot.channels.inbound import Inbound
from bot.desk import complaint_news, complaints
from bot.desk.request_standing import stand
from bot.desk.shifts import availability
from bot.desk.unread_complaints import has_reader
from bot.engine.complaint_effects import AskComplaint, Complain
from bot.engine.effects import AskFormer, AskPresence, OpenHandover, Step
from bot.engine.events import Event, Picked, Said, Sent, Started
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import step
from bot.holders import former
from bot.house import House
from bot.records.seal import PersonKey
from bot.remembered import remembered
from bot.signs import MANY, SIGNS
from content.levels import LEVELS, URGENT_LEVELS


@dataclass(frozen=True, slots=True)
class Thought:
    """``private``: this turn belongs to a complaint, be it by its number alone."""

    before: Session
    step: Step
    now: int
    private: bool


def think(conn: Connection, house: House, row: RowMapping, key: PersonKey, event: Event) -> Thought:
    """One step of the engine for ``event``. Raises whatever a fault of flows or content raises."""
    before = remembered(key, row["id"], row["session"])
    if before.requests:  # where they stand is the records' to say, whatever was told or not yet
        before = replace(before, requests=stand(conn, key, row["id"], before.requests))
    now = max(int(row["now"]), before.last_at)
    moment = Moment(
        at=now,
        mode=row["mode"],
        spoken=row["spoken"],
        ticket=ticket(),
        waiting=bool(row["level"]),
        urgent=row["level"] in URGENT_LEVELS,
        channel=row["channel"],
        numbered=BY_NAME[row["channel"]].numbered,
        tappable=BY_NAME[row["channel"]].buttons_max > 0,
        rings=bool(house.means),
        speakable=BY_NAME[row["channel"]].voice,
        silent=house.silence.organisations,
        draw=lot(row["person_id"], now),
    )
    done = step(house.book, before, event, moment)
    if asked := _about_whom(row, done):
        # Who is there matters only now; the engine is pure, so the turn is thought again with the answer.
        # Who waits in danger is told what holds for danger, whatever they write next: the desk counts so too.
        moment = replace(moment, availability=availability(conn, row, now, min(asked, row["level"] or asked)))
        done = step(house.book, before, event, moment)
    known = _asked_of_the_records(conn, house, row, moment, done)
    if known != moment:
        done = step(house.book, before, event, known)
    private = known.complaint is not None or is_private(house, before) or is_private(house, done.session)
    return Thought(before, done, now, private)


def _about_whom(row: RowMapping, done: Step) -> str:
    """The level at which it matters who of the team is there; "" where nothing is said of them."""
    if any(isinstance(effect, AskPresence) for effect in done.effects):
        return row["level"] or LEVELS[0]
    return min((effect.level for effect in done.effects if isinstance(effect, OpenHandover)), default="")


def _asked_of_the_records(conn: Connection, house: House, row: RowMapping, moment: Moment, done: Step) -> Moment:
    """What a number that was brought belongs to, a complaint or a request of the hand before, and whether a new complaint
    has a reader. Else ``moment`` as it is.
    """
    for effect in done.effects:
        if isinstance(effect, AskComplaint) and (told := complaint_news.told(conn, house.vault, effect.number)):
            return replace(moment, complaint=told)
        if isinstance(effect, Complain) and not _has_reader(conn, house, row, effect):
            return replace(moment, unread=True)
        if isinstance(effect, AskFormer) and former(conn, house.vault, row, effect.number):
            return replace(moment, former=True)
    return moment


def _has_reader(conn: Connection, house: House, row: RowMapping, wish: Complain) -> bool:
    home = house.book.directory.leads.default.organisation
    return has_reader(conn, home, complaints.about(conn, row, wish))


def event_of(item: Inbound) -> Event | None:
    """What a message is for the engine; None for what needs no answer at all."""
    match item.kind:
        case "text":
            return Said(item.text, item.entry)
        case "pick":
            seq, _, choice = item.choice.partition(":")
            return Picked(choice, int(seq), item.entry) if seq.isdecimal() and choice else Picked("", 0)
        case "start":
            return Started(item.entry)
        case "ignored" | "blocked":
            return None
        case media:
            return Sent(media, item.entry)


def ticket() -> str:
    """A fresh receipt number, easy to read aloud. Each turn draws one: by a single draw, not by one for each sign."""
    drawn, signs = secrets.randbelow(len(SIGNS) ** MANY), []
    for _ in range(MANY):
        drawn, sign = divmod(drawn, len(SIGNS))
        signs.append(SIGNS[sign])
    return "".join(signs)


def lot(person: str, now: int) -> str:
    """What equal partners take turns by: another for another person, the same for all of somebody's turns of one day."""
    return f"{person} {datetime.fromtimestamp(now, UTC):%Y%m%d}"


def is_private(house: House, session: Session) -> bool:
    """Whether the talk is in a flow whose words belong to nobody but its own inbox (complaints)."""
    flow = house.book.flows.get(session.frames[-1].flow) if session.frames else None
    return flow is not None and flow.head.private
