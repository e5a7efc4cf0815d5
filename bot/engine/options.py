"""The choices of the open question, fixed ones and those that come from the directory or the talk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from bot.engine.ages import years
from bot.engine.families import most_taught
from bot.engine.reachable import reachable, second_heard
from bot.engine.sharing import shared_facts
from bot.engine.turn import Turn
from content.card_lines import picture_of
from content.directory import Directory
from content.rules import Truth, evaluate
from flows.flow import Node, Option
from flows.limits import LABEL_MAX
from flows.schema import Ask
from locales.text import Text

REGIONS = ("bamako", "kayes", "koulikoro", "sikasso", "segou", "mopti", "tombouctou", "gao", "kidal")
"""The regions that the sheets know (000, table of returns); people of the newer ones write their town."""
CERCLES_SHOWN = 9
ASKED_SHOWN = 8  # with « another » these are nine
DIRECTORIES = 2  # whose lists are kept: the release in use, and the next while it is read
TRADES_SHOWN = 7  # with « another », « like my friends » and « I do not know » these are ten
IDEAS = "ideas"
"""Kept: every idea that was shown, in the order of showing, refused or not."""
COMPLAINTS = "complaints"
"""Kept: the numbers of complaints that are answered here, so that none has to be kept on paper. Of one without a name
nothing is kept.
"""
COMPLAINT_BEGUN = "complaint_text"
"""The note of the words of a complaint that is not filed yet."""
MENU_COMMANDS: Mapping[str, str] = {"urgent": "help"}
"""Choices of the menu whose command has another name."""
FINISHED = frozenset({"withdrawn", "closed", "declined", "expired", "served"})


def offered(turn: Turn, node: Node) -> tuple[Option, ...]:
    """What may be answered now: hidden choices left out."""
    return answerable(turn, node)[0]


def answerable(turn: Turn, node: Node) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    """What may be answered now by a button, and what is understood when it is written although no button shows it."""
    spec = node.spec
    if not isinstance(spec, Ask):
        return (), ()
    shown, written = _parted(turn, node.options) if node.varies else (node.options, ())
    if spec.answer.options is not None:
        shown = (*OPTIONS[spec.answer.options](turn), *shown)
    return shown, written


def _parted(turn: Turn, options: tuple[Option, ...]) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    """Those that stand now: to be shown, and only to be understood."""
    facts = known(turn)
    stand = [o for o in options if o.when is None or evaluate(o.when, facts) is Truth.TRUE]
    return tuple([o for o in stand if not o.typed]), tuple([o for o in stand if o.typed])


def label_of(turn: Turn, choice: str) -> Text | None:
    """The words of a tapped choice, as they stood on the button; a command's button stands beside every question."""
    if choice.startswith("@"):
        return _label_of_command(turn, choice.removeprefix("@"))
    welcome = turn.book.flows["welcome"]
    node = turn.node if turn.frames else welcome.nodes[welcome.head.start]
    return next((option.label for option in offered(turn, node) if option.id == choice), None)


def _label_of_command(turn: Turn, command: str) -> Text | None:
    menu = (*turn.book.node("menu", "choose").options, *turn.book.node("my_data", "choose").options)
    listed = next((option.label for option in menu if MENU_COMMANDS.get(option.id, option.id) == command), None)
    return turn.book.phrases.get(f"button_{command}", listed)


def known(turn: Turn) -> Mapping[str, Any]:
    """The person's facts and what the talk itself knows, for the clauses of flows."""
    return {
        **turn.facts,
        "talk_consent": turn.consent or "none",
        "talk_helped": "yes" if turn.helped else "no",
        "talk_requests": "yes" if turn.requests else "no",
        "talk_complaints": "yes" if turn.notes.get(COMPLAINTS) else "no",
        "talk_complaint_begun": "yes" if turn.notes.get(COMPLAINT_BEGUN) else "no",
        "talk_waiting": "yes" if turn.moment.waiting else "no",
        "talk_urgent": "yes" if turn.moment.urgent else "no",
        "talk_by_team": "yes" if turn.agreeing else "no",
        "talk_alarmed": "yes" if turn.alarms else "no",
        "talk_shown": str(len(turn.shown)),
        "talk_open": str(turn.notes.get("open", "no")),
        "talk_language": turn.language or "none",
        "talk_channel": turn.moment.channel or "none",
        "talk_number": "yes" if reachable(turn) else "no",
        "talk_second": second_heard(turn),
        **{f"note_{name}": value for name, value in turn.notes.items() if isinstance(value, str)},
    }


def _regions(turn: Turn) -> tuple[Option, ...]:
    return _regions_of(turn.book.directory)


@lru_cache(maxsize=DIRECTORIES)
def _regions_of(directory: Directory) -> tuple[Option, ...]:
    return tuple(Option(slug, directory.places[slug].text, value=slug) for slug in REGIONS)


def _cercles(turn: Turn) -> tuple[Option, ...]:
    places = turn.book.directory.places
    return tuple(
        Option(slug, places.level("cercle")[slug].text, value=slug)
        for slug in places.cercles(str(turn.facts.get("region", "")))[:CERCLES_SHOWN]
    )


def _top_trades(turn: Turn) -> tuple[Option, ...]:
    return _trades_of(turn.book.directory, turn.facts.get("region"))


@lru_cache(maxsize=DIRECTORIES * (len(REGIONS) + 1))
def _trades_of(directory: Directory, region: str | None) -> tuple[Option, ...]:
    trades = directory.trades
    short = [trade for trade in most_taught(directory, region) if len(trades[trade].text.fr) <= LABEL_MAX]
    taught = islice((trade for trade in short if trade not in trades.often), TRADES_SHOWN - len(trades.often))
    return tuple(
        Option(trade, trades[trade].text, trades[trade].picture, value=trade, synonyms=trades[trade].also)
        for trade in (*taught, *trades.often)
    )


def _picture(turn: Turn, service: str) -> str:
    """The picture that stands on the service's card, by which who does not read knows it again."""
    directory = turn.book.directory
    return (
        picture_of(directory.services[service], turn.facts, directory.trades) if service in directory.services else ""
    )


def _shown(turn: Turn) -> tuple[Option, ...]:
    services = turn.book.directory.services
    return tuple(
        Option(service, services[service].button, _picture(turn, service), service)
        for service in turn.shown
        if service in services
    )


def _requests(turn: Turn) -> tuple[Option, ...]:
    """The open requests by the name of their service: of two, a number alone says nothing. The number is understood too."""
    services = turn.book.directory.services
    return tuple(
        Option(
            request.number,
            services[request.service].button if request.service in services else Text("", request.number),
            _picture(turn, request.service),
            request.number,
        )
        for request in turn.requests
        if request.status not in FINISHED
    )


def _complaints(turn: Turn) -> tuple[Option, ...]:
    """The numbers of the complaints that are answered here, the newest first."""
    numbers = reversed(turn.notes.get(COMPLAINTS, ()))
    return tuple(Option(number, Text("", number), value=number) for number in numbers)


def _services_asked(turn: Turn) -> tuple[Option, ...]:
    """The services of the person's requests, however these ended, the newest first."""
    services = turn.book.directory.services
    known = [request for request in reversed(turn.requests) if request.service in services]
    return tuple(
        Option(request.number, services[request.service].button, _picture(turn, request.service), request.number)
        for request in known[:ASKED_SHOWN]
    )


def _shared(turn: Turn) -> tuple[Option, ...]:
    """The answers that a file would hold, each by its name, to choose the one to give anew."""
    names = (name for name in shared_facts(turn) if name != "missing_documents")
    return tuple(Option(name, turn.book.phrase(f"change_{name}"), value=name) for name in names)


OPTIONS: Mapping[str, Callable[[Turn], tuple[Option, ...]]] = {
    "regions": _regions,
    "cercles": _cercles,
    "top_trades": _top_trades,
    "shown": _shown,
    "requests": _requests,
    "complaints": _complaints,
    "services_asked": _services_asked,
    "shared": _shared,
    "years": years,
}
