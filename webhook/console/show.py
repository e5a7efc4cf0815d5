"""The console's pages, put together: one function a page, the same headers for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.desk.endings import OUTCOMES
from bot.desk.sound import SECONDS_MAX
from bot.desk.staff import Action, can
from bot.desk.stubs import Stub
from bot.desk.words import said
from bot.house import House
from bot.records.ids import new_id
from content.levels import LEVELS
from webhook.console.door import Visit, place_of
from webhook.console.headers import secured
from webhook.console.home import pages_of
from webhook.console.opened import Opened
from webhook.pages import page

OK = 200
SHOWN: tuple[Action, ...] = (
    "reply",
    "lower",
    "raise",
    "transfer",
    "remind",
    "note",
    "edit_canned",
    "ask_data",
    "refer",
)
"""What a conversation's page offers to who may."""


def shown(request: Request, name: str, who: Visit, *, status: int = 200, **values: object) -> Response:
    """Any page of a signed-in worker. ``lock_to``: where they come back to when they close it and open it again."""
    settings = request.app.state.settings
    values.setdefault("lock_to", place_of(request) if status == OK else "")  # what is nothing repeats no address (D4)
    word = partial(said, request.app.state.house.book.catalogues)
    html = page(
        request, name, "fr", who=who.worker, csrf=who.csrf, demo=not settings.production, word=word,
        pages=pages_of(who.worker), here=request.url.path, to_decide=who.to_decide, **values,
    )  # fmt: skip
    return secured(HTMLResponse(html, status_code=status), settings)


def conversation(
    request: Request,
    who: Visit,
    opened: Opened,
    *,
    status: int = 200,
    message: str = "",
    near: str = "answer",
    tried: Mapping[str, str] | None = None,
) -> Response:
    """Thread, card and what can be done. ``near``: the form that ``message`` is about, where the worker's eyes are;
    ``tried``: what stood in the other forms.
    """
    catalogues = request.app.state.house.book.catalogues
    tried = tried or {}
    choices = (name for name in OUTCOMES if name in opened.outcomes or name == tried.get("outcome"))
    return shown(
        request, "console/conversation.html", who, status=status, **_around(request, who, opened),
        message=message, near=near, tried=tried, page=new_id(),
        to_levels=_levels(who, opened),
        sound_seconds=SECONDS_MAX,
        outcomes={name: said(catalogues, "outcome", name) for name in choices},
        lock_to=f"/desk/c/{opened.id}",
    )  # fmt: skip


def _levels(who: Visit, opened: Opened) -> list[str]:
    """Which levels this worker may choose, the most urgent first; lowering is not everybody's."""
    if opened.level not in LEVELS:
        return []
    lower = can(who.worker, "lower", opened.organisation, opened.level)
    above = LEVELS.index(opened.level)
    return [level for place, level in reversed(list(enumerate(LEVELS))) if place > above or (lower and place < above)]


def _around(request: Request, who: Visit, opened: Opened) -> dict[str, Any]:
    """What a whole page and its fresh parts need alike."""
    house: House = request.app.state.house
    may = {action: can(who.worker, action, opened.organisation, opened.level) for action in SHOWN}
    return {
        "c": opened,
        "may": may,
        "may_answer": may["reply"],
        "takes_p0": can(who.worker, "claim", opened.organisation, "P0"),
        "place": places(house),
        "names": names_of(house),
    }


def thread(request: Request, who: Visit, opened: Opened) -> Response:
    """Thread, card, and who may take it, for freshness."""
    return shown(request, "console/_part.html", who, **_around(request, who, opened))


def stub(request: Request, who: Visit, opened: Stub) -> Response:
    """What is left of an urgent case."""
    return shown(request, "console/stub.html", who, s=opened, place=places(request.app.state.house))


def nothing(request: Request, who: Visit) -> Response:
    """What does not exist, and what is not for this worker, look the same (D4)."""
    return shown(request, "console/nothing.html", who, status=404)


def unchanged(request: Request) -> Response:
    """Nothing new since the version that the page has."""
    return secured(Response(status_code=204), request.app.state.settings)


def go(request: Request, address: str) -> Response:
    """On to another page, by GET."""
    return secured(RedirectResponse(address, status_code=303), request.app.state.settings)


def names_of(house: House) -> dict[str, str]:
    """The services' French names."""
    return {slug: service.name.text.fr for slug, service in house.book.directory.services.items()}


def places(house: House) -> Callable[[str], str]:
    """A region's or centre's French name; empty for one that is not known."""
    places = house.book.directory.places
    return lambda slug: places[slug].text.fr if slug in places else ""
