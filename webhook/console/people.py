"""The team's page: who belongs to it, what each may do, and letting somebody go."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.desk import members, people
from bot.desk.members import may_manage
from bot.desk.password import fresh_password, hashed_aside
from bot.desk.people import LANGUAGES, Wish
from bot.desk.staff import can
from bot.records.ids import plausible
from bot.records.staff import ROLES
from bot.waiting import ring_all
from content.leads import Leads
from webhook.console import given_once, show
from webhook.console.door import Visit, visit
from webhook.console.form import Form, posted

router = APIRouter()

PEOPLE = "/desk/people"
WHY = {
    "login": "L'identifiant : des lettres, des chiffres, un point ou un tiret ; 40 signes au plus.",
    "taken": "Cet identifiant ne peut pas être pris. Choisissez-en un autre.",
    "roles": "Choisissez au moins un rôle, parmi ceux que vous pouvez donner.",
    "email": "L'adresse e-mail ne semble pas complète.",
    "last_admin": "C'est le dernier administrateur de l'organisation. Nommez-en d'abord un autre.",
}


@router.get(PEOPLE, include_in_schema=False)
async def people_page(request: Request) -> Response:
    """Everybody of the own organisation; for a minute the one-time password that was just made."""
    who = await visit(request)
    if not can(who.worker, "see_people"):
        return show.nothing(request, who)
    return await _shown(request, who, given=await given_once.given(request, who))


@router.post(PEOPLE, include_in_schema=False)
async def add(request: Request) -> Response:
    """Take somebody in; the page then shows the one-time password."""
    who, form = await posted(request)
    if not can(who.worker, "manage_staff"):
        return show.nothing(request, who)
    password = fresh_password()
    kept = await hashed_aside(password)
    done = await request.app.state.db.write(people.add, who.worker, form["login"], _wish(form), kept)
    if done in WHY:
        return await _shown(request, who, status=400, why=WHY[done], login=form["login"])
    return await _with_password(request, who, form["login"].strip(), password)


@router.post("/desk/people/{worker}/{word}", include_in_schema=False)
async def change(request: Request, worker: str, word: str) -> Response:
    """``save``, ``password``, ``sessions`` or ``leave``."""
    who, form = await posted(request)
    if word not in {"save", "password", "sessions", "leave"} or not can(who.worker, "manage_staff"):
        return show.nothing(request, who)
    if not plausible(worker):
        return show.nothing(request, who)
    db, given = request.app.state.db, None
    if word == "save":
        why = await db.write(people.change, who.worker, worker, _wish(form))
    elif word == "sessions":
        why = await db.write(people.end_sessions, who.worker, worker)
    elif word == "password":
        password = fresh_password()
        why = await db.write(people.renew, who.worker, worker, await hashed_aside(password))
        found = await db.read(members.member, who.worker, worker) if why is None else None
        given = (found.login, password) if found else None
    else:
        why = await _left(request, who, worker)
    if why == "not_yours":
        return show.nothing(request, who)
    if why is not None:
        return await _shown(request, who, status=400, why=WHY[why])
    return await _with_password(request, who, *given) if given else show.go(request, PEOPLE)


async def _with_password(request: Request, who: Visit, login: str, password: str) -> Response:
    """On to the page that shows it: loaded anew it takes nobody in twice, and loses nothing."""
    response = show.go(request, PEOPLE)
    await given_once.put(request, response, who, login, password)
    return response


async def _left(request: Request, who: Visit, worker: str) -> str | None:
    """The conversations that they held wait again, and the people in them are told so."""
    state = request.app.state
    done = await state.db.write(people.deactivate, who.worker, worker)
    if isinstance(done, str):
        return done
    for conversation in done:
        await state.runner.act(ring_all, conversation)
    return None


async def _shown(
    request: Request,
    who: Visit,
    *,
    status: int = 200,
    why: str = "",
    login: str = "",
    given: tuple[str, str] | None = None,
) -> Response:
    found = await request.app.state.db.read(members.members, who.worker)
    roles = tuple(role for role in ROLES if may_manage(who.worker, frozenset({role})))
    teams = teams_of(request.app.state.house.book.directory.leads, who.worker.organisation)
    teams = tuple(sorted({*teams, *(one.team for one in found if one.team)}))
    return show.shown(
        request, "console/people.html", who, status=status,
        place=show.places(request.app.state.house),
        people=found, roles=roles, teams=teams, languages=LANGUAGES, why=why, login=login, given=given,
    )  # fmt: skip


def teams_of(leads: Leads, organisation: str) -> tuple[str, ...]:
    """The teams of an organisation that `content/leads.yaml` names."""
    places = (leads.default, *leads.centres.values(), *leads.regions.values())
    return tuple(sorted({place.team for place in places if place.organisation == organisation}))


def _wish(form: Form) -> Wish:
    return Wish(
        roles=frozenset(role for role in ROLES if form[f"role_{role}"]),
        team=form["team"],
        languages=frozenset(one for one in LANGUAGES if form[f"language_{one}"]) or frozenset({"fr"}),
        email=form["email"].strip(),
    )
