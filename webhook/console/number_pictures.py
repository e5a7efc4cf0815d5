"""The numbers as pictures, each with the table behind it; what is too small is hidden in both, and in the export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from markupsafe import Markup

from bot.desk.figures import NEWS, Figures, Filters, FirstWords
from bot.desk.words import LANGUAGE, said
from bot.figures.bars import Bar, bars
from bot.figures.tiles import Tile, tiles
from bot.figures.veil import FEW, quarter, veil, veil_stages
from bot.figures.walks import steps, walks
from bot.house import House
from content.directory import Directory
from flows.flow import Flow
from flows.schema import Ask, End
from webhook.pages import span

Row = tuple[str, ...]
Word = Callable[[str], str]
FAR = 1.6
"""A bar ends at so many times its limit: twice as late or ten times, both are late."""
QUARTERS = ("rarely", "sometimes", "often", "always")
UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """``name`` is an id on the page and a sheet in the workbook; ``rows`` stand behind the drawing, under ``head``."""

    name: str
    title: str
    note: str
    svg: Markup
    head: Row
    rows: tuple[Row, ...]


def pictures(house: House, found: Figures, filters: Filters) -> list[Picture]:
    """All of them, in the order of the page."""
    word = partial(said, house.book.catalogues, "figures")
    return [
        _first_words(word, found),
        _parts(word, "ages", ("age_1", "age_3", "age_7", "age_30", "age_more"), found.ages),
        _stages(word, found),
        _answers(word, house, found),
        _parts(word, "complaints", ("in_time", "late", "answered_in_time", "answered_late"), found.complaints),
        *(_news(word, house, name, found.news.get(name, {})) for name in NEWS if found.news.get(name)),
        _map(word, house, found),
        _drop_out(word, house, found, filters),
    ]


def _made(word: Word, name: str, drawn: str, head: Sequence[str], rows: Sequence[Row]) -> Picture:
    # Every piece of text in it was escaped where it was drawn (bot/figures/svg.py).
    return Picture(name, word(name), word(f"{name}_note"), Markup(drawn), tuple(head), tuple(rows))  # noqa: S704


def _number(word: Word, count: int | None) -> str:
    return word("hidden") if count is None else f"{count:,}".replace(",", "\u202f")


def _first_words(word: Word, found: Figures) -> Picture:
    levels = list(found.first_words)
    opened = veil([found.first_words[level].opened for level in levels]).cells
    rows, drawn = [], []
    for level, count in zip(levels, opened, strict=True):
        one = found.first_words[level]
        label = word(f"level_{level.lower()}")
        known = one.answered >= FEW
        wait = span(one.median) if known else word("hidden")
        share = one.median / max(one.allowed, 1) / FAR if known else None
        kind = "" if share is None else "late" if one.median > one.allowed else "good"
        drawn.append(Bar(label, wait, share, 1 / FAR, kind))
        rows.append(
            (label, _number(word, count), wait, span(one.allowed) if known else word("hidden"), _in_time(word, one))
        )
    picture = bars("first_words", word("first_words"), word("first_words_note"), drawn)
    head = [word(f"head_{name}") for name in ("level", "asked", "median", "limit", "in_time")]
    return _made(word, "first_words", picture, head, rows)


def _in_time(word: Word, one: FirstWords) -> str:
    place = quarter(one.in_time, one.answered)
    return word("hidden") if place is None else word(QUARTERS[place])


def _parts(word: Word, name: str, labels: Sequence[str], counts: Sequence[int]) -> Picture:
    """The parts of a whole, with their total."""
    shown = veil(counts)
    most = max((count for count in shown.cells if count is not None), default=1)
    drawn = [
        Bar(word(label), _number(word, count), None if count is None else count / max(most, 1), kind=_kind(label))
        for label, count in zip(labels, shown.cells, strict=True)
    ]
    rows = [(word(label), _number(word, count)) for label, count in zip(labels, shown.cells, strict=True)]
    rows.append((word("total"), _number(word, shown.total)))
    picture = bars(name, word(name), word(f"{name}_note"), drawn)
    return _made(word, name, picture, (word("head_what"), word("head_count")), rows)


def _kind(label: str) -> str:
    return "late" if label in {"late", "answered_late", "age_30", "age_more"} else ""


def _stages(word: Word, found: Figures) -> Picture:
    labels = ("sent", "known", "taken", "served")
    shown = veil_stages(found.stages)
    drawn = [
        Bar(word(label), _number(word, count), None if count is None else count / max(found.stages[0], 1))
        for label, count in zip(labels, shown, strict=True)
    ]
    rows = [(word(label), _number(word, count)) for label, count in zip(labels, shown, strict=True)]
    picture = bars("stages", word("stages"), word("stages_note"), drawn)
    return _made(word, "stages", picture, (word("head_what"), word("head_count")), rows)


def _answers(word: Word, house: House, found: Figures) -> Picture:
    """Who answers: by quarters, since with a number somebody's own referral could be told."""
    drawn, rows = [], []
    for one in found.answers:
        place = quarter(one.answered, one.past_term)
        name = _organisations(house.book.directory).get(one.organisation, one.organisation)
        often = word("hidden") if place is None else word(QUARTERS[place])
        kind = "late" if place == 0 else "good" if place == len(QUARTERS) - 1 else ""
        drawn.append(Bar(name, often, None if place is None else (place + 1) / len(QUARTERS), kind=kind))
        rows.append((name, _number(word, one.past_term if one.past_term >= FEW else None), often))
    picture = bars("answers", word("answers"), word("answers_note"), drawn)
    head = (word("head_organisation"), word("head_past_term"), word("head_answered"))
    return _made(word, "answers", picture, head, rows)


def _news(word: Word, house: House, name: str, counted: Mapping[str, int]) -> Picture:
    labels = _labels(house.book.flows["follow_up"], f"follow_{name}")
    known = [answer for answer in labels if answer != "skip"]
    shown = veil([counted.get(answer, 0) for answer in known])
    most = max((count for count in shown.cells if count is not None), default=1)
    drawn = [
        Bar(labels[answer], _number(word, count), None if count is None else count / max(most, 1))
        for answer, count in zip(known, shown.cells, strict=True)
    ]
    rows = [(labels[answer], _number(word, count)) for answer, count in zip(known, shown.cells, strict=True)]
    rows.append((word("total"), _number(word, shown.total)))
    picture = bars(f"news_{name}", word(f"news_{name}"), word(f"news_{name}_note"), drawn)
    return _made(word, f"news_{name}", picture, (word("head_what"), word("head_count")), rows)


def _labels(flow: Flow, kept: str) -> dict[str, str]:
    """The answers to the question that keeps ``kept``, in French."""
    for node in flow.nodes.values():
        if isinstance(node.spec, Ask) and node.spec.keep == kept:
            return {option.id: option.label.fr for option in node.options}
    return {}


def _map(word: Word, house: House, found: Figures) -> Picture:
    """What is asked and what is there, by region. Who told no region counts in the total of the table."""
    directory = house.book.directory
    names = {slug: place.text.fr for slug, place in directory.places.level("region").items()}
    elsewhere = sum(count for region, count in found.asked.items() if region not in names)
    shown = veil([*(found.asked.get(slug, 0) for slug in names), elsewhere])
    asked = dict(zip(names, shown.cells, strict=False))
    there = _services(directory)
    regions = {
        slug: Tile(name, asked[slug], there.get(slug, 0), f"{_number(word, asked[slug])} · {there.get(slug, 0)}")
        for slug, name in names.items()
    }
    rows = [(name, _number(word, asked[slug]), str(there.get(slug, 0))) for slug, name in names.items()]
    rows.append((word("nowhere"), _number(word, shown.cells[-1]), str(there.get(UNKNOWN, 0))))
    rows.append((word("total"), _number(word, shown.total), str(sum(there.values()))))
    head = (word("head_region"), word("head_asked"), word("head_there"))
    return _made(word, "map", tiles("map", word("map"), word("map_note"), regions), head, rows)


def _drop_out(word: Word, house: House, found: Figures, filters: Filters) -> Picture:
    flow = house.book.flows[filters.flow]
    order = [
        (f"{flow.name}.{name}", (node.text.fr if node.text else name).replace("\n", " "), isinstance(node.spec, Ask))
        for name, node in flow.nodes.items()
    ]
    ends = frozenset(f"{flow.name}.{name}" for name, node in flow.nodes.items() if isinstance(node.spec, End))
    found_steps = steps(order, found.walked, ends)
    rows = [
        (
            house.book.catalogues.say(node.text, LANGUAGE).replace("\n", " ") if node.text else name,
            _number(word, step.arrived),
            word("hidden") if step.share is None else f"{round(100 * step.share)} %",
        )
        for (name, node), step in zip(flow.nodes.items(), found_steps, strict=True)
        if isinstance(node.spec, Ask)
    ]
    drawn = walks("drop_out", word("drop_out"), word("drop_out_note"), found_steps, found.walked)
    return _made(word, "drop_out", drawn, (word("head_question"), word("head_arrived"), word("head_left")), rows)


@lru_cache(maxsize=2)
def _services(directory: Directory) -> Mapping[str, int]:
    """Services in use by region; "" for those that name no place."""
    counted: Counter[str] = Counter()
    for prepared in directory.prepared:
        counted.update({region for region, _town in prepared.spots} or {UNKNOWN})
    return counted


@lru_cache(maxsize=2)
def _organisations(directory: Directory) -> Mapping[str, str]:
    return {service.org: service.org_name.text.fr for service in directory.services.values()}
