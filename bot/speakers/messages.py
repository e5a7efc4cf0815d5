"""Every message that a person may see, as speakers review it: flow by flow, with its buttons, then the directory's words.

The sentences are the catalogue's own; flows say how they stand together and how long each may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from bot.speakers.limits import limits
from bot.speakers.rooms import FIRST, group_of, part_of
from flows.flow import Flow, Node
from flows.safety import Safety
from locales.pofiles import Entry
from locales.review import Reviewed, hash_of
from locales.sheet.line import Line, Shown
from locales.text import Text

NOT_SHOWN: Final = "console."
"""The desk speaks French."""
_HOLE: Final = re.compile(r"\{\w+\}")


def messages(
    flows: Mapping[str, Flow], entries: Mapping[str, Entry], states: Mapping[str, Reviewed], safety: Safety
) -> tuple[Shown, ...]:
    """All of them; each sentence once, in the first message that says it. A reviewer who stops early has done what matters
    most: safety first, then what a new person meets.
    """
    sheet = _Sheet(entries, states, limits(flows, entries), safety)
    place = {room: place for place, room in enumerate(FIRST)}
    return tuple(
        sorted(
            (*sheet.of_flows(flows), *sheet.others()),
            key=lambda one: (not one.safety, place.get(one.group, len(place))),
        )
    )


class _Sheet:
    """What is on the sheet already, so that no sentence is asked twice."""

    def __init__(
        self, entries: Mapping[str, Entry], states: Mapping[str, Reviewed], most: Mapping[str, int], safety: Safety
    ) -> None:
        self._entries, self._states, self._most, self._safety = entries, states, most, safety
        self._seen: set[str] = set()

    def of_flows(self, flows: Mapping[str, Flow]) -> Iterator[Shown]:
        for flow in flows.values():
            for node in flow.nodes.values():
                lines = tuple(line for part, text in _parts(node) for line in self._line(part, text.key))
                if lines:
                    yield Shown(
                        flow.name,
                        node.name,
                        self._said(node.text) if node.text is not None else "",
                        tuple(self._said(option.label) for option in node.options),
                        lines,
                        self._about_safety(lines),
                    )

    def others(self) -> Iterator[Shown]:
        left = sorted(
            (group_of(key), _thing(key), key)
            for key in self._entries
            if key not in self._seen and not key.startswith(NOT_SHOWN)
        )
        for (group, thing), keys in groupby(left, lambda found: found[:2]):
            lines = tuple(line for _, _, key in keys for line in self._line("", key))
            bubble = "\n".join(_plain(line.entry.words or line.entry.french) for line in lines)
            yield Shown(group, thing, bubble, (), lines, self._about_safety(lines))

    def _about_safety(self, lines: Iterable[Line]) -> bool:
        return any(self._safety.holds(line.entry.key) for line in lines)

    def _line(self, part: str, key: str) -> Iterator[Line]:
        entry = self._entries.get(key)
        if entry is not None and key not in self._seen:
            self._seen.add(key)
            fresh = Reviewed("draft", hash_of(entry.french), hash_of(entry.words))
            yield Line(entry, part or part_of(key), self._most.get(key, 0), self._states.get(key, fresh))

    def _said(self, text: Text) -> str:
        entry = self._entries.get(text.key)
        return _plain((entry.words if entry is not None and not entry.outdated else "") or text.fr)


def _parts(node: Node) -> Iterator[tuple[str, Text]]:
    titles = (("question" if node.is_question else "message", node.text), ("plus court", node.again),
              ("pourquoi", node.why), ("si pas compris", node.retry))  # fmt: skip
    yield from ((title, text) for title, text in titles if text is not None)
    for option in node.options:
        yield "bouton" if not option.typed else "mot écrit", option.label


def _thing(key: str) -> str:
    """Sentences of one service or fact stand together; a place or a phrase stands alone."""
    first, second, *rest = [*key.split("."), ""]
    return f"{first}.{second}" if rest[:-1] or first in {"service", "org", "fact"} else key


def _plain(words: str) -> str:
    """What a person will see where a name or a number will stand."""
    return _HOLE.sub("…", words)
