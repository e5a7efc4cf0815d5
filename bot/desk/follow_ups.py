"""News 7, 30 and 90 days later, and a yearly question to one in a few: asked only who agreed, in their safe hours.

What is answered stands in stable words, for each request, so that figures need open no talk.
"""

from __future__ import annotations

from hashlib import blake2s

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.dialects import postgresql, sqlite

from bot import timers
from bot.desk.referral_news import AGAIN_SECONDS
from bot.desk.safe_hours import wait_until
from bot.engine.effects import FollowedUp
from bot.engine.events import FollowUpDue
from bot.engine.session import Session
from bot.records.ids import new_id
from bot.records.tables import consent, follow_up, referral

KIND = "follow_up_"
LAST_DAYS = 90
YEAR_DAYS = 365
DAY_SECONDS = 86_400
SURVEYED_ONE_IN = 4
"""Of those who agreed, one in so many is asked again a year after; to be settled with the organisation that runs Sira."""
SURVEY = b"year"


def event_of(conn: Connection, row: RowMapping, session: Session, kind: str) -> FollowUpDue | None:
    """What a timer that rings is for the talk ``row``; None when nothing is asked, or not at this hour."""
    days = int(kind.removeprefix(KIND))
    if row["mode"] == "stopped":
        return None
    held = row["mode"] == "human" or (row["mode"] == "queued" and row["spoken"])
    later = row["now"] + AGAIN_SECONDS if held else wait_until(session, row["now"], row["last_at"])
    if later > row["now"]:
        timers.put(conn, row["id"], kind, later)
        return None
    if days == LAST_DAYS and is_surveyed(row["id"]) and agreed(conn, row["person_id"]):
        timers.put(conn, row["id"], f"{KIND}{YEAR_DAYS}", row["now"] + (YEAR_DAYS - LAST_DAYS) * DAY_SECONDS)
    return FollowUpDue(days)


def is_surveyed(conversation_id: str) -> bool:
    """Whether this talk is in the yearly sample: by its id alone, so that it is the same one however often it is asked."""
    number = int.from_bytes(blake2s(conversation_id.encode(), digest_size=8, person=SURVEY).digest())
    return number % SURVEYED_ONE_IN == 0


def agreed(conn: Connection, person_id: str) -> bool:
    """Whether their last word about later news is a yes."""
    mine = (consent.c.person_id == person_id, consent.c.purpose == "follow_up")
    last = select(consent.c.given).where(*mine).order_by(consent.c.at.desc(), consent.c.id.desc()).limit(1)
    return bool(conn.execute(last).scalar())


def keep(conn: Connection, conversation_id: str, said: FollowedUp, now: int) -> None:
    """Write down what was answered so far; one row a date and request, which grows with each answer."""
    mine = (referral.c.conversation_id == conversation_id, referral.c.number == said.number)
    about = conn.execute(select(referral.c.id, referral.c.service, referral.c.organisation).where(*mine)).first()
    words = {"started": said.started, "helped": said.helped, "missing": said.missing, "reason": said.reason, "at": now}
    dialect = postgresql if conn.dialect.name == "postgresql" else sqlite
    conn.execute(
        dialect.insert(follow_up)
        .values(
            id=new_id(), conversation_id=conversation_id, days=said.days,
            referral_id=about.id if about else "", service=about.service if about else "",
            organisation=about.organisation if about else "", **words,
        )
        .on_conflict_do_update(index_elements=["conversation_id", "referral_id", "days"], set_=words)
    )  # fmt: skip
