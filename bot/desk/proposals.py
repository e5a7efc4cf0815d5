"""A worker proposes to put the person in touch with a service: the person is asked in the chat, and nothing leaves before.

The question is Sira's, in the person's language, with what would be shared; the worker's reason stands before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, RowMapping

from bot.desk.audit import note
from bot.desk.fit_words import fit_words
from bot.desk.inside_record import Inside, inside
from bot.desk.referral_states import FINISHED
from bot.desk.reply import Why as Unsent
from bot.desk.reply import spoken, surprises, unreachable
from bot.desk.request_standing import stand
from bot.desk.service_search import searched
from bot.desk.staff import Worker
from bot.desk.words import LANGUAGE
from bot.engine.actions.propose import BECAUSE, PROPOSAL
from bot.engine.actions.suggest import SHOWN_AT_ONCE
from bot.engine.events import Proposed
from bot.engine.session import Session
from bot.engine.sharing import missing_of, papers_named
from bot.house import House
from bot.records.seal import PersonKey
from bot.remembered import remembered
from bot.waiting import happen
from content.match import Match, match
from content.near import CHILD_NEED, places_of_help
from content.person import flat
from content.plights import Plight, plights_of
from content.scored import Scored
from locales.fold import fold

WHY_MAX = 300
CARE_MAX = 3
NEED_OF: Mapping[Plight, str] = {
    "child": CHILD_NEED, "violence": "danger", "dark": "distress", "distress": "distress", "tonight": "shelter",
    "ill": "health",
}  # fmt: skip
"""Which need a plight is met by, the most pressing first."""
FOUND_MAX = 12
"""Of a search: what one screen holds."""

Why = Unsent | Literal["no_service", "no_words", "long_words", "no_yes", "already", "unfit", "silent", "not_mine"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A service to propose, in French. ``reasons``: why it fits; ``against``: why it cannot be asked, empty if it can;
    ``papers``: what it asks for and the person has not said to have; ``declined``: it has said no to this person before;
    ``inside``: what the record keeps for the team.
    """

    id: str
    name: str
    organisation: str
    reasons: tuple[str, ...]
    inside: Inside
    against: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    declined: bool = False


def offers(house: House, session: Session, now: int, wanted: str = "") -> tuple[Offer, ...]:
    """Those that fit best what is known, or those that the words ``wanted`` describe (`bot/desk/service_search.py`).

    Who is threatened, ill or without a roof is offered where care is before anything that earns (R11).
    """
    found = _match(house, session, now)
    if not fold(wanted):
        asked = {request.service for request in session.requests if request.status not in FINISHED}
        first = tuple(one for one in _care(house, session, found, now) if one.id not in asked)
        rest = (one for one in found.ideas(SHOWN_AT_ONCE, asked) if one.id not in {care.id for care in first})
        return tuple(_offer(house, session, one) for one in (*first, *rest))
    named = (found.of(service.id) for service in searched(house.book.directory, wanted))
    return tuple(_offer(house, session, one) for one in named if one is not None)[:FOUND_MAX]


def open_question(house: House, session: Session) -> str:
    """The service about which the person is being asked at this moment, in French; "" for none."""
    if not session.frames or session.frames[-1].flow != PROPOSAL:
        return ""
    service = house.book.directory.services.get(str(session.notes.get("chosen", "")))
    return house.book.catalogues.say(service.name.text, LANGUAGE) if service else ""


def _care(house: House, session: Session, found: Match, now: int) -> tuple[Scored, ...]:
    """Places of help for what the person has said to be in, nearest first."""
    signs = {name.removeprefix("signs.") for name, said in flat(session.facts).items() if said == "yes"}
    plights = plights_of(signs | set(session.alarms), session.facts)
    needs = dict.fromkeys(NEED_OF[plight] for plight in NEED_OF if plight in plights)
    today = datetime.fromtimestamp(now, UTC).date()
    near = (
        places_of_help(house.book.directory, session.facts, need, today, child="child" in plights)[:CARE_MAX]
        for need in needs
    )
    by_id = {one.id: one for places in near for one in places}
    return tuple(one for id_ in by_id if (one := found.of(id_)) is not None and one.outcome != "refused")[:CARE_MAX]


def propose(
    conn: Connection, house: House, row: RowMapping, who: Worker, wish: Proposed, version: int, *, anyway: bool
) -> Why | None:
    """Ask the person. None when the question is on its way, else why it is not.

    ``row``, ``version`` and ``anyway`` as for ``bot.desk.reply.reply``.
    """
    service = wish.service
    wish = replace(wish, why=" ".join(wish.why.split()), because=wish.because if wish.because in BECAUSE else "")
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    refused = _unready(row, who, wish, version) or _unfit(conn, house, key, row, service)
    if refused is None and not anyway and surprises(key, row):
        refused = "careful"
    if refused is not None:
        return refused
    happen(conn, house, row["id"], wish)
    spoken(conn, row)
    note(conn, who.id, f"propose:{service}", row["id"], row["now"])
    return None


def _unready(row: RowMapping, who: Worker, wish: Proposed, version: int) -> Why | None:
    if row["claimed_by"] != who.id:
        return "not_mine"
    if not (wish.why or wish.because):
        return "no_words"
    return "long_words" if len(wish.why) > WHY_MAX else unreachable(row, who, version)


def _unfit(conn: Connection, house: House, key: PersonKey, row: RowMapping, service: str) -> Why | None:
    """Why this person cannot be put in touch with it: as when they ask by themselves (R76), and never without a first yes."""
    session = remembered(key, row["id"], row["session"])
    if session.consent != "yes":
        return "no_yes"
    found = _match(house, session, row["now"]).of(service)
    if found is None:
        return "no_service"
    requests = stand(conn, key, row["id"], session.requests)
    if any(request.service == service and request.status not in FINISHED for request in requests):
        return "already"
    if found.outcome == "refused":
        return "unfit"
    return "silent" if found.service.org in house.silence.organisations else None


def _match(house: House, session: Session, now: int) -> Match:
    today = datetime.fromtimestamp(now, UTC).date()
    return match(house.book.directory, session.facts, today, silent=house.silence.organisations)


def _offer(house: House, session: Session, one: Scored) -> Offer:
    say = house.book.catalogues.say
    refused = {request.service for request in session.requests if request.status == "declined"}
    return Offer(
        id=one.id,
        name=say(one.service.name.text, LANGUAGE),
        organisation=say(one.service.org_name.text, LANGUAGE),
        reasons=tuple(fit_words(house.book.catalogues, reason) for reason in one.reasons),
        against=tuple(fit_words(house.book.catalogues, reason) for reason in one.blocking),
        papers=tuple(say(name, LANGUAGE) for name in papers_named(missing_of(one.service, session.facts))),
        declined=one.id in refused,
        inside=inside(one.service),
    )
