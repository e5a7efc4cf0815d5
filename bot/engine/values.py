"""What fills the ``{placeholders}`` of flow texts: a closed list, so that a check can know every name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from bot.engine.reachable import second_number
from bot.engine.sharing import papers_to_confirm, shared_lines
from bot.engine.turn import Turn
from locales.text import Lines, Text, Value

RUN_BY_OTHERS = frozenset({"telegram", "whatsapp"})
WITHOUT_PAGE = RUN_BY_OTHERS | {"terminal"}
"""Where nothing stands around the talk that could be touched."""
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=4096)
def placeholders(french: str) -> tuple[str, ...]:
    """The names in braces of a text."""
    return tuple(_PLACEHOLDER.findall(french))


def filled(turn: Turn, text: Text | None) -> Text:
    """``text`` with the values of this talk."""
    if text is None:
        raise TypeError("this state has no text")
    names = placeholders(text.fr)
    if not names:
        return text
    return Text(text.key, text.fr, {name: VALUES[name](turn) for name in names})


def _service(turn: Turn) -> Value:
    return turn.book.directory.services[str(turn.notes["chosen"])].name.text


def _organisation(turn: Turn) -> Value:
    return turn.book.directory.services[str(turn.notes["chosen"])].org_name.text


def _shared(turn: Turn) -> Value:
    return Lines(shared_lines(turn))


def _papers(turn: Turn) -> Value:
    return papers_to_confirm(turn)


def _receipt(turn: Turn) -> Value:
    return turn.requests[-1].number if turn.requests else turn.moment.ticket


def _by_operator(name: str) -> Callable[[Turn], Value]:
    """What is true of the servers that the words go through."""

    def told(turn: Turn) -> Value:
        return turn.book.phrase(f"{name}_{_operator_of_channel(turn)}")

    return told


def _by_touch(name: str) -> Callable[[Turn], Value]:
    """How something is asked for at any time: by touch where buttons for it stand on the page, for who cannot write."""

    def told(turn: Turn) -> Value:
        return turn.book.phrase(f"{name}_typed" if turn.moment.channel in WITHOUT_PAGE else f"{name}_page")

    return told


def _operator_of_channel(turn: Turn) -> str:
    """Whose servers the words go through besides ours; our own page has no other."""
    return turn.moment.channel if turn.moment.channel in RUN_BY_OTHERS else "page"


def _house(turn: Turn) -> Value:
    """Who runs Sira, by the name that the operator gave."""
    name = turn.book.directory.leads.name
    return Text("", name) if name else turn.book.phrase("the_team")


def _second_number(turn: Turn) -> Value:
    return Text("", second_number(turn) or "")


def _complaint(turn: Turn) -> Value:
    return turn.moment.ticket


VALUES: Mapping[str, Callable[[Turn], Value]] = {
    "service": _service,
    "organisation": _organisation,
    "shared": _shared,
    "papers": _papers,
    "receipt": _receipt,
    "complaint": _complaint,
    "second_number": _second_number,
    **{name: _by_operator(name) for name in ("copies", "read_by", "stays")},
    **{name: _by_touch(name) for name in ("ways", "to_person", "to_help", "to_menu", "to_status", "to_stop")},
    "house": _house,
}
