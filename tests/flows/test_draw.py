"""The drawing of a flow: every state, every arrow once, and counts too large to be anybody."""

from __future__ import annotations

import re

from bot.engine.book import Book
from flows.draw import draw

LABEL = re.compile(r'-->\|"(.*)"\|')


def test_every_state_and_every_arrow_is_drawn_without_counts_when_none_are_known(book: Book) -> None:
    drawn = draw(book.flows)
    assert all(f"{name}.{state}" in drawn for name, flow in book.flows.items() for state in flow.nodes)
    assert "<" not in drawn
    lines = drawn.splitlines()
    arrows = [line for line in lines if "-->" in line]
    assert len(arrows) == len(set(arrows))


def test_an_arrow_into_another_flow_ends_at_its_first_state(book: Book) -> None:
    drawn = draw(book.flows)
    assert ".start\n" not in drawn
    boxes = {f"{name}.{state}" for name, flow in book.flows.items() for state in flow.nodes}
    assert {line.rpartition(" ")[2] for line in drawn.splitlines() if "-->" in line} <= boxes


YES = ("welcome.consent", "welcome.agreed", "choice:yes")
NO = ("welcome.consent", "welcome.refused", "choice:no")


def test_fewer_than_five_are_not_told_apart_from_nobody(book: Book) -> None:
    drawn = draw(book.flows, {YES: 5, NO: 4}, only="welcome")
    assert 'welcome.consent -->|"yes (5)"| welcome.agreed' in drawn
    assert 'welcome.consent -->|"no (< 5)"| welcome.refused' in drawn
    assert 'welcome.consent -->|"more (< 5)"| welcome.more' in drawn
    labels = LABEL.findall(drawn)
    assert [label for label in labels if label.endswith("(5)")] == ["yes (5)"]
    assert all(label.endswith(("(5)", "(< 5)")) for label in labels)


def test_an_answer_that_has_no_arrow_of_its_own_counts_on_the_common_one(book: Book) -> None:
    walked = {("language.choose", "language.set", f"choice:{choice}"): 6 for choice in ("fr", "bm")}
    assert 'language.choose -->|"(12)"| language.set' in draw(book.flows, walked, only="language")


def test_every_walk_counts_on_one_arrow_only(book: Book) -> None:
    flow = book.flows["orientation"]
    walked = {
        (f"orientation.{name}", f"{arrow.flow}.{arrow.state or book.flows[arrow.flow].head.start}", why): 100
        for name, node in flow.nodes.items()
        for arrow in (*node.by_result.values(), *node.arrows)
        for why in ("skip", "answer", *(f"choice:{option.id}" for option in node.options))
    }
    told = [int(found) for found in re.findall(r"\((\d+)\)", draw(book.flows, walked, only="orientation"))]
    assert sum(told) == sum(walked.values())
