"""Every flow and every state on the picture of where people stop has French words: nobody reads a name meant for authors."""

from __future__ import annotations

from bot.desk.flow_words import flow_title, state_title
from bot.desk.words import words
from bot.engine.book import Book
from flows.schema import Branch, Do, HandOver


def test_every_flow_that_can_be_drawn_has_a_title(book: Book) -> None:
    titles = {name: flow_title(book.catalogues, name) for name in book.flows}
    assert {name: title for name, title in titles.items() if title == name} == {}
    assert len(set(titles.values())) == len(titles), "two flows cannot be told apart in the list"


def test_every_state_that_is_drawn_has_words_of_its_own(book: Book) -> None:
    raw = set()
    for flow in book.flows.values():
        for node in flow.nodes.values():
            title = state_title(book.catalogues, flow, node)
            known = not isinstance(node.spec, HandOver) or node.spec.hand_over.reason in words("reason")
            if not known or title == node.name:
                raw.add(f"{flow.name}.{node.name}")
    assert raw == set()


def test_no_words_are_left_over_for_what_is_no_step_any_more(book: Book) -> None:
    nodes = [(flow, node) for flow in book.flows.values() for node in flow.nodes.values()]
    actions = {node.spec.do for _, node in nodes if isinstance(node.spec, Do)}
    branches = {f"{flow.name}.{node.name}" for flow, node in nodes if isinstance(node.spec, Branch)}
    assert set(words("step")) == actions | branches | {"end"}
    assert set(words("flow")) == set(book.flows)
