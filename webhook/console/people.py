"""The team's page: who belongs to it, what each may do, and letting somebody go."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk import members, people
from bot.desk.account_requests import Seen, Waits, seen
from bot.desk.account_wish import Wish
from bot.desk.asked import Asked, requests_for
from bot.desk.exports import Kind
from bot.desk.members import may_manage
from bot.desk.password import fresh_password, hashed_aside
from bot.desk.people import LANGUAGES
from bot.desk.readers import reads
from bot.desk.staff import can
from bot.desk.words import said
from bot.records.ids import plausible
from bot.records.staff import ROLES
from bot.waiting import ring_all
from content.leads import Leads
from webhook.console import given_once, show
from webhook.console.door import Visit, visit
from webhook.console.form import Form, posted
from webhook.console.given_once import Given

router = APIRouter()

PEOPLE = "/desk/people"
ACCOUNTS: Final[tuple[Kind, ...]] = ("account",)
"""Of what stands for a second person's word, what this page shows."""
WHY = {
    "login": "L'identifiant : des lettres, des chiffres, un point ou un tiret, en haut ou en bas ; 40 signes au plus.",
    "taken": "Cet identifiant ne peut pas être pris. Choisissez-en un autre.",
    "roles": "Choisissez au moins un rôle, parmi ceux que vous pouvez donner.",
    "team": "Choisissez une équipe de la liste.",
    "email": "L'adresse e-mail ne semble pas complète.",
    "last_admin": "C'est le dernier administrateur de l'organisation. Nommez-en d'abord un autre.",
}


@router.get(PEOPLE, include_in_schema=False)
async def people_page(request: Request) -> Response:
    """Everybody of the own organisation; for a minute the one-time password that was just made."""
    who = await visit(request)
    if not can(who.worker, "see_people"):
        return show.nothing(request, who)
    return await people_shown(request, who, given=await given_once.given(request, who))


@router.post(PEOPLE, include_in_schema=False)
async def add(request: Request) -> Response:
    """Take somebody in; the page then shows the one-time password, or what waits for a second person's word."""
    who, form = await posted(request)
    if not can(who.worker, "manage_staff"):
        return show.nothing(request, who)
    password, wish, login = fresh_password(), _wish(form), form["login"].strip()
    if not _is_team(request, who, wish):
        return await people_shown(request, who, status=400, why=WHY["team"], login=form["login"], tried=wish)
    kept = await hashed_aside(password)
    done = await request.app.state.db.write(people.add, who.worker, login, wish, kept)
    if done == "alone":
        return await _alone(request, who, login, wish.roles)
    if done in WHY:
        return await people_shown(request, who, status=400, why=WHY[done], login=form["login"], tried=wish)
    return show.go(request, PEOPLE) if isinstance(done, Waits) else await _given(request, who, Given(login, password))


@router.post("/desk/people/{worker}/{word}", include_in_schema=False)
async def change(request: Request, worker: str, word: str) -> Response:
    """``save``, ``password``, ``sessions`` or ``leave``."""
    who, form = await posted(request)
    if word not in {"save", "password", "sessions", "leave"} or not can(who.worker, "manage_staff"):
        return show.nothing(request, who)
    if not plausible(worker):
        return show.nothing(request, who)
    db = request.app.state.db
    before, password, wish = await db.read(members.member, who.worker, worker), "", _wish(form)
    if word == "save" and before is not None and wish.team != before.team and not _is_team(request, who, wish):
        why: str | Waits | None = "team"
    elif word == "save":
        why = await db.write(people.change, who.worker, worker, wish)
    elif word == "sessions":
        why = await db.write(people.end_sessions, who.worker, worker)
    elif word == "password":
        password = fresh_password()
        why = await db.write(people.renew, who.worker, worker, await hashed_aside(password))
    else:
        why = await _left(request, who, worker)
    if why == "not_yours" or before is None:
        return show.nothing(request, who)
    if why == "alone":
        return await _alone(request, who, before.login, wish.roles - before.roles or before.roles)
    if isinstance(why, str):
        return await people_shown(request, who, status=400, why=WHY[why])
    done = password and why is None
    return await _given(request, who, Given(before.login, password)) if done else show.go(request, PEOPLE)


async def _given(request: Request, who: Visit, what: Given) -> Response:
    """On to the page that shows it: loaded anew it takes nobody in twice, and loses nothing."""
    response = show.go(request, PEOPLE)
    await given_once.put(request, response, who, what)
    return response


async def _alone(request: Request, who: Visit, login: str, roles: frozenset[str]) -> Response:
    """Nobody else may say yes: how the operator does it, on the machine."""
    organisation = who.worker.organisation
    orders = tuple(
        f"sira staff add --login {login} --role {one} --organisation {organisation}" for one in sorted(roles)
    )
    why = account_refused(request, "alone")
    return await people_shown(request, who, status=409, why=why, orders=orders, login=login)


def account_refused(request: Request, why: str) -> str:
    """Why a second person's word cannot be had, or does nothing."""
    return said(request.app.state.house.book.catalogues, "account_refused", why)


async def _left(request: Request, who: Visit, worker: str) -> str | None:
    """The conversations that they held wait again, and the people in them are told so."""
    state = request.app.state
    done = await state.db.write(people.deactivate, who.worker, worker)
    if isinstance(done, str):
        return done
    for conversation in done:
        await state.runner.act(ring_all, conversation)
    return None


async def people_shown(
    request: Request,
    who: Visit,
    *,
    status: int = 200,
    why: str = "",
    login: str = "",
    orders: tuple[str, ...] = (),
    given: Given | None = None,
    tried: Wish | None = None,
) -> Response:
    """The page. ``why``: what was not done; ``orders``: how the operator does it; ``login`` and ``tried``: what stood in the
    form of who is to be taken in, where it still stands, with what was wrong beside it.
    """

    def read(conn: Connection) -> tuple[list[members.Member], list[Asked], dict[str, Seen]]:
        waiting = [one for one in requests_for(conn, who.worker, ACCOUNTS) if _concerns(one)]
        return members.members(conn, who.worker), waiting, seen(conn, who.worker, waiting)

    found, waiting, accounts = await request.app.state.db.read(read)
    roles = tuple(role for role in ROLES if may_manage(who.worker, frozenset({role})))
    teams = teams_of(request.app.state.house.book.directory.leads, who.worker.organisation)
    teams = tuple(sorted({*teams, *(one.team for one in found if one.team)}))
    return show.shown(
        request, "console/people.html", who, status=status, place=show.places(request.app.state.house),
        people=found, roles=roles, teams=teams, languages=LANGUAGES, why=why, orders=orders, login=login, given=given,
        waiting=waiting, accounts=accounts, reads=reads, tried=tried,
    )  # fmt: skip


def _concerns(one: Asked) -> bool:
    """What waits for a word, for who asked to look at it, or was refused them these days."""
    return not one.over and (one.state == "asked" or one.opens or (one.mine and one.refused))


def teams_of(leads: Leads, organisation: str) -> tuple[str, ...]:
    """The teams of an organisation that `content/leads.yaml` names."""
    places = (leads.default, *leads.centres.values(), *leads.regions.values())
    return tuple(sorted({place.team for place in places if place.organisation == organisation}))


def _is_team(request: Request, who: Visit, wish: Wish) -> bool:
    """A form that offers a list is also sent by hand."""
    return wish.team in ("", *teams_of(request.app.state.house.book.directory.leads, who.worker.organisation))


def _wish(form: Form) -> Wish:
    return Wish(
        roles=frozenset(role for role in ROLES if form[f"role_{role}"]),
        team=form["team"],
        languages=frozenset(one for one in LANGUAGES if form[f"language_{one}"]) or frozenset({"fr"}),
        email=form["email"].strip(),
    )
