"""The choices of the open question, fixed ones and those that come from the directory or the talk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.engine.turn import Turn
from content.rules import Truth, evaluate
from flows.flow import Node, Option
from flows.schema import Ask
from locales.text import Text

REGIONS = ("bamako", "kayes", "koulikoro", "sikasso", "segou", "mopti", "tombouctou", "gao", "kidal")
"""The regions that the sheets know (000, table of returns); people of the newer ones write their town."""


def offered(turn: Turn, node: Node) -> tuple[Option, ...]:
    """What may be answered now: hidden choices left out."""
    spec = node.spec
    if not isinstance(spec, Ask):
        return ()
    if spec.answer.options is not None:
        return (*OPTIONS[spec.answer.options](turn), *_visible(turn, node.options))
    return _visible(turn, node.options)


def _visible(turn: Turn, options: tuple[Option, ...]) -> tuple[Option, ...]:
    if all(option.when is None for option in options):
        return options
    facts = known(turn)
    return tuple(o for o in options if o.when is None or evaluate(o.when, facts) is Truth.TRUE)


def known(turn: Turn) -> Mapping[str, Any]:
    """The person's facts and what the talk itself knows, for the clauses of flows."""
    return {
        **turn.facts,
        "talk_consent": turn.consent or "none",
        "talk_helped": "yes" if turn.helped else "no",
        "talk_requests": "yes" if turn.requests else "no",
        "talk_waiting": "yes" if turn.moment.waiting else "no",
        "talk_language": turn.language or "none",
        **{f"note_{name}": value for name, value in turn.notes.items() if isinstance(value, str)},
    }


def _regions(turn: Turn) -> tuple[Option, ...]:
    return tuple(_place(turn, slug) for slug in REGIONS)


def _centres(turn: Turn) -> tuple[Option, ...]:
    places = turn.book.directory.places
    return tuple(_place(turn, slug) for slug in places.centres("niger"))


def _cercles(turn: Turn) -> tuple[Option, ...]:
    places = turn.book.directory.places
    return tuple(_place(turn, slug) for slug in places.cercles(str(turn.facts.get("region", ""))))


def _place(turn: Turn, slug: str) -> Option:
    place = turn.book.directory.places[slug]
    return Option(slug, place.text, value=slug)


def _sectors(turn: Turn) -> tuple[Option, ...]:
    trades = turn.book.directory.trades
    return tuple(Option(s.id, s.text, s.picture, value=s.id) for s in trades.sectors)


def _trades(turn: Turn) -> tuple[Option, ...]:
    trades = turn.book.directory.trades
    sector = str(turn.notes.get("sector", ""))
    return tuple(Option(t.id, t.text, t.picture, value=t.id) for t in trades.of_sector(sector))


def _shown(turn: Turn) -> tuple[Option, ...]:
    services = turn.book.directory.services
    return tuple(
        Option(service, Text(f"service.{service}.label", services[service].label), value=service)
        for service in turn.shown
        if service in services
    )


def _requests(turn: Turn) -> tuple[Option, ...]:
    services = turn.book.directory.services
    return tuple(
        Option(request.number, Text("", f"{request.number}"), value=request.number)
        for request in turn.requests
        if request.service in services and request.status not in {"withdrawn", "closed"}
    )


OPTIONS: Mapping[str, Callable[[Turn], tuple[Option, ...]]] = {
    "regions": _regions,
    "centres": _centres,
    "cercles": _cercles,
    "sectors": _sectors,
    "trades": _trades,
    "shown": _shown,
    "requests": _requests,
}
