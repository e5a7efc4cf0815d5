"""From `flows/*.yaml` to flows, or a list of what is wrong with file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson
from pydantic import ValidationError

from content.clauses import ClauseProblem
from content.problems import from_pydantic, keys_of, nearest, problem
from content.rules import Clause
from flows.conditions import parse_condition
from flows.flow import Arrow, Flow, Node, Option
from flows.languages import offered
from flows.schema import KINDS, Ask, Branch, ChoiceSpec, Do, End, FlowHead, HandOver, Say, When
from locales.problem import AuthorProblem
from locales.text import Text
from locales.yamlfile import YamlFile, YamlProblem, read, shown

ROOT = Path(__file__).parent
VERSION_LENGTH = 12  # hex digits of SHA-256: enough to tell the versions of one file apart
NOT_FLOWS = {"phrases.yaml"}


class FlowProblem(AuthorProblem):
    """Flows cannot be used."""


def load(root: Path = ROOT) -> Mapping[str, Flow]:
    """Every flow under ``root`` by name. Raises ``FlowProblem`` naming all faults at once."""
    problems: list[str] = []
    flows: dict[str, Flow] = {}
    files: dict[str, str] = {}
    for path in sorted(root.glob("*.yaml")):
        if path.name in NOT_FLOWS:
            continue
        try:
            flow = _flow(read(path), problems)
        except YamlProblem as error:
            problems.append(str(error))
            continue
        if flow is None:
            continue
        if flow.name in flows:
            first = shown(root / files[flow.name])
            problems.append(
                f"{shown(path)}:1: le parcours « {flow.name} » existe déjà dans {first} ; renommez l'un des deux."
            )
        files.setdefault(flow.name, path.name)
        flows[flow.name] = flow
    if problems:
        raise FlowProblem(*problems)
    return MappingProxyType(flows)


def _flow(file: YamlFile, problems: list[str]) -> Flow | None:
    if not isinstance(file.data, dict):
        problems.append(
            problem(file, (), "un parcours est une liste de clés ; il commence par « flow: » et « start: »")
        )
        return None
    head_keys = {key: file.data[key] for key in file.data if key in FlowHead.model_fields}
    try:
        head = FlowHead.model_validate(head_keys)
    except ValidationError as error:
        problems.extend(from_pydantic(file, error))
        return None
    nodes = {}
    for name, raw in file.data.items():
        if name in FlowHead.model_fields:
            continue
        node = _node(file, head.flow, name, raw, problems)
        if node is not None:
            nodes[name] = node
    digest = hashlib.sha256(orjson.dumps(file.data, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return Flow(head, MappingProxyType(nodes), digest[:VERSION_LENGTH])


def _node(file: YamlFile, flow: str, name: str, raw: object, problems: list[str]) -> Node | None:
    if not isinstance(raw, dict):
        problems.append(problem(file, (name,), "cet état est vide ; donnez-lui « say », « ask », … ou retirez-le"))
        return None
    kinds = [kind for kind in KINDS if kind in raw]
    if len(kinds) != 1:
        problems.extend(_no_kind(file, name, raw, kinds))
        return None
    try:
        spec = KINDS[kinds[0]].model_validate(raw)
    except ValidationError as error:
        problems.extend(from_pydantic(file, error, (name,), keys_of(KINDS[kinds[0]])))
        return None
    try:
        return _compile(flow, name, spec)
    except ClauseProblem as error:
        problems.append(problem(file, (name,), f"condition : {error}"))
        return None


def _no_kind(file: YamlFile, name: str, raw: Mapping[str, object], kinds: list[str]) -> list[str]:
    """A state is one kind: what is too much is told at its line, and a key that is nearly one is named itself."""
    if kinds:
        sentence = f"cet état a aussi « {kinds[0]} » ; un état doit être un seul de : {', '.join(KINDS)}"
        return [problem(file, (name, kind), sentence) for kind in kinds[1:]]
    strange = [(key, close) for key in raw if (close := nearest(str(key), KINDS)) is not None]
    if strange:
        return [
            problem(file, (name, key), f"« {key} » n'existe pas ; vouliez-vous écrire « {close} » ?")
            for key, close in strange
        ]
    return [problem(file, (name,), f"cet état ne dit pas ce qu'il est ; donnez-lui un seul de : {', '.join(KINDS)}")]


def _compile(flow: str, name: str, spec: Any) -> Node:
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
        picture=choice.picture,
        value=id_ if choice.value is None else choice.value,
        set=MappingProxyType(dict(choice.set)),
        when=_clause(choice.when),
        synonyms=choice.also,
        unknown=choice.unknown,
        aside=choice.aside,
        typed=choice.typed,
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
