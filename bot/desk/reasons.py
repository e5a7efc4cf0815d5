"""Why a case stands where it stands, in a worker's own words, beside the reasons that the talk found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import orjson
from sqlalchemy import Connection, select, update

from bot.desk.staff import Worker
from bot.desk.words import said
from bot.house import House
from bot.records.seal import PersonKey
from bot.records.tables import handover, is_open, membership, worker

WORDS_MAX = 300
SAID_AS = ("supervisor", "protection", "case_worker")
"""The roles that have cases; of several the first is what colleagues read."""
ENDED = "ended:"
"""Before the outcome of an earlier case that this one takes up again."""
TAKEN_UP = "taken_up"
SIGN = "by "
TEAM = "team"
SIGNED = re.compile(rf"{SIGN}(?P<ways>[\w.>-]+):(?P<words>.*)", re.DOTALL)
"""Nobody's login: a case goes to other houses, which read a role; who works in the same house reads the name beside it."""
NOBODY: Mapping[str, str] = MappingProxyType({})


def once(reasons: Iterable[tuple[str, str, int]]) -> tuple[tuple[str, str, int], ...]:
    """Each reason of a level once, at its first place and with its latest time: found twice it is no second reason."""
    latest = {(reason, level): at for reason, level, at in reasons}
    return tuple((reason, level, at) for (reason, level), at in latest.items())


def add_reason(conn: Connection, key: PersonKey, conversation_id: str, words: str, level: str, now: int) -> None:
    """Write ``words``, ``signed``, to the open hand-over. Without one there is nothing to give a reason for."""
    open_now = (handover.c.conversation_id == conversation_id, is_open(handover))
    row = conn.execute(select(handover.c.id, handover.c.sealed).where(*open_now)).first()
    if row is None:
        return
    reasons = [*orjson.loads(key.open(row.id, "handover", row.sealed)), [words, level, now]]
    sealed = key.seal(row.id, "handover", orjson.dumps(reasons))
    conn.execute(update(handover).where(handover.c.id == row.id).values(sealed=sealed))


def signed(who: Worker, words: str, to: str = "") -> str:
    """A worker's reason with who gives it, ``to`` whom where the case goes on: by `a_worker` or `a_team`."""
    ways = f"{a_worker(who.id, who.roles)}>{to}" if to else a_worker(who.id, who.roles)
    return f"{SIGN}{ways}:{words.strip()}"


def a_worker(worker_id: str, roles: Iterable[str]) -> str:
    """A colleague in a signature: their id, for whom it is themselves, and the role that the others read."""
    held = set(roles)
    return f"{worker_id}.{next((role for role in SAID_AS if role in held), '')}"


def a_team(team: str) -> str:
    """A team in a signature."""
    return f"{TEAM}.{team}"


def read_by(house: House, who: Worker, reason: str, logins: Mapping[str, str] = NOBODY) -> str:
    """A reason as ``who`` reads it: what the talk found in words, a colleague by their role, themselves as « vous ».

    ``logins`` of the house of who reads, by id: « superviseur → superviseur » says neither from whom nor to whom.
    """
    found = SIGNED.fullmatch(reason)
    catalogues = house.book.catalogues
    if found is None:
        if reason.startswith(ENDED):
            return f"{said(catalogues, 'reason', 'ended')} : {said(catalogues, 'outcome', reason.removeprefix(ENDED))}"
        return ", ".join(said(catalogues, "reason", word) for word in reason.split(","))
    parties = (_party(house, who, party, logins) for party in found["ways"].split(">"))
    return f"{' → '.join(parties)} : {found['words']}"


def _party(house: House, who: Worker, party: str, logins: Mapping[str, str]) -> str:
    id_, _, name = party.partition(".")
    catalogues, places = house.book.catalogues, house.book.directory.places
    if id_ == TEAM:
        return said(catalogues, "by", "team").format(place=places[name].text.fr if name in places else name)
    if id_ == who.id:
        return said(catalogues, "by", "you")
    return " ".join(filter(None, (said(catalogues, "role", name), logins.get(id_, ""))))


def logins_of(conn: Connection, organisation_id: str) -> dict[str, str]:
    """Those who work there, by id."""
    rows = conn.execute(
        select(worker.c.id, worker.c.login)
        .join(membership, membership.c.worker_id == worker.c.id)
        .where(membership.c.organisation_id == organisation_id)
    )
    return {row.id: row.login for row in rows}
