"""What a row of the queue says of why it stands there: a line in our own words, and the first words of a plain question.

Both lie sealed with the person's key and are opened for who may read the talk anyway. Of a need of protection no word of
the person stands in a list, and of a danger that only others may read nothing at all: what happened to somebody is read on
their own page, where the look is written down. Why a colleague has made it urgent stands there in that colleague's words.
What does not open any more says so in its own row: one damaged case hides no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import orjson
import structlog
from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from bot.desk.reasons import ENDED, SIGN, SIGNED
from bot.desk.staff import Worker, can
from bot.desk.standing import words_at
from bot.desk.words import said
from bot.engine.safety import SAID_APART
from bot.engine.session import Session
from bot.house import House
from bot.records.seal import PersonKey, SealBroken
from bot.records.tables import conversation, handover, is_filled, is_open, outbox, person_key
from bot.remembered import remembered
from content.levels import URGENT_LEVELS

log = structlog.get_logger()

WROTE_AGAIN = "wrote_again"
REASONS_MAX = 2
"""The first, by which the case was opened or became urgent, and the last."""
QUESTION_MAX = 90  # signs; two lines of a cheap phone
Reason = tuple[str, str, int]
"""Words, level, when: as the case keeps them."""
QUESTION, ASKED_FOR_PERSON, UNREADABLE = "question", "asked_for_person", "unreadable"


@dataclass(frozen=True, slots=True)
class Why:
    """``line``: why it stands there. ``words``: what the person asked, "" for what is not for a list. ``wrote_at``: when
    they wrote again while nobody has it, 0 when they did not. ``code``: by which people speak of the case. ``noted``: why a
    colleague has made it as urgent as it is, in their words.
    """

    line: str
    words: str
    wrote_at: int
    code: str
    noted: str = ""


def reasons_in_queue(conn: Connection, house: House, viewer: Worker, ids: list[str]) -> dict[str, Why]:
    """By conversation, of its open case; empty for who may read none."""
    return _reasons(conn, house, viewer, ids, is_filled(conversation.c.level) & is_open(handover))


def reasons_to_see_again(conn: Connection, house: House, viewer: Worker, ids: list[str]) -> dict[str, Why]:
    """The same of the newest case, ended or not: what somebody wished to see again was without a name once it was over."""
    cases = handover.alias()
    newest = select(func.max(cases.c.id)).where(cases.c.conversation_id == conversation.c.id).correlate(conversation)
    return _reasons(conn, house, viewer, ids, handover.c.id == newest.scalar_subquery())


def _reasons(
    conn: Connection, house: House, viewer: Worker, ids: list[str], which: ColumnElement[bool]
) -> dict[str, Why]:
    if not ids or not can(viewer, "read_conversation"):
        return {}
    last_words = (
        select(func.coalesce(func.max(outbox.c.at), 0))
        .where(outbox.c.conversation_id == conversation.c.id, outbox.c.kind == "worker")
        .correlate(conversation)
        .scalar_subquery()
    )
    rows = conn.execute(
        select(
            conversation.c.id, conversation.c.person_id, conversation.c.session, conversation.c.claimed_by,
            conversation.c.organisation, handover.c.level, person_key.c.wrapped,
            handover.c.id.label("case"), handover.c.sealed, handover.c.focus, handover.c.code, last_words.label("answered_at"),
            words_at().label("words_at"),
        )
        .join(handover, handover.c.conversation_id == conversation.c.id)
        .join(person_key, person_key.c.person_id == conversation.c.person_id)
        .where(conversation.c.id.in_(ids), which, conversation.c.organisation == viewer.organisation)
    ).mappings()  # fmt: skip
    return {row["id"]: _why_or_damage(house, viewer, row) for row in rows}


def _why_or_damage(house: House, viewer: Worker, row: RowMapping) -> Why:
    """A broken seal is one row's mishap: its line says whom to tell, and the case can still be seen, by its level."""
    try:
        return _why(house, viewer, row)
    except SealBroken as error:
        log.error("seal_broken", what=str(error))
        return Why(said(house.book.catalogues, "reason", UNREADABLE), "", 0, row["code"])


def _why(house: House, viewer: Worker, row: RowMapping) -> Why:
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    given = [
        (str(words), level, at) for words, level, at in orjson.loads(key.open(row["case"], "handover", row["sealed"]))
    ]
    if not can(viewer, "read_conversation", row["organisation"], row["level"]):
        return Why("", "", _wrote_at(row, given), row["code"])
    names, noted = _found(given, row["level"]), _noted(given, row["level"])
    words = "" if noted else _words(house, key, row, names)
    return Why(_line(house, names), words, _wrote_at(row, given), row["code"], _short(noted))


def _found(given: Sequence[Reason], level: str) -> list[str]:
    """What the talk found, each once: of an urgent case first what made it so, else a danger reads like the question before."""
    first = [words for words, of, _ in given if of == level] if level in URGENT_LEVELS else []
    every = (name for words in (*first, *(words for words, _, _ in given)) for name in _names(words))
    return list(dict.fromkeys(name for name in every if name != WROTE_AGAIN))


def _noted(given: Sequence[Reason], level: str) -> str:
    """The newest reason that a colleague gave for this urgent level; whom a case went to is no reason for it."""
    signed = (SIGNED.fullmatch(words) for words, of, _ in reversed(given) if of == level and level in URGENT_LEVELS)
    own = (one["words"].strip() for one in signed if one and ">" not in one["ways"])
    return " ".join(next(own, "").split())


def _names(words: str) -> Iterator[str]:
    """Of one reason what the talk found: a colleague's own words are for the page."""
    if not words.startswith((SIGN, ENDED)):
        yield from words.split(",")


def _line(house: House, names: list[str]) -> str:
    """The first reason and the last; that the words are elsewhere is for whoever comes, so it is never between the two."""
    shown = [name for name in names if name != SAID_APART]
    shown = shown if len(shown) <= REASONS_MAX else [shown[0], shown[-1]]
    if SAID_APART in names:
        shown.append(SAID_APART)
    return " · ".join(said(house.book.catalogues, "reason", name) for name in shown)


def _words(house: House, key: PersonKey, row: RowMapping, names: list[str]) -> str:
    """The question that was written for the team, of who agreed that answers are kept."""
    if row["focus"] or ASKED_FOR_PERSON not in names:
        return ""
    session: Session = remembered(key, row["id"], row["session"])
    asked = str(session.notes.get(QUESTION, "")) if session.consent == "yes" else ""
    return _short(said(house.book.catalogues, "sent", " ".join(asked.split())))


def _short(words: str) -> str:
    """Cut between two words, with a sign that more was written."""
    if len(words) <= QUESTION_MAX:
        return words
    return f"{words[:QUESTION_MAX].rpartition(' ')[0] or words[:QUESTION_MAX]} …"


def _wrote_at(row: RowMapping, given: Sequence[Reason]) -> int:
    """After the words of whoever had it last, and of nobody's row: whose it is has its own sign (`standing.py`)."""
    if row["claimed_by"]:
        return 0
    again = [at for words, _, at in given if WROTE_AGAIN in _names(words)]
    if row["answered_at"]:
        again.append(row["words_at"])
    return max((at for at in again if at > row["answered_at"]), default=0)
