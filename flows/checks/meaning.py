"""Facts, actions, placeholders and numbers that mean nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.bands import band_of
from content.rules import UP_TO
from flows.checks.known import Known
from flows.flow import Flow
from flows.schema import Ask, Do
from locales.numbers import number_in

PLACEHOLDER = re.compile(r"\{(\w+)\}")


def facts(known: Known) -> Iterator[str]:
    """What is saved is a declared fact, with a value that the fact knows."""
    for flow, node in known.nodes():
        if not isinstance(node.spec, Ask):
            continue
        if node.spec.save and node.spec.save not in known.facts:
            yield f"{known.at(flow, node.name, 'save')}: le fait « {node.spec.save} » n'est pas déclaré dans content/facts.yaml."
            continue
        for option in node.options:
            pairs = dict(option.set)
            if node.spec.save and not option.unknown and not option.aside:
                pairs[node.spec.save] = option.value
            for name, value in pairs.items():
                yield from _value(known, flow, node.name, option.id, name, value)


def over(known: Known) -> Iterator[str]:
    """An answer that counts beside others names choices of its own question, and none of these counts beside it."""
    for flow, node in known.nodes():
        above = {option.id: option.over for option in node.options if option.over}
        for choice, others in above.items():
            for other in others:
                if other == choice or other not in {option.id for option in node.options} or other in above:
                    yield (
                        f"{known.at(flow, node.name, 'answer')}: choix « {choice} » : over nomme « {other} » ; il faut un autre "
                        "choix de cette question, qui n'a pas de over."
                    )


def _value(known: Known, flow: Flow, state: str, choice: str, name: str, value: object) -> Iterator[str]:
    fact = known.facts.get(name)
    if fact is None:
        yield f"{known.at(flow, state, 'answer')}: choix « {choice} » : le fait « {name} » n'est pas déclaré dans content/facts.yaml."
        return
    for one in value if isinstance(value, list | tuple) else [value]:
        if fact.kind == "number":
            if not isinstance(one, int) or not fact.low <= one <= fact.high:
                yield f"{known.at(flow, state, 'answer')}: choix « {choice} » : « {name} » demande {fact.choices()}"
        elif str(one) not in fact.values:
            yield f"{known.at(flow, state, 'answer')}: choix « {choice} » : « {name} » ne connaît pas « {one} » ; {fact.choices()}"


def actions(known: Known) -> Iterator[str]:
    """``do:`` names something that the engine can do, ``options:`` a list that it can make."""
    for flow, node in known.nodes():
        if isinstance(node.spec, Do) and node.spec.do not in known.actions:
            yield f"{known.at(flow, node.name, 'do')}: l'action « {node.spec.do} » n'existe pas."
        if isinstance(node.spec, Ask) and node.spec.answer.options and node.spec.answer.options not in known.options:
            yield f"{known.at(flow, node.name, 'answer')}: la liste « {node.spec.answer.options} » n'existe pas."


def placeholders(known: Known) -> Iterator[str]:
    """Every ``{name}`` is one that the engine can fill, in every language the same."""
    for flow, node in known.nodes():
        for text in (node.text, node.why, node.retry):
            if text is None:
                continue
            names = set(PLACEHOLDER.findall(text.fr))
            for name in sorted(names - set(known.values)):
                yield f"{known.at(flow, node.name)}: « {{{name}}} » n'est pas connu ; permis : {', '.join(sorted(known.values))}."
            for language in known.catalogues.languages:
                entry = known.catalogues.messages.get(language, {}).get(text.key)
                if entry and entry[0] == text.fr and set(PLACEHOLDER.findall(entry[1])) != names:
                    yield f"{known.at(flow, node.name)}: en {language}, les {{…}} de « {text.key} » ne sont pas ceux du français."


def numbers(known: Known) -> Iterator[str]:
    """0 hides, so no number question may take it; and a choice's own number must not be a possible answer."""
    for flow, node in known.nodes():
        if not isinstance(node.spec, Ask) or node.spec.answer.number is None:
            continue
        spec = node.spec.answer.number
        if spec.low <= 0 <= spec.high:
            yield f"{known.at(flow, node.name, 'answer')}: 0 cache la discussion ; commencez à 1, et faites de « aucun » un choix."
        if spec.low <= sum(not option.typed for option in node.options):
            yield f"{known.at(flow, node.name, 'answer')}: « 1 » serait à la fois un nombre et un choix ; faites des choix partout."
        if node.retry is not None and not isinstance(number_in(node.retry.fr), int):
            yield f"{known.at(flow, node.name, 'retry')}: donnez un exemple avec un chiffre."


def spans(known: Known) -> Iterator[str]:
    """The spans of a number to be touched go upwards without overlapping, and none lies across two bands of those that are
    shown to people, not even one that is only written: neither who is a minor nor what an organisation reads may hang on a
    guess.
    """
    for flow, node in known.nodes():
        if not isinstance(node.spec, Ask) or node.spec.save not in UP_TO:
            continue
        end, before = UP_TO[node.spec.save], -1
        for option in (option for option in node.options if end in option.set):
            least, most = option.value, option.set[end]
            if not _goes_on(-1 if option.typed else before, least, most):
                yield (
                    f"{known.at(flow, node.name, 'answer')}: choix « {option.id} » : de {least} à {most} ; une tranche suit celle "
                    "d'avant, et reste dans une tranche de content/bands.py."
                )
            before = most if isinstance(most, int) and not option.typed else before


def _goes_on(before: int, least: object, most: object) -> bool:
    if not isinstance(least, int) or not isinstance(most, int):
        return False
    return before < least < most and band_of(least) == band_of(most)
