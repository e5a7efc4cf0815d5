"""A flow as the engine uses it: states by name, arrows resolved, clauses parsed, texts with their keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from content.rules import Clause
from flows.schema import Ask, FlowHead, State
from locales.text import Text


@dataclass(frozen=True, slots=True)
class Arrow:
    """Where to go, as (flow, state), and the clause that must hold (None: always)."""

    flow: str
    state: str
    when: Clause | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be tapped. ``synonyms`` are French words; other languages' come from their catalogue."""

    id: str
    label: Text
    picture: str = ""
    value: object = None
    set: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    when: Clause | None = None
    synonyms: tuple[str, ...] = ()
    unknown: bool = False
    aside: bool = False
    typed: bool = False
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One state. ``text`` of say and ask; ``arrows`` in order; ``by_result`` for choices and actions. Equal to itself alone:
    so what does not depend on the person can be kept by it.
    """

    name: str
    spec: State
    text: Text | None = None
    why: Text | None = None
    retry: Text | None = None
    again: Text | None = None
    options: tuple[Option, ...] = ()
    only_if: Clause | None = None
    arrows: tuple[Arrow, ...] = ()
    by_result: Mapping[str, Arrow] = field(default_factory=lambda: MappingProxyType({}))
    varies: bool = field(init=False, compare=False)
    """Whether an option stands only sometimes, or is only understood and never shown: looked up at each question."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "varies", any(option.when or option.typed for option in self.options))

    @property
    def is_question(self) -> bool:
        """Whether the engine stops here and waits for the person."""
        return isinstance(self.spec, Ask)


@dataclass(frozen=True, slots=True)
class Flow:
    """``version`` is the hash of the file's meaning: a frame with another version is moved by ``head.renamed``."""

    head: FlowHead
    nodes: Mapping[str, Node]
    version: str
    name: str = field(init=False, compare=False)
    """The flow's stable name."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.head.flow)
