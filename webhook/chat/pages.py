"""The chat's pages as HTML, with the headers of a private page."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.engine.voiced import voice_of
from bot.farewell import goodbye
from bot.house import House
from bot.settings import Settings
from content.emergency import block_without_us
from flows.limits import QUIET_SECONDS
from locales.text import Text
from locales.writing import direction, tag
from webhook.assets import address
from webhook.chat import open_buttons, view
from webhook.chat.bubbles import SOURCE, bubbles
from webhook.chat.form import NONCE_MAX, TEXT_MAX, Posted
from webhook.chat.phones import SAFETY, Piece, pieces
from webhook.chat.pictograms import drawing
from webhook.chat.sitting import Sitting
from webhook.spacing import kept_together

ROOT: Final = Path(__file__).parents[1]
NONCE_BYTES: Final = 16
UNANSWERED: Final = ("frozen", "down")
"""Kinds of trouble in which nobody of ours reads what somebody in danger writes."""
NEW: Final = "nouveau"
"""Where the first answer to the last words stands. Forms name it, and browsers keep it over the redirect: so a page without
scripts opens there."""
GO: Final = "X-Sira-Go"
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
}
HSTS: Final = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}

_templates = Environment(
    loader=FileSystemLoader(ROOT / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {"tag": tag, "direction": direction, "drawing": drawing}


def headers(settings: Settings) -> dict[str, str]:
    """What every answer of the chat carries."""
    return {**HEADERS, **HSTS} if settings.public_url.startswith("https://") else dict(HEADERS)


def page(
    house: House, settings: Settings, sitting: Sitting, *, forgotten: str = "", stub: bool = False, entry: str = ""
) -> HTMLResponse:
    """The whole page. ``forgotten``: the language in which to say that everything is erased, or with ``stub`` all but what
    an urgent case keeps; ``entry``: a poster's code.
    """
    return _html("chat/page.html", settings, **_talk(house, sitting, forgotten, entry, stub=stub))


def farewell_voice(house: House, language: str, *, stub: bool) -> str:
    """The name of the voice that says what was erased; "" where nobody recorded it. It is the same for everybody: nothing
    of who was erased is needed for it.
    """
    return voice_of(house.book, goodbye(house.book, stub=stub), spoken(house, language))


def news(house: House, settings: Settings, sitting: Sitting, known: str) -> HTMLResponse:
    """What a page that shows version ``known`` lacks: the last lines, or everything when lines have gone."""
    shown = _talk(house, sitting)
    kept = _kept(sitting, known)
    whole = kept == 0
    return _html("chat/news.html", settings, **{**shown, "bubbles": shown["bubbles"][kept:], "whole": whole})


def trouble(
    house: House,
    settings: Settings,
    kind: str,
    status: int,
    *,
    language: str = "",
    again: Posted | None = None,
    entry: str = "",
) -> HTMLResponse:
    """A gentle page for what went wrong. ``again``: what was written, so that one touch sends it once more; ``entry``: as in
    ``page``. Where Sira cannot answer at all, it says where help is without us.
    """
    said = spoken(house, language)
    urgent = _without_us(house, language, entry) if kind in UNANSWERED else ()
    return _html(
        "chat/trouble.html", settings, status, kind=kind, again=again, language=said, pgettext=_says(house, said),
        urgent=urgent,
    )  # fmt: skip


def _without_us(house: House, language: str, entry: str) -> tuple[tuple[str, tuple[tuple[Piece, ...], ...]], ...]:
    """The emergency words, in every language while none is known; a poster's code tells where its reader is."""
    book, places = house.book, house.book.directory.places
    facts = {"in": places[entry].country, "centre": entry} if entry in places.level("centre") else {}
    lines = block_without_us(book.directory, facts, datetime.now(UTC).date())
    languages = (language,) if language in book.catalogues.languages else book.catalogues.languages
    return tuple((one, tuple(pieces(book.catalogues.say(line, one), SAFETY) for line in lines)) for one in languages)


def _talk(
    house: House, sitting: Sitting, forgotten: str = "", entry: str = "", *, stub: bool = False
) -> dict[str, Any]:
    book, language = house.book, spoken(house, forgotten or sitting.language)
    offered = view.languages(book) if sitting.state == "new" else open_buttons.choices(book, sitting)
    choices = [choice for choice in offered if not view.is_listen(choice)]
    said_again = view.asked_again(book, sitting, choices)
    near = view.are_near(book, sitting, choices, said_again)
    in_sight = near or view.are_seen(sitting, choices)
    gone = bool(forgotten) and sitting.state == "new"
    return {
        "pgettext": _says(house, language),
        "language": language,
        "state": "forgotten" if gone else sitting.state,
        "farewell": book.catalogues.say(goodbye(book, stub=stub).lines[0], language),
        "farewell_sound": f"/chat/farewell/{language}{'?r=1' if stub else ''}"
        if gone and farewell_voice(house, language, stub=stub)
        else "",
        "demonstration": book.catalogues.say(book.phrase("demo_notice"), language) if house.demo else "",
        "greetings": view.greetings(book),
        "choices": choices,
        "asked": said_again,
        "near": near,
        "voice_choice": view.voice_choice(book, sitting, offered) if sitting.state != "quiet" and not gone else "",
        "back_choice": view.back_choice(book, sitting, choices),
        "silent_choice": view.SILENT_CHOICE,
        "repeat_choice": view.REPEAT_CHOICE,
        "slowly_choice": view.SLOWLY_CHOICE,
        "offers_person": in_sight and view.offers(book, "button_person", choices),
        "offers_menu": in_sight and view.offers(book, "button_menu", choices),
        "bubbles": bubbles(sitting, view.languages(book)),
        "new": NEW,
        "team": sitting.team,
        "talk": sitting.talk,
        "waiting": sitting.waiting,
        "version": sitting.version,
        "entry": entry,
        "nonce": secrets.token_urlsafe(NONCE_BYTES),
        "person_choice": view.PERSON_CHOICE,
        "here_choice": view.HERE_CHOICE,
        "language_choice": view.LANGUAGE_CHOICE,
        "hide_choice": view.HIDE_CHOICE,
        "menu_choice": view.MENU_CHOICE,
        "text_max": TEXT_MAX,
        "nonce_max": NONCE_MAX,
        "rest_seconds": QUIET_SECONDS + 5,
    }


def _kept(sitting: Sitting, known: str) -> int:
    """How many of the sitting's first lines a page with version ``known`` already shows."""
    same, count, last = ("", "", *known.rsplit(".", 2))[-3:]
    if sitting.state != "talk" or not same.startswith(f"{sitting.state}.{sitting.language}."):
        return 0
    number = int(count) if count.isdecimal() and len(count) < len("1000") else 0
    return number if 0 < number <= len(sitting.lines) and sitting.lines[number - 1].mark.id == last else 0


def spoken(house: House, language: str) -> str:
    """``language`` when there are words in it, else French."""
    return language if language in house.book.catalogues.languages else SOURCE


def _says(house: House, language: str) -> Any:
    return partial(_say, house, language)


def _say(house: House, language: str, key: str, french: str) -> str:
    return house.book.catalogues.say(Text(key, french), language)


def _html(template: str, settings: Settings, status: int = 200, **values: Any) -> HTMLResponse:
    content = _templates.get_template(template).render(static=address, **values)
    return HTMLResponse(kept_together(content), status, headers(settings))
