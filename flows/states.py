"""From what an author wrote of one state to the state that the engine walks: texts with keys, arrows, conditions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from content.rules import Clause
from flows.conditions import parse_condition
from flows.flow import Arrow, Node, Option
from flows.languages import offered
from flows.schema import Ask, Branch, ChoiceSpec, Do, End, HandOver, Say, When
from locales.text import Text

NOT_SAID: Final = "🤷"
"""« Je ne sais pas », « je préfère passer »: one picture for all of them, so that who does not read knows it again."""


def state_of(flow: str, name: str, spec: Any) -> Node:
    """The state ``name`` of ``flow``. Raises ``ClauseProblem`` for a condition that cannot be read."""
    key = f"{flow}.{name}"
    match spec:
        case Say():
            return Node(name, spec, text=Text(f"{key}.say", _paragraphs(spec.say)), arrows=_arrows(flow, spec.next))
        case Ask():
            return _ask(flow, name, spec)
        case Branch():
            return Node(name, spec, arrows=_arrows(flow, spec.branch))
        case Do():
            if isinstance(spec.next, str):
                return Node(name, spec, arrows=(_arrow(flow, spec.next),))
            return Node(name, spec, by_result=_by_result(flow, spec.next))
        case HandOver():
            return Node(name, spec, arrows=_arrows(flow, spec.next))
        case End():
            return Node(name, spec)
    raise AssertionError(name)


def _ask(flow: str, name: str, spec: Ask) -> Node:
    key = f"{flow}.{name}"
    open_answer = spec.answer.number or spec.answer.text
    beside = open_answer.or_choice if open_answer else {}
    options = {**(spec.answer.choice or {}), **spec.answer.extra, **beside}
    only_if = parse_condition(spec.only_if) if isinstance(spec.only_if, dict) else None
    by_result: dict[str, Arrow] = {}
    arrows: tuple[Arrow, ...] = ()
    if isinstance(spec.next, dict):
        by_result = dict(_by_result(flow, spec.next))
    else:
        arrows = _arrows(flow, spec.next)
    return Node(
        name,
        spec,
        text=Text(f"{key}.ask", _paragraphs(spec.ask)),
        why=Text(f"{key}.why", spec.why) if spec.why else None,
        retry=Text(f"{key}.retry", spec.retry) if spec.retry else None,
        again=Text(f"{key}.again", spec.again) if spec.again else None,
        options=offered(spec.keep, (_option(key, id_, choice) for id_, choice in options.items())),
        only_if=only_if,
        arrows=arrows,
        by_result=MappingProxyType(by_result),
    )


def _paragraphs(words: str) -> str:
    """A folded YAML text keeps one line break between paragraphs; a phone wants an empty line."""
    return words.strip().replace("\n", "\n\n")


def _option(key: str, id_: str, choice: ChoiceSpec) -> Option:
    return Option(
        id=id_,
        label=Text(f"{key}.choice.{id_}", choice.label),
        picture=choice.picture or (NOT_SAID if choice.unknown else ""),
        value=id_ if choice.value is None else choice.value,
        set=MappingProxyType(dict(choice.set)),
        when=_clause(choice.when),
        synonyms=choice.also,
        unknown=choice.unknown,
        aside=choice.aside,
        typed=choice.typed,
        over=choice.over,
    )


def _clause(raw: dict[str, Any] | None) -> Clause | None:
    return None if raw is None else parse_condition(raw)


def _arrows(flow: str, raw: tuple[When, ...]) -> tuple[Arrow, ...]:
    return tuple(_arrow(flow, arrow.go, _clause(arrow.when)) for arrow in raw)


def _by_result(flow: str, raw: dict[str, str]) -> Mapping[str, Arrow]:
    return MappingProxyType({result: _arrow(flow, target) for result, target in raw.items()})


def _arrow(flow: str, target: str, when: Clause | None = None) -> Arrow:
    """``state`` stays in this flow; ``other/state`` goes there; ``other/`` to its start (empty state)."""
    if "/" in target:
        other, _, state = target.partition("/")
        return Arrow(other, state, when)
    return Arrow(flow, target, when)
