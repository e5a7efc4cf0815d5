"""The numbers as pictures, each with the table behind it; what is too small is hidden in both, and in the export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

from bot.desk.case_figures import FirstWords
from bot.desk.figures import Figures
from bot.desk.filters import Filters
from bot.desk.referral_figures import NEWS
from bot.desk.words import said
from bot.figures.bars import Bar, bars
from bot.figures.veil import FEW, QUARTERS, quarter, veil, veil_stages
from bot.house import House
from content.directory import Directory
from flows.flow import Flow
from flows.schema import Ask
from webhook.console.number_places import asked_and_there, drop_out
from webhook.console.picture import Picture, Word, number, picture
from webhook.pages import span

FAR = 1.6
"""A bar ends at so many times its limit: twice as late or ten times, both are late."""


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
        asked_and_there(word, house, found),
        drop_out(word, house, found, filters),
    ]


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
            (label, number(word, count), wait, span(one.allowed) if known else word("hidden"), _in_time(word, one))
        )
    drawing = bars("first_words", word("first_words"), word("first_words_note"), drawn)
    head = [word(f"head_{name}") for name in ("level", "asked", "median", "limit", "in_time")]
    return picture(word, "first_words", drawing, head, rows)


def _in_time(word: Word, one: FirstWords) -> str:
    place = quarter(one.in_time, one.answered)
    return word("hidden") if place is None else word(QUARTERS[place])


def _parts(word: Word, name: str, labels: Sequence[str], counts: Sequence[int]) -> Picture:
    """The parts of a whole, with their total."""
    shown = veil(counts)
    most = max((count for count in shown.cells if count is not None), default=1)
    drawn = [
        Bar(word(label), number(word, count), None if count is None else count / max(most, 1), kind=_kind(label))
        for label, count in zip(labels, shown.cells, strict=True)
    ]
    rows = [(word(label), number(word, count)) for label, count in zip(labels, shown.cells, strict=True)]
    rows.append((word("total"), number(word, shown.total)))
    drawing = bars(name, word(name), word(f"{name}_note"), drawn)
    return picture(word, name, drawing, (word("head_what"), word("head_count")), rows)


def _kind(label: str) -> str:
    return "late" if label in {"late", "answered_late", "age_30", "age_more"} else ""


def _stages(word: Word, found: Figures) -> Picture:
    labels = ("sent", "known", "taken", "served")
    shown = veil_stages(found.stages)
    drawn = [
        Bar(word(label), number(word, count), None if count is None else count / max(found.stages[0], 1))
        for label, count in zip(labels, shown, strict=True)
    ]
    rows = [(word(label), number(word, count)) for label, count in zip(labels, shown, strict=True)]
    drawing = bars("stages", word("stages"), word("stages_note"), drawn)
    return picture(word, "stages", drawing, (word("head_what"), word("head_count")), rows)


def _answers(word: Word, house: House, found: Figures) -> Picture:
    """Who answers: by quarters, since with a number somebody's own referral could be told."""
    drawn, rows = [], []
    for one in found.answers:
        place = quarter(one.answered, one.past_term)
        name = _organisations(house.book.directory).get(one.organisation, one.organisation)
        often = word("hidden") if place is None else word(QUARTERS[place])
        kind = "late" if place == 0 else "good" if place == len(QUARTERS) - 1 else ""
        drawn.append(Bar(name, often, None if place is None else (place + 1) / len(QUARTERS), kind=kind))
        rows.append((name, number(word, one.past_term if one.past_term >= FEW else None), often))
    drawing = bars("answers", word("answers"), word("answers_note"), drawn)
    head = (word("head_organisation"), word("head_past_term"), word("head_answered"))
    return picture(word, "answers", drawing, head, rows)


def _news(word: Word, house: House, name: str, counted: Mapping[str, int]) -> Picture:
    labels = _labels(house.book.flows["follow_up"], f"follow_{name}")
    known = [answer for answer in labels if answer != "skip"]
    shown = veil([counted.get(answer, 0) for answer in known])
    most = max((count for count in shown.cells if count is not None), default=1)
    drawn = [
        Bar(labels[answer], number(word, count), None if count is None else count / max(most, 1))
        for answer, count in zip(known, shown.cells, strict=True)
    ]
    rows = [(labels[answer], number(word, count)) for answer, count in zip(known, shown.cells, strict=True)]
    rows.append((word("total"), number(word, shown.total)))
    drawing = bars(f"news_{name}", word(f"news_{name}"), word(f"news_{name}_note"), drawn)
    return picture(word, f"news_{name}", drawing, (word("head_what"), word("head_count")), rows)


def _labels(flow: Flow, kept: str) -> dict[str, str]:
    """The answers to the question that keeps ``kept``, in French."""
    for node in flow.nodes.values():
        if isinstance(node.spec, Ask) and node.spec.keep == kept:
            return {option.id: option.label.fr for option in node.options}
    return {}


@lru_cache(maxsize=2)
def _organisations(directory: Directory) -> Mapping[str, str]:
    return {service.org: service.org_name.text.fr for service in directory.services.values()}
