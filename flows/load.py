"""From `flows/*.yaml` to flows, or a list of what is wrong with file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import orjson
from pydantic import ValidationError

from content.clauses import ClauseProblem
from content.problems import from_pydantic, keys_of, nearest, problem
from flows.flow import Flow, Node
from flows.schema import KINDS, FlowHead
from flows.states import state_of
from locales.problem import AuthorProblem
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
        return state_of(flow, name, spec)
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
