"""Two services side by side: first what each has of its own, then what is the same for both."""

from __future__ import annotations

from collections.abc import Iterator

from content.card_fit import UNKNOWN, gathered
from content.card_lines import certificate_lines, paper_lines, place_line, stipend_line, title_line
from content.card_times import LEARNING, length_line, start_line
from content.costs import price
from content.explain import tell_label
from content.phrases import phrase
from content.scored import Scored
from locales.text import Text


def comparison(one: Scored, other: Scored) -> tuple[tuple[Text, ...], ...]:
    """Messages of lines: each service with what differs, and what is alike said once; nothing says which is better.

    What nobody wrote of either helps nobody to choose and is left out.
    """
    own, others = tuple(_told(one)), tuple(_told(other))
    same = tuple(line for line in own if line in others)
    told = [
        gathered((title_line(scored), *(line for line in lines if line not in same)), closing=0)
        for scored, lines in ((one, own), (other, others))
    ]
    alike = tuple(line for line in same if not line.key.startswith(UNKNOWN))
    return (*told, (phrase("compare.alike"), *alike)) if alike else tuple(told)


def _told(scored: Scored) -> Iterator[Text]:
    """What weighs in a choice: where, how long, what it costs, papers, start, what it leads to, what is still open."""
    yield place_line(scored)
    if scored.service.kind in LEARNING:
        yield length_line(scored)
    yield from price(scored)
    if scored.service.kind == "training":
        yield stipend_line(scored)
    yield from paper_lines(scored)
    if scored.service.intake is not None:
        yield start_line(scored)
    if scored.service.kind in LEARNING:
        yield from certificate_lines(scored)
    if scored.ask:
        yield phrase("card.check_you", facts=tuple(tell_label(name) for name in scored.ask))
