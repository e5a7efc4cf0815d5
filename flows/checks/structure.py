"""Ways that lead nowhere, states nobody reaches, circles without a question."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from flows.checks.known import Known, ways
from flows.flow import Arrow, Flow, Node
from flows.limits import QUESTIONS_BEFORE_FIRST_HELP_MAX
from flows.schema import Ask, Do, HandOver

ENTRIES = (
    "welcome", "menu", "coming_back", "person", "complaint", "forget", "language", "status", "my_data", "safety",
    "understood", "follow_up", "appointment", "proposal", "stop", "money", "leaving",
    "wellbeing", "owes",
)  # fmt: skip
"""Flows that the engine itself opens."""
STATES_OPENED = (
    ("welcome", "consent"),
    ("safety", "what"),
    ("refine", "next"),
    ("referral", ""),
    ("complaint", "file"),
)
"""States that the engine goes to by name, past the start of their flow ("": the flow is named, not opened)."""
UNCOUNTED = frozenset({"welcome", "safety", "coming_back", "language"})
SAFETY_QUESTIONS = frozenset({"protection.moment", "orientation.alone"})
"""Questions for safety inside other flows: not counted either."""
HELP_ACTIONS = frozenset({"suggest", "protection_services", "emergency"})


def targets(known: Known) -> Iterator[str]:
    """Every arrow leads to a state that exists."""
    for flow, node in known.nodes():
        for arrow in ways(node):
            if known.target(arrow) is None:
                name = f"{arrow.flow}/{arrow.state}" if arrow.flow != flow.name else arrow.state
                yield (
                    f"{known.at_arrow(flow, node, arrow)}: « {node.name} » mène à « {name} », qui n'existe pas ; "
                    f"{_meant(known, arrow)}"
                )


def _meant(known: Known, arrow: Arrow) -> str:
    """The name that the author may have meant."""
    flow = known.flows.get(arrow.flow)
    wrong, names = (arrow.flow, list(known.flows)) if flow is None else (arrow.state, list(flow.nodes))
    close = get_close_matches(wrong, names, n=1)
    return f"vouliez-vous écrire « {close[0]} » ?" if close else "corrigez le nom."


def opened(known: Known) -> Iterator[str]:
    """What the engine opens by name exists: nobody who writes « menu » or « stop » ends in nothing."""
    for name, state in (*((name, "") for name in ENTRIES), *STATES_OPENED):
        flow = known.flows.get(name)
        if flow is None:
            yield f"flows: le parcours « {name} » manque ; le moteur l'ouvre lui-même."
        elif state and state not in flow.nodes:
            yield f"{known.at(flow, 'flow')}: l'état « {state} » manque ; le moteur y va lui-même."


def starts(known: Known) -> Iterator[str]:
    """Every flow starts somewhere."""
    for flow in known.flows.values():
        if flow.head.start not in flow.nodes:
            yield f"{known.at(flow, 'start')}: « start: {flow.head.start} » n'est pas un état de ce parcours."


def reached(known: Known) -> Iterator[str]:
    """Every state can be reached from a flow that the engine opens."""
    seen: set[tuple[str, str]] = set()
    stack = [(known.flows[name], known.flows[name].nodes[known.flows[name].head.start]) for name in ENTRIES
             if name in known.flows and known.flows[name].head.start in known.flows[name].nodes]  # fmt: skip
    while stack:
        flow, node = stack.pop()
        if (flow.name, node.name) in seen:
            continue
        seen.add((flow.name, node.name))
        stack.extend(found for arrow in ways(node) if (found := known.target(arrow)) is not None)
    for flow, node in known.nodes():
        if (flow.name, node.name) not in seen:
            yield f"{known.at(flow, node.name)}: personne n'arrive à « {node.name} » ; reliez-le ou retirez-le."


def ways_on(known: Known) -> Iterator[str]:
    """Every answer and every result has an arrow, and the last arrow of a list always holds."""
    for flow, node in known.nodes():
        spec = node.spec
        if node.by_result and "else" not in node.by_result:
            wanted = {option.id for option in node.options} if isinstance(spec, Ask) else set()
            if isinstance(spec, Do):
                wanted = set(known.actions.get(spec.do, ()))
            free = isinstance(spec, Ask) and (spec.answer.options or spec.answer.number or spec.answer.text)
            missing = sorted(wanted - set(node.by_result)) + (
                ["else"] if free or (isinstance(spec, Ask) and spec.only_if) else []
            )
            if missing:
                yield f"{known.at(flow, node.name, 'next')}: « {node.name} » n'a pas de suite pour : {', '.join(missing)}."
        if node.arrows and node.arrows[-1].when is not None:
            yield f"{known.at(flow, node.name)}: la dernière suite de « {node.name} » a une condition ; ajoutez « - go: … » sans condition."
        strange = set(node.by_result) - {option.id for option in node.options} - {"else"}
        if isinstance(spec, Ask) and strange:
            yield f"{known.at(flow, node.name, 'next')}: « {', '.join(sorted(strange))} » n'est pas un choix de « {node.name} »."


def circles(known: Known) -> Iterator[str]:
    """No circle of states without a question: the engine would talk without end."""
    colour: dict[tuple[str, str], int] = {}

    def visit(flow: Flow, node: Node) -> bool:
        key = (flow.name, node.name)
        if node.is_question:
            return False
        if colour.get(key) == 1:
            return True
        if colour.get(key) == 2:  # noqa: PLR2004 — finished
            return False
        colour[key] = 1
        found = any(visit(*next_) for arrow in ways(node) if (next_ := known.target(arrow)) is not None)
        colour[key] = 2
        return found

    for flow, node in known.nodes():
        if visit(flow, node):
            yield f"{known.at(flow, node.name)}: à partir de « {node.name} » on tourne en rond sans question."


def first_help_is_near(known: Known) -> Iterator[str]:
    """At most seven questions before the first suggestion, useful information or hand-over."""
    flow = known.flows.get("welcome")
    if flow is None or flow.head.start not in flow.nodes:
        return
    worst: list[str] = []
    for path in _paths(known, flow, flow.nodes[flow.head.start], (), ()):
        if len(path) > len(worst):
            worst = list(path)
    if len(worst) > QUESTIONS_BEFORE_FIRST_HELP_MAX:
        yield (
            f"flows: {len(worst)} questions avant la première aide ({' → '.join(worst)}) ; "
            f"il en faut {QUESTIONS_BEFORE_FIRST_HELP_MAX} au plus."
        )


def _paths(
    known: Known, flow: Flow, node: Node, asked: tuple[str, ...], seen: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    key = f"{flow.name}.{node.name}"
    if key in seen:
        return
    spec = node.spec
    if isinstance(spec, HandOver) or (isinstance(spec, Do) and spec.do in HELP_ACTIONS):
        yield asked
        return
    if flow.name == "menu":
        return
    if isinstance(spec, Ask) and flow.name not in UNCOUNTED and key not in SAFETY_QUESTIONS:
        asked = (*asked, key)
        yield asked
    for arrow in ways(node):
        found = known.target(arrow)
        if found is not None:
            yield from _paths(known, *found, asked, (*seen, key))


def person_is_near(known: Known) -> Iterator[str]:
    """« personne » opens a hand-over before any further question, so that a human is within two inputs."""
    flow = known.flows.get("person")
    if flow is None or flow.head.start not in flow.nodes:
        yield "flows: le parcours « person » manque ; une personne doit être joignable de partout."
        return
    if not isinstance(flow.nodes[flow.head.start].spec, HandOver):
        yield f"{known.at(flow, flow.head.start)}: « person » doit commencer par « hand_over », avant toute question."
    for language, word in known.global_words.items():
        if language.startswith("person:") and not word:
            yield f"locales: aucun mot pour « personne » en {language.removeprefix('person:')}."
