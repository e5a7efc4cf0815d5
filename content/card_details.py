"""Everything of a record that a person may see: first what decides, the rest when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from content.card_fit import gathered
from content.card_lines import (
    certificate_lines,
    first_check_lines,
    paper_lines,
    phone_lines,
    place_line,
    stipend_line,
    title_line,
)
from content.card_times import LEARNING, lasts_of, length_line, start_lines
from content.costs import notes_to_confirm, price_lines
from content.explain import passed_keys, there_label
from content.facts import registry
from content.freshness import DATED, fresh_line
from content.parts import Note
from content.phrases import phrase
from content.scored import Scored
from content.traits import SHORT_MONTHS, months
from locales.text import Text, once

LINES_AT_ONCE = 12
"""About as many lines as a card has at most; what is longer is read in two parts."""
CLOSING = DATED | {"card.unknown"}
PRACTISE = "pratiqu"
"""A note on what comes next that says to practise makes our own sentence on it a second one."""


def details(scored: Scored, today: date) -> tuple[Text, ...]:
    """Everything of the record that a person may see."""
    return once(gathered(_details(scored, today)))


def in_two(lines: tuple[Text, ...]) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """What is read at once, ending with the date, and what follows under the same name; nothing follows a short one."""
    if len(lines) <= LINES_AT_ONCE:
        return lines, ()
    closing = tuple(line for line in lines[-2:] if line.key in CLOSING)
    body, at = lines[: -len(closing)], LINES_AT_ONCE - len(closing)
    return (*body[:at], *closing), (body[0], *body[at:])


def _details(scored: Scored, today: date) -> Iterator[Text]:
    """What it is, where, why, how long, for how much, with what and when stands before what is good to know."""
    service = scored.service
    yield title_line(scored)
    yield from first_check_lines(scored)
    if service.about:
        yield service.about.text
    yield place_line(scored)
    yield from _told(scored)
    if service.kind in LEARNING or service.lasts is not None:
        yield length_line(scored)
    yield from price_lines(scored)
    if service.kind in LEARNING:
        yield stipend_line(scored)
    yield from paper_lines(scored)
    yield from start_lines(scored)
    if service.kind in LEARNING:
        yield from certificate_lines(scored)
    if scored.prepared.trades:
        crafts = scored.directory.trades
        yield phrase("card.trades", trades=tuple(crafts[trade].text for trade in scored.prepared.trades))
    if service.taught_in:
        languages = registry()["languages"].labels
        yield phrase("card.languages", languages=tuple(languages[code] for code in service.taught_in))
    yield from own_notes(scored)
    yield from note_lines(service.transport, service.next_step)
    yield from afterwards_lines(scored)
    yield from phone_lines(scored, today)
    yield fresh_line(scored, today)


def _told(scored: Scored) -> Iterator[Text]:
    """What fits and what is asked, as sentences; what only the organisation can say, as one line with its notes."""
    kept = {note.text.key for note in notes_to_confirm(scored)}
    left_out = (
        passed_keys(scored, scored.open) | {"match.region.passed"} | {note.text.key for note in scored.confirms} - kept
    )
    if any(leaf.fact == "age" for rule in scored.service.must for leaf in rule.clause.leaves()):
        left_out |= {"match.open_to_all.passed"}  # all of an age are not everybody
    yield from (line for line in scored.reasons if line.key not in left_out and not line.key.endswith(".source"))
    theirs = tuple(name for name in scored.unsaid if name not in {"confirm", "document", *scored.ask})
    if theirs:
        yield phrase("card.check_them", facts=tuple(there_label(name) for name in theirs))


def note_lines(*notes: Note | None) -> Iterator[Text]:
    """The notes that the record has."""
    return (note.text for note in notes if note is not None)


def own_notes(scored: Scored) -> Iterator[Text]:
    """What the record adds in its own words; « no allowance » has its line already."""
    service = scored.service
    said = "stipend" if service.kind in LEARNING and service.offers.get("stipend") is False else None
    return (note.text for note in (*service.bring, *service.notes) if said is None or note.about != said)


def afterwards_lines(scored: Scored) -> Iterator[Text]:
    """What comes next: both ends of a skills check (R33), practice after a short course (R39), work after any (R46)."""
    service = scored.service
    if service.kind == "skills_check":
        yield phrase("card.skills_check")
    if service.kind != "training":
        return
    said = service.next_step.fr if service.next_step else ""
    if months(lasts_of(scored)) <= SHORT_MONTHS and PRACTISE not in said:
        yield phrase("card.practice")
    if service.next_step is None:
        yield phrase("card.next_step")
