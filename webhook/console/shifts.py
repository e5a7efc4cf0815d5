"""When the team is there: a week to fill in, for everybody or for one team (casework.md, *Queue*)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from bot.desk.calendar import WEEK_DAYS, Span
from bot.desk.shifts import answering
from bot.desk.staff import can
from bot.desk.week import (
    COUNTRIES,
    OWN,
    SPANS_A_DAY,
    Replaced,
    counted,
    mark_of,
    replaced,
    spans_of,
    to_count,
    week_of,
    write_week,
)
from webhook.console import show
from webhook.console.door import Visit, visit
from webhook.console.form import posted
from webhook.console.people import teams_of

router = APIRouter()

SHIFTS = "/desk/shifts"
HOUR = 60
WHY = {
    "time": "Une heure ne se lit pas. Écrivez par exemple 08:30 ; la fin du jour est 24:00.",
    "order": "La fin d'une présence doit venir après son début. Une nuit s'écrit sur deux jours.",
    "overlap": "Deux présences du même jour se recouvrent.",
    "half": "Une présence a un début et une fin.",
    "country": "Choisissez le pays.",
    "changed": "Quelqu'un d'autre vient de changer cette semaine. Voici la nouvelle : reprenez votre changement.",
}

Typed = dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What would go with this week: ``days``, and another country's clock (``moved``). ``mark``: of the week that is asked
    about, so that another one is asked about anew; ``country``: as it was chosen.
    """

    days: tuple[Replaced, ...]
    moved: bool
    mark: str
    country: str


@router.get(SHIFTS, include_in_schema=False)
async def shifts_page(request: Request, team: str = "", kept: str = "") -> Response:
    """The week of everybody, or of ``?team=``. ``?kept=1``: it has just been written."""
    who = await visit(request)
    if not can(who.worker, "manage_shifts") or team not in await _weeks(request, who):
        return show.nothing(request, who)
    return await _shown(request, who, team, kept=bool(kept))


@router.post(SHIFTS, include_in_schema=False)
async def write(request: Request) -> Response:
    """Keep the week; what cannot be kept stays in the form. Hours that are written give way only after a second word, on a
    page that names them: who fills in one team's week on another's page would take away when people are answered.
    """
    who, form = await posted(request)
    team = form["team"]
    if not can(who.worker, "manage_shifts") or team not in await _weeks(request, who):
        return show.nothing(request, who)
    names = [(day, f"{day}_{part}") for day in range(WEEK_DAYS) for part in range(SPANS_A_DAY)]
    typed = {f"{side}_{name}": form[f"{side}_{name}"] for _, name in names for side in ("from", "to")}
    spans = spans_of([(day, typed[f"from_{name}"], typed[f"to_{name}"]) for day, name in names])
    if isinstance(spans, str):
        return await _shown(request, who, team, why=WHY[spans], typed=typed)
    if form["sure"] != mark_of(spans, form["country"]):
        week = await request.app.state.db.read(week_of, who.worker, team)
        standing = await request.app.state.db.read(counted, who.worker, team, week)
        gone = replaced(standing, await request.app.state.db.read(to_count, who.worker, team, spans))
        moved = form["country"] != week.country and form["country"] in COUNTRIES
        if week.version == form["version"] and (gone or moved):
            asked = Asked(gone, moved, mark_of(spans, form["country"]), form["country"])
            return await _shown(request, who, team, typed=typed, asked=asked)
    why = await request.app.state.db.write(write_week, who.worker, team, spans, form["country"], form["version"])
    if why is not None:
        return await _shown(request, who, team, why=WHY[why], typed=None if why == "changed" else typed)
    return show.go(request, f"{SHIFTS}?team={team}&kept=1")


async def _shown(
    request: Request,
    who: Visit,
    team: str,
    *,
    why: str = "",
    typed: Typed | None = None,
    asked: Asked | None = None,
    kept: bool = False,
) -> Response:
    week = await request.app.state.db.read(week_of, who.worker, team)
    written = {
        f"{side}_{day}_{part}": at
        for day, spans in enumerate(week.days)
        for part, span in enumerate(spans)
        for side, at in _sides(span)
    }
    return show.shown(
        request, "console/shifts.html", who, status=400 if why else 200,
        week=week, asked=asked, kept=kept, hours=_hours, team=team,
        weeks=await _weeks(request, who), own=OWN, typed=typed or written, why=why,
        countries=COUNTRIES, days=range(WEEK_DAYS), parts=range(SPANS_A_DAY),
    )  # fmt: skip


def _hours(spans: Sequence[Span]) -> str:
    """« 08:00 to 12:30 » of each span; empty for none."""
    return ", ".join(f"{_clock(span.start)}\N{EN DASH}{_clock(span.end)}" for span in spans)


def _sides(span: Span) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("from", _clock(span.start)), ("to", _clock(span.end))


def _clock(minute: int) -> str:
    return f"{minute // HOUR:02d}:{minute % HOUR:02d}"


async def _weeks(request: Request, who: Visit) -> dict[str, str]:
    """Whose weeks may be written, by what the address names, and how they are called: everybody, teams, who answers people."""
    house, db = request.app.state.house, request.app.state.db
    teams, place = teams_of(house.book.directory.leads, who.worker.organisation), show.places(house)
    people = await db.read(answering, who.worker.organisation)
    return {"": "", **{team: place(team) or team for team in teams}, **{f"{OWN}{id_}": login for id_, login in people}}
