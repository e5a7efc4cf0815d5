"""Matching by itself: the real catalogue, then synthetic ones up to 100,000 services, beside a plain loop over all.

The synthetic services are the real records with other offices and other ages, so that clauses are as varied as theirs.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rich.console import Console
from rich.table import Table

from content.card import card
from content.compiling import bitsets_of
from content.conditions import outcome_truth
from content.directory import Directory
from content.load import load
from content.match import match
from content.person import flat
from content.rank import rank
from content.rules import Leaf, Truth
from content.schema import Service
from content.view import view_of

MATCH_US, QUESTION_US, COMPILE_S, MEMORY_MB = 1_000, 5_000, 3, 50  # at every size
SUGGESTION_US = 300  # match, three chosen, explained, on cards
COUNTS = (100, 1_000, 10_000, 100_000)
LOOP_UP_TO = 10_000  # services; the plain loop over 100,000 would take seconds a person, so it is reckoned from these
PEOPLE = 60
YOUNGEST, OLDEST, WIDEST = 14, 30, 25  # years: bounds of synthetic conditions
SEED = 7
TODAY = date(2026, 11, 21)
RSS = Path("/proc/self/statm")
PAGE_MB = 4096 / 1e6


@dataclass(frozen=True)
class Catalogue:
    """Figures of one catalogue: microseconds in the median, seconds to compile, megabytes above the records."""

    services: int
    match_us: float
    question_us: float
    compile_s: float
    memory_mb: float
    loop_us: float


def suggestion_us(directory: Directory) -> float:
    """The whole suggestion: facts in, three services chosen, explained and written on cards; median microseconds."""

    def suggest(person: Mapping[str, Any]) -> None:
        for one in match(directory, person, TODAY).ideas(3, frozenset()):
            card(one, TODAY)

    return _median_us(suggest, _people(directory))


def catalogues(directory: Directory) -> Iterator[Catalogue]:
    """Each size in turn; a catalogue is let go before the next is made."""
    people = _people(directory)[:: max(1, len(_people(directory)) // PEOPLE)]
    loop_per_service = 0.0
    for count in COUNTS:
        records = MappingProxyType(_synthetic(directory, count))
        large = replace(directory, services=records)
        gc.collect()
        before, began = _resident_mb(), time.perf_counter()
        bitsets_of(large)
        took = time.perf_counter() - began
        gc.collect()
        memory = _resident_mb() - before
        matched = _median_us(lambda person, large=large: _three(large, person), people)
        asked = _median_us(lambda person, large=large: match(large, person, TODAY).ask(), people)
        if count <= LOOP_UP_TO:
            looped = _median_us(lambda person, large=large: _loop(large, person), people[:3])
            loop_per_service = looped / count
        yield Catalogue(count, matched, asked, took, memory, loop_per_service * count)
        bitsets_of.cache_clear()


def _three(directory: Directory, person: Mapping[str, Any]) -> None:
    for one in match(directory, person, TODAY).first():
        one.reasons  # noqa: B018


def _loop(directory: Directory, person: Mapping[str, Any]) -> None:
    """What matching would be without bitsets: judge, rank and sort every service."""
    facts = directory.places.located(flat(person))
    view = view_of(directory, facts)
    open_ = []
    for position, prepared in enumerate(directory.prepared):
        truth = outcome_truth(prepared.conditions, facts)
        if truth is not Truth.FALSE:
            open_.append(rank(prepared, truth, view, position))
    open_.sort()


def _people(directory: Directory) -> list[Mapping[str, Any]]:
    return [example.who for service in directory.services.values() for example in service.examples]


def _median_us(run: Callable[[Mapping[str, Any]], object], people: list[Mapping[str, Any]]) -> float:
    taken = []
    for person in people:
        began = time.perf_counter()
        run(person)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1e6


def _synthetic(directory: Directory, count: int) -> dict[str, Service]:
    chance, real = random.Random(SEED), list(directory.services.values())
    regions = list(directory.places.level("region"))
    made: dict[str, Service] = {}
    for number in range(count):
        service = real[number % len(real)]
        id_ = f"{service.id}-{number}"
        sites = tuple(
            site if site.serves == "all" else site.model_copy(update={"region": chance.choice(regions), "place": None, "serves": None})
            for site in service.sites
        )  # fmt: skip
        must = tuple(rule.model_copy(update={"clause": _other_age(rule.clause, chance)}) for rule in service.must)
        made[id_] = service.model_copy(update={"id": id_, "sites": sites, "must": must})
    return made


def _other_age(clause: Any, chance: random.Random) -> Any:
    if not isinstance(clause, Leaf) or clause.fact != "age":
        return clause
    low = chance.randint(YOUNGEST, OLDEST)
    high = low + chance.randint(1, WIDEST)
    return replace(clause, low=low if clause.low is not None else None, high=high if clause.high is not None else None)


def _resident_mb() -> float:
    return int(RSS.read_text(encoding="ascii").split()[1]) * PAGE_MB


def judge(console: Console) -> int:
    """Measure and print; the number of limits that were missed."""
    directory = load()
    for person in _people(directory):
        _three(directory, person)
    whole = suggestion_us(directory)
    table = Table("services", "match, three with reasons", "next question", "compile", "memory", "plain loop", "times")
    missed = 0
    for one in catalogues(directory):
        figures = (
            (one.match_us, MATCH_US, "{:.0f} µs"),
            (one.question_us, QUESTION_US, "{:.0f} µs"),
            (one.compile_s, COMPILE_S, "{:.2f} s"),
            (one.memory_mb, MEMORY_MB, "{:.0f} MB"),
        )
        missed += sum(measured > limit for measured, limit, _ in figures)
        shown = (f"{text.format(measured)} {'✓' if measured <= limit else '✗'}" for measured, limit, text in figures)
        table.add_row(f"{one.services:,}", *shown, f"{one.loop_us / 1000:.1f} ms", f"{one.loop_us / one.match_us:,.0f}")
    console.print(f"matching · wanted: ≤ {MATCH_US} µs, ≤ {QUESTION_US} µs, ≤ {COMPILE_S} s, ≤ {MEMORY_MB} MB above the "
                  f"records; the loop over {COUNTS[-1]:,} is reckoned from {LOOP_UP_TO:,}")  # fmt: skip
    console.print(table)
    good = whole <= SUGGESTION_US
    console.print(f"whole suggestion with the real catalogue of {len(directory.services)}: {whole:.0f} µs "
                  f"(wanted ≤ {SUGGESTION_US}) {'✓' if good else '✗'}")  # fmt: skip
    return missed + (not good)
