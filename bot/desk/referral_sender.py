"""Who sends a referral, as the organisation that gets it reads: only what is known, and nothing where nothing is.

A team's telephone stands in ``content/leads.yaml``; whoever runs Sira there writes it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping

from bot.desk.partner_addresses import name_of
from bot.engine.book import Book

SIRA = "Sira"


@dataclass(frozen=True, slots=True)
class Sender:
    """``name``: the organisation whose team it is; ``place``: where that team is, "" unknown; ``phone``: of the team, ""."""

    name: str
    place: str = ""
    phone: str = ""


def sender_of(conn: Connection, book: Book, row: RowMapping) -> Sender:
    """``row``: a referral with ``home`` and ``team``, the organisation and team that follow the person."""
    places, leads = book.directory.places, book.directory.leads
    team = row["team"]
    place = places[team].text.fr if team in places else ""
    return Sender(_name(conn, book, row["home"]), place, leads.phones.get(team, ""))


def _name(conn: Connection, book: Book, home: str) -> str:
    """As the desk has it; an organisation whose row bears no name but its slug by the name that every person reads."""
    named, leads = name_of(conn, home), book.directory.leads
    if named != home:
        return named
    if leads.name and home == leads.default.organisation:
        return leads.name
    return SIRA if home.casefold() == SIRA.casefold() else f"{SIRA} ({home})"
