"""Templates: escaped always, with the words of the catalogue and times as people say them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from babel.dates import format_date
from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from locales.text import Text
from locales.writing import direction, tag
from webhook.assets import address
from webhook.spacing import kept_together

FOLDER = Path(__file__).parent / "templates"
MINUTE_SECONDS = 60
HOUR_SECONDS = 3600
DAY_SECONDS = 86_400
WEEK_DAYS = 7
SOON_SECONDS = 10 * HOUR_SECONDS  # within one working day

_environment = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {"tag": tag, "direction": direction}


def page(request: Request, name: str, language: str = "fr", **values: object) -> str:
    """Render ``templates/NAME``; inside, ``pgettext(key, French)`` speaks ``language``."""
    catalogues = request.app.state.house.book.catalogues

    def pgettext(key: str, french: str, **fills: object) -> str:
        words: str = catalogues.say(Text(key, french), language)
        return words.format(**fills) if fills else words

    html = _environment.get_template(name).render(
        pgettext=pgettext,
        clock=clock,
        span=span,
        ago=ago,
        hours_left=hours_left,
        is_soon=is_soon,
        moment=moment,
        day=day,
        static=address,
        language=language,
        frozen=request.app.state.house.standstill.since,
        **values,
    )
    return kept_together(html)


def clock(at: int) -> str:
    """``14 h 05``, in Mali's time (UTC); never torn apart at the end of a line."""
    moment = datetime.fromtimestamp(at, UTC)
    return f"{moment.hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{moment.minute:02d}"


def is_soon(seconds: int) -> bool:
    """Whether a wait is better said as hours left than as a day and an hour."""
    return seconds < SOON_SECONDS


def moment(at: int, now: int = 0) -> str:
    """``lundi 11 h 30``: a worker plans by days. A week or more from ``now`` with the date, « dimanche 29 novembre 16 h 30 »:
    a deadline of next Sunday was read as one of today that had gone by. Without ``now`` it is a day of this week.
    """
    whole = bool(now) and abs(at // DAY_SECONDS - now // DAY_SECONDS) >= WEEK_DAYS
    return (
        f"{day(at) if whole else format_date(datetime.fromtimestamp(at, UTC).date(), 'EEEE', locale='fr')} {clock(at)}"
    )


def day(at: int) -> str:
    """``vendredi 20 novembre``."""
    return format_date(datetime.fromtimestamp(at, UTC).date(), "EEEE d MMMM", locale="fr")


def ago(seconds: int) -> str:
    """How long since: ``depuis 12 min``, and no zero minutes."""
    return "à l’instant" if seconds < MINUTE_SECONDS else f"depuis {span(seconds)}"


def hours_left(seconds: int) -> str:
    """``72 h``: what was promised in hours runs down in hours, and the one that has begun counts."""
    return span(seconds) if seconds < HOUR_SECONDS else f"{-(-seconds // HOUR_SECONDS)}\N{NO-BREAK SPACE}h"


def span(seconds: int) -> str:
    """How long, roughly: ``12 min``, ``3 h``, ``2 j``."""
    seconds = abs(seconds)
    if seconds < HOUR_SECONDS:
        return f"{max(1, seconds // 60)}\N{NO-BREAK SPACE}min"
    if seconds < DAY_SECONDS:
        return f"{seconds // HOUR_SECONDS}\N{NO-BREAK SPACE}h"
    return f"{seconds // DAY_SECONDS}\N{NO-BREAK SPACE}j"
