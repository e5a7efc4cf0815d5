"""Who can come, in words and bounds that another system can show without knowing our grammar.

What is only inferred never refuses anybody (directory rule): it is told as to be confirmed and gives no bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from content.conditions import public_name
from content.explain import fact_label, wanted
from content.parts import Rule
from content.phrases import phrase, phrases
from content.rules import All, AnyOf, Clause, Leaf, Not
from content.schema import Service
from locales.text import Text

Say: TypeAlias = Callable[[Text], str]
"""A text in French, as the catalogue says it."""
ABOUT_SOMEBODY = frozenset({"region", "sign"})
"""Facts whose reviewed sentence answers one person (« c'est loin de votre région ») and describes no condition."""
TO_CONFIRM = "À confirmer"
RETURNEES = "Réservé aux personnes de retour."


def conditions_in_words(service: Service, say: Say) -> str:
    """The conditions as sentences, without the papers that ``papers`` lists; empty when the record has none."""
    sentences = [RETURNEES] if service.returnees_only is True else []
    for rule in service.must:
        said = _clause(rule.clause, say)
        if not _written(service, rule):
            sentences.append(f"{TO_CONFIRM} : {said}")
        elif not (_papers(rule.clause, say) and _only_papers(rule.clause)):
            sentences.append(said)
    return " ".join(dict.fromkeys(f"{sentence.rstrip('.')}." for sentence in sentences))


def facts_in_words(clause: Clause, say: Say) -> str:
    """The facts of a clause with their values, for an entry that concerns only some people."""
    return " ; ".join(_named(leaf, say) for leaf in clause.leaves())


def ages(service: Service) -> tuple[int | None, int | None]:
    """The youngest and the oldest who can come, inclusive, where it is written."""
    leaves = [leaf for leaf in _necessary(service) if leaf.fact == "age"]
    lows = [int(leaf.low) for leaf in leaves if leaf.low is not None]
    highs = [int(leaf.high) for leaf in leaves if leaf.high is not None]
    return max(lows, default=None), min(highs, default=None)


def women_only(service: Service) -> bool:
    """Whether it is written that the service is for women."""
    return any(leaf.fact == "sex" and leaf.values == frozenset({"f"}) for leaf in _necessary(service))


def papers(service: Service, say: Say) -> tuple[str, ...]:
    """What must be shown or brought, one line each; papers of which one is enough share a line."""
    asked = [_papers(rule.clause, say) for rule in service.must if _written(service, rule)]
    return tuple(dict.fromkeys([*(line for lines in asked for line in lines), *(one.fr for one in service.bring)]))


def to_confirm(service: Service) -> str:
    """What the organisation must confirm first, in the record's own sentences."""
    return " ".join(note.fr for note in service.confirm)


def _written(service: Service, rule: Rule) -> bool:
    return service.sources[rule.src].how != "inferred"


def _necessary(service: Service) -> Iterator[Leaf]:
    """Facts that must hold for everybody: not those of which another may stand in their place."""
    for rule in service.must:
        if _written(service, rule):
            parts = rule.clause.parts if isinstance(rule.clause, All) else (rule.clause,)
            yield from (part for part in parts if isinstance(part, Leaf))


def _papers(clause: Clause, say: Say) -> list[str]:
    if isinstance(clause, All):
        return [line for part in clause.parts for line in _papers(part, say)]
    leaves = [] if isinstance(clause, Not) else list(clause.leaves())
    if not leaves or not _only_papers(clause):
        return []
    return [" ou ".join(_values(leaf, say) for leaf in leaves)]


def _only_papers(clause: Clause) -> bool:
    return all(public_name(leaf.fact) == "document" for leaf in clause.leaves())


def _clause(clause: Clause, say: Say) -> str:
    match clause:
        case All():
            return " ; ".join(_clause(part, say).rstrip(".") for part in clause.parts)
        case AnyOf():
            return " ou ".join(_clause(part, say).rstrip(".") for part in clause.parts)
        case Not():
            return f"Sauf : {_clause(clause.part, say)}"
        case Leaf():
            return _leaf(clause, say)


def _leaf(leaf: Leaf, say: Say) -> str:
    name = public_name(leaf.fact)
    asked = wanted(leaf, name)
    if asked is None:
        source = f"match.{name}.source"
        return say(phrase(source)) if source in phrases() else f"{TO_CONFIRM} : {say(fact_label(name))}"
    sentence = f"match.{name}.failed"
    if sentence in phrases() and name not in ABOUT_SOMEBODY:
        return say(phrase(sentence, wanted=asked))
    return _named(leaf, say)


def _named(leaf: Leaf, say: Say) -> str:
    label = say(fact_label(public_name(leaf.fact)))
    return f"{label[:1].upper()}{label[1:]} : {_values(leaf, say)}"


def _values(leaf: Leaf, say: Say) -> str:
    asked = wanted(leaf, public_name(leaf.fact))
    return say(Text("", "{asked}", {"asked": asked})) if asked is not None else TO_CONFIRM
