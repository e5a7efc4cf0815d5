"""Where an organisation gets its files by e-mail: an address that somebody of the house has checked, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, RowMapping, ScalarSelect, delete, func, select, update

from bot.desk import audit
from bot.desk.staff import Worker
from bot.engine.book import Book
from bot.records.clock import now as clock_now
from bot.records.tables import conversation, insert_new, partner_address, worker
from bot.records.tables import organisation as organisation_table

ADDRESS_MAX = 254  # RFC 5321, 4.5.3.1.3: a path has 256 octets with its brackets
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Partner:
    """One organisation of the directory with its address. ``checked_at`` 0: nobody has checked it."""

    organisation: str
    name: str
    email: str = ""
    checked_at: int = 0
    checked_by: str = ""


def partners(conn: Connection, book: Book, who: Worker) -> list[Partner]:
    """Every organisation that a file of ``who``'s house may go to, by name; those with an address to check come first."""
    kept = {
        row.organisation: row
        for row in conn.execute(
            select(partner_address, func.coalesce(worker.c.login, "").label("login"))
            .outerjoin(worker, worker.c.id == partner_address.c.checked_by)
            .where(partner_address.c.house == who.organisation)
        )
    }
    found = [
        Partner(slug, name, kept[slug].email, kept[slug].checked_at, kept[slug].login)
        if slug in kept
        else Partner(slug, name)
        for slug, name in organisations(book).items()
    ]
    return sorted(found, key=lambda one: (not (one.email and not one.checked_at), one.name.casefold()))


def organisations(book: Book) -> dict[str, str]:
    """The organisations of the directory and their names."""
    return {service.org: service.org_name.text.fr for service in book.directory.services.values()}


def name_of(conn: Connection, organisation_id: str) -> str:
    """The name of an organisation whose people work at the desk."""
    found = conn.execute(
        select(organisation_table.c.name).where(organisation_table.c.id == organisation_id)
    ).scalar_one_or_none()
    return found or organisation_id


def keep(conn: Connection, who: Worker, organisation: str, email: str) -> bool:
    """Write an address down, unchecked; an empty one goes away. False for what is no address."""
    words, here = email.strip(), _of(who.organisation, organisation)
    if not words:
        conn.execute(delete(partner_address).where(*here))
    elif len(words) > ADDRESS_MAX or not _ADDRESS.fullmatch(words):
        return False
    else:
        new = {"house": who.organisation, "organisation": organisation, "email": words, "checked_at": 0}
        conn.execute(insert_new(conn, partner_address).values(new))
        other = update(partner_address).where(*here, partner_address.c.email != words)
        conn.execute(other.values(email=words, checked_by="", checked_at=0))
    audit.note(conn, who.id, "partner_address", organisation, clock_now(conn))
    return True


def check(conn: Connection, who: Worker, organisation: str, email: str) -> bool:
    """Somebody asked the organisation itself: it is theirs. ``email``: the one that was read on the page."""
    now = clock_now(conn)
    mine = (*_of(who.organisation, organisation), partner_address.c.email == email.strip())
    done = conn.execute(update(partner_address).where(*mine).values(checked_by=who.id, checked_at=now)).rowcount == 1
    if done:
        audit.note(conn, who.id, "partner_address_checked", organisation, now)
    return done


def checked_address(conn: Connection, file: RowMapping) -> str:
    """Where a referral ``file`` may go by e-mail; empty while nobody of the house whose case it is has checked it."""
    house = select(conversation.c.organisation).where(conversation.c.id == file["conversation_id"]).scalar_subquery()
    mine = (*_of(house, file["organisation"]), partner_address.c.checked_at > 0)
    return conn.execute(select(partner_address.c.email).where(*mine)).scalar_one_or_none() or ""


def _of(house: str | ScalarSelect[str], organisation: str) -> tuple[ColumnElement[bool], ...]:
    return partner_address.c.house == house, partner_address.c.organisation == organisation
