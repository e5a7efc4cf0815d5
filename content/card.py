"""A suggestion as it stands on a small screen: what and where, why, what to check, cost, papers, start, freshness.

What a sheet does not say is said to be unknown; nothing is guessed, no date, place or sum is promised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from content.card_fit import fitted, gathered
from content.card_lines import (
    afterwards_lines,
    bed_lines,
    certificate_lines,
    first_check_lines,
    fresh_line,
    length_line,
    moving_line,
    note_lines,
    own_notes,
    paper_lines,
    phone_lines,
    place_line,
    rhythm_of,
    start_line,
    stipend_line,
    title_line,
)
from content.costs import price, price_lines
from content.explain import fact_label
from content.facts import registry
from content.phrases import phrase
from content.scored import Scored
from locales.text import Text, once

LINES_MAX = 10
"""Lines of a card that a small phone shows without much scrolling. Lines join to fit; the reason always stays."""
REASONS_SHOWN = 2
NOTES_SHOWN = 1
LEARNING = frozenset({"training", "skills_check"})
PAIR = frozenset({"anpe", "apej"})


def card(scored: Scored, today: date) -> tuple[Text, ...]:  # noqa: ARG001
    """The short card, one line a thought. No number stands on it, so nothing on it expires without its date."""
    return once(_card(scored))


def details(scored: Scored, today: date) -> tuple[Text, ...]:
    """Everything of the record that a person may see."""
    return once(gathered(_details(scored, today)))


def care_lines(scored: Scored, today: date) -> tuple[Text, ...]:
    """A place of help: what it is, where, what to ask first. No cost talk, no ranking reasons."""
    return once(_care(scored, today))


def pair_lines(shown: Iterable[Scored]) -> tuple[Text, ...]:
    """What must be said of services that stand side by side: how the two public agencies differ (R78)."""
    side_by_side = tuple(shown)
    orgs = {one.service.org for one in side_by_side}
    pair = (phrase("card.anpe_apej"),) if orgs >= PAIR else ()
    return (*_elsewhere(side_by_side), *pair)


def _elsewhere(shown: tuple[Scored, ...]) -> Iterator[Text]:
    """Who asked for a trade that none of these teaches is told so: what is near must not pass for it."""
    wish = next((one.facts["trade"] for one in shown if one.facts.get("trade")), None)
    if wish is None or any(one.service.kind == "protection" for one in shown):
        return
    if not any(one.service.kind == "training" and wish in one.prepared.trades for one in shown):
        yield phrase("card.trade_elsewhere", trade=shown[0].directory.trades[wish].text)


def _card(scored: Scored) -> Iterator[Text]:
    head = (
        title_line(scored),
        moving_line(scored) or place_line(scored),
        *islice(first_check_lines(scored), NOTES_SHOWN),
    )
    why = tuple(_why(scored))
    terms = fitted(gathered(_terms(scored)), LINES_MAX - len(head) - min(1, len(why)))
    yield from head
    yield from why[: max(1, LINES_MAX - len(head) - len(terms))]
    yield from terms


def _terms(scored: Scored) -> Iterator[Text]:
    """What to check, length, price, papers, start and date."""
    learning = scored.service.kind in LEARNING
    papers = tuple(paper_lines(scored))
    yield from _to_check(scored, papers)
    if learning:
        yield length_line(scored)
    yield from price(scored)
    yield from papers
    yield from _start(scored)
    yield fresh_line(scored)


def _start(scored: Scored) -> Iterator[Text]:
    """When one can begin; a course of which nobody wrote it makes one wait all the same (R38)."""
    learning = scored.service.kind in LEARNING
    if learning or scored.service.intake is not None:
        yield start_line(scored)
        if learning and rhythm_of(scored.service) is None:
            yield phrase("card.wait")


def _details(scored: Scored, today: date) -> Iterator[Text]:
    service = scored.service
    yield title_line(scored)
    yield from first_check_lines(scored)
    if service.about:
        yield service.about.text
    yield place_line(scored)
    yield from _told(scored)
    if scored.prepared.trades:
        crafts = scored.directory.trades
        yield phrase("card.trades", trades=tuple(crafts[trade].text for trade in scored.prepared.trades))
    if service.taught_in:
        languages = registry()["languages"].labels
        yield phrase("card.languages", languages=tuple(languages[code] for code in service.taught_in))
    if service.kind in LEARNING or service.lasts is not None:
        yield length_line(scored)
    yield from price_lines(scored)
    if service.kind in LEARNING:
        yield stipend_line(scored)
        yield from certificate_lines(scored)
    yield from paper_lines(scored)
    yield from own_notes(scored)
    yield from note_lines(service.transport, service.next_step)
    yield from _start(scored)
    yield from afterwards_lines(scored)
    yield from phone_lines(scored, today)
    yield fresh_line(scored)


def _care(scored: Scored, today: date) -> Iterator[Text]:
    service = scored.service
    checks = tuple(first_check_lines(scored))
    yield title_line(scored)
    yield from checks
    if checks:
        yield phrase("card.ask_first")
    if service.about:
        yield service.about.text
    yield place_line(scored)
    yield from bed_lines(scored)
    yield from (note.text for note in scored.confirms)
    yield from phone_lines(scored, today)
    yield fresh_line(scored)


def _told(scored: Scored) -> Iterator[Text]:
    """What fits and what is asked, as sentences; what only the organisation can say, as one line with its notes."""
    unsure = {f"match.{name}.passed" for name in scored.open}
    yield from (
        line
        for line in scored.reasons
        if line.key not in unsure and not line.key.endswith(".source") and line.key != "match.other.source"
    )
    theirs = tuple(name for name in scored.unsaid if name not in {"confirm", "document", *scored.ask})
    if theirs:
        yield phrase("card.check_them", facts=tuple(fact_label(name) for name in theirs))


def _why(scored: Scored) -> Iterator[Text]:
    """What speaks for it, at most two sentences; the place has its own line.

    A fact that is half known would read « Votre niveau d'école convient » above « À vérifier : l'école »: it is only
    asked. « Ouvert à tout le monde » above « À vérifier : votre âge » too: it stands where nothing else speaks.
    """
    unsure = {f"match.{name}.passed" for name in scored.open}
    good = (
        text for text in scored.reasons if text.key.endswith((".passed", ".near", ".family", ".planned", ".checked"))
    )
    own = [text for text in good if text.key not in unsure | {"match.region.passed", "match.open_to_all.passed"}]
    if own:
        yield from own[:REASONS_SHOWN]
    elif scored.service.returnees_only is False and "return_kind" not in scored.unsaid:
        yield phrase("match.open_to_all.passed")


def _to_check(scored: Scored, papers: tuple[Text, ...]) -> Iterator[Text]:
    """What is open, each thing once: papers that are named or unknown have their own line, and so has a note."""
    own_line = {"confirm"} | ({"document"} if papers else set())
    yours = tuple(name for name in scored.ask if name not in own_line)
    theirs = tuple(name for name in scored.unsaid if name not in own_line | set(scored.ask))
    if yours:
        yield phrase("card.check_you", facts=tuple(fact_label(name) for name in yours))
    if theirs:
        yield phrase("card.check_them", facts=tuple(fact_label(name) for name in theirs))
    if not any(first_check_lines(scored)):
        yield from [note.text for note in scored.confirms[:NOTES_SHOWN]]
