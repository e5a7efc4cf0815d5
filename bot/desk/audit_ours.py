"""Which lines of the audit an organisation reads: what its people did, what the operator did to their accounts and to everybody,
and what the persons, the organisations that were asked and the machine did to its requests.

An account that reads takes two people at the desk and one at the machine: whoever watches over the desk sees that one too.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, or_, select

from bot.desk.audit import EVERYBODY, OPERATOR
from bot.desk.audit_codes import code_then
from bot.desk.referral_states import MACHINE, ORGANISATION, PERSON
from bot.desk.words import said
from bot.engine.book import Book
from bot.records.tables import audit, conversation, membership, referral, worker

OTHERS: Final = tuple(one.id for one in (PERSON, ORGANISATION, MACHINE))
"""Who takes steps of a request and has no account."""


def lines_of(organisation: str) -> Select[Any]:
    """Each with its ``login``, None of who is no worker (`who_of`), and its ``code``; in no order yet."""
    return (
        select(audit, worker.c.login, code_then())
        .outerjoin(worker, worker.c.id == audit.c.worker_id)
        .where(_is_theirs(organisation))
    )


def _is_theirs(organisation: str) -> ColumnElement[bool]:
    people = select(membership.c.worker_id).where(membership.c.organisation_id == organisation)
    files = (
        select(referral.c.id)
        .join(conversation, conversation.c.id == referral.c.conversation_id)
        .where(conversation.c.organisation == organisation)
    )
    return or_(
        audit.c.worker_id.in_(people),
        and_(audit.c.worker_id == OPERATOR, or_(audit.c.thing.in_(people), audit.c.thing == EVERYBODY)),
        and_(audit.c.worker_id.in_(OTHERS), audit.c.thing.in_(files)),
    )


def who_of(book: Book, login: str | None, worker_id: str) -> str:
    """Who did it, in words: a login, or the name of who is no worker."""
    return login or said(book.catalogues, "party" if worker_id in OTHERS else "role", worker_id)
