"""What a sentence tells beside the answer: kept if it has one reading, said back, and not asked again.

The person's own words decide (locales/told.py), a trade or a town by its name. What is known of where somebody lives and
how old they are is not overwritten by a sentence: only the question itself asks for that anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import dropwhile, takewhile
from typing import Any

from bot.engine.kept import keep_beside
from bot.engine.named import HAS_A_TRADE, PLACE_LISTS, has_one, one_trade, place_in, trade_called
from bot.engine.turn import Turn
from bot.engine.why import ABOUT_IDEAS
from content.facts import registry
from flows.flow import Option
from flows.schema import Ask
from locales.fold import words
from locales.text import Text
from locales.told import clauses, denies, told_in

ONCE = frozenset({"in", "region", "cercle", "place", "age", "need"})
"""Never overwritten by what a sentence tells beside its answer."""
LIVES = frozenset(words("habite vis reste demeure"))
IS = frozenset(words("suis sui"))
IN = frozenset(words("à au dans"))
THERE = IN | frozenset(words("la le l région ville cercle maintenant actuellement ici déjà bien encore"))
PLACE_WORDS_MAX = 3
SELF = frozenset(words("je j nous on"))
HAS = HAS_A_TRADE - frozenset(words("travaille travaillais"))
SMALL = frozenset(words("un une le la l les de du des d en peu bien très bon bonne aussi déjà ouvrier technicien"))
"""May stand between « je suis » and the name of a trade; « chez un tailleur » says no trade of one's own."""
LEARNS = frozenset(words("apprendre apprentissage devenir être formation former métier"))
WISHES = frozenset(words("veux veu ve voudrais cherche aimerais souhaite"))
WISHED = WISHES | LEARNS | SELF | SMALL | frozenset(words("faire fais fe ouvrir lancer monter avoir n ne b be a ka"))
"""May stand in front of the trade that somebody wishes for, in both languages."""
ANOTHER_WISH = frozenset(
    words(
        "travail travailler travaille emploi boulot job embauche ouvrir commerce atelier boutique vendre entreprise activité"
    )
)
"""Who wishes for work or a shop of that trade may know it already: what they know is asked."""
LABELLED = frozenset({"return_kind", "schooling", "french"})
"""Said back in the words of the registry."""
SAID = (
    "need",
    "skill",
    "trade",
    "certificate",
    "documents.",
    "place",
    "cercle",
    "region",
    "age",
    "can_stop_earning",
    "debts",
    "return_kind",
)
"""What is said back, in this order, of the places only the smallest."""


def told_beside_answer(turn: Turn, text: str) -> dict[str, Any]:
    """The facts that ``text`` tells besides what the open question asks; none before the consent."""
    spec = turn.node.spec
    if turn.consent != "yes" or not isinstance(spec, Ask) or spec.barrier or turn.flow.head.private:
        return {}
    if not spec.save:
        return _news(turn, told_in(text)) if turn.flow.name in ABOUT_IDEAS else {}
    if text.isdecimal():
        return {}
    found = {**told_in(text), **dict(_place(turn, spec.save, text)), **dict(trades_told(turn, spec.save, text))}
    return {name: value for name, value in _news(turn, found).items() if name != spec.save}


def _news(turn: Turn, found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in found.items()
        if turn.facts.get(name) != value and not (name in ONCE and name in turn.facts)
    }


def hear(turn: Turn, told: Mapping[str, Any]) -> None:
    """Say back what was told and keep it, although it answers another question than the open one."""
    say_back(turn, told)
    keep_beside(turn, told)


def say_back(turn: Turn, told: Mapping[str, Any]) -> None:
    """« J'ai compris : … », in front of what comes next, so that a wrong reading can be taken back."""
    heard = tuple(_heard(turn, told))
    if heard:
        turn.note(turn.book.phrase("heard_so", facts=heard))


def called_otherwise(found: Option, spec: Ask, shown: tuple[Option, ...], text: str) -> dict[str, object]:
    """The place that was understood by another name than its own, to be said back: « Lafiabougou » is a quarter of Bamako,
    and of other towns too.
    """
    if spec.answer.options not in PLACE_LISTS or found.aside or found in shown or spec.save not in found.set:
        return {}
    return {} if frozenset(words(found.label.fr)) <= frozenset(words(text)) else dict(found.set)


def _place(turn: Turn, asked: str, text: str) -> Iterator[tuple[str, Any]]:
    """Where the person says to live: « Bamako » as the whole answer, « j'habite à Bamako » in a sentence."""
    if asked in {"region", "cercle"} or turn.facts.get("in", "mali") != "mali":
        return
    for clause in clauses(text):
        said = words(clause)
        rest = said if asked == "in" and len(said) <= PLACE_WORDS_MAX else _where(clause)
        town = place_in(turn, " ".join(rest[:PLACE_WORDS_MAX])) if rest else None
        if town is not None:
            yield from town.set.items()
            yield "in", "mali"
            return


def _where(clause: str) -> tuple[str, ...]:
    """The words after « j'habite » or « je suis à »; « je suis de Kayes » says where somebody comes from."""
    said = words(clause)
    lives = next((at for at, word in enumerate(said) if word in LIVES | IS and (not at or said[at - 1] in SELF)), None)
    if lives is None or denies(clause):
        return ()
    rest = said[lives + 1 :]
    skipped = list(takewhile(THERE.__contains__, rest))
    if said[lives] in IS and IN.isdisjoint(skipped):
        return ()
    return rest[len(skipped) :]


def trades_told(turn: Turn, asked: str, text: str) -> Iterator[tuple[str, Any]]:
    """The trade that somebody has, and the one they wish to learn; asked for a wish, the one that is all they name."""
    for clause in clauses(text):
        said = words(clause)
        trade = None if denies(clause) else one_trade(turn, clause)
        if trade is None:
            continue
        if has_one(clause):
            if _begins_with(turn, _own(said), trade):
                yield "skill", trade
        elif _to_learn(said):
            yield "trade", trade
            yield "need", ["trade"]
        elif asked == "need" and _is_all(turn, tuple(dropwhile(WISHED.__contains__, said)), trade):
            yield "trade", trade


def _begins_with(turn: Turn, said: tuple[str, ...], trade: str) -> bool:
    """Whether the trade stands first: « fatigué de la couture » names one and says nothing of having or wanting it."""
    return one_trade(turn, " ".join(said)) == trade and one_trade(turn, " ".join(said[1:])) is None


def _is_all(turn: Turn, said: tuple[str, ...], trade: str) -> bool:
    return _begins_with(turn, said, trade) or trade_called(turn, " ".join(said)) == trade


def _to_learn(said: tuple[str, ...]) -> bool:
    """« Je veux apprendre … », « apprendre … »; a course that somebody has done is no wish."""
    wishes = not WISHES.isdisjoint(said) or said[0] in LEARNS
    return wishes and not LEARNS.isdisjoint(said) and ANOTHER_WISH.isdisjoint(said)


def _own(said: tuple[str, ...]) -> tuple[str, ...]:
    """The words after « je suis », « je connais », without the small ones."""
    has = next((at for at, word in enumerate(said) if word in HAS and (not at or said[at - 1] in SELF)), len(said))
    return tuple(dropwhile(SMALL.__contains__, said[has + 1 :]))


def _heard(turn: Turn, told: Mapping[str, Any]) -> Iterator[Text]:
    smallest = next((level for level in ("place", "cercle", "region") if level in told), "")
    for name in sorted(told, key=_order):
        value = told[name]
        if name == "need":
            yield from (registry()[name].labels[one] for one in value)
        elif name in LABELLED:
            yield registry()[name].labels[value]
        elif name == "children":
            yield turn.book.phrase("heard_children", count=value)
        elif name in {"skill", "trade"}:
            yield turn.book.directory.trades[value].text
        elif name == smallest:
            yield turn.book.directory.places[value].text
        elif name == "age":
            yield turn.book.phrase("heard_age", age=value)
        elif name.startswith("documents."):
            paper = registry()[name].labels["yes"]
            yield turn.book.phrase("heard_no_paper", paper=paper)
        elif f"heard_{name}" in turn.book.phrases and value != "none":
            yield turn.book.phrase(f"heard_{name}")


def _order(name: str) -> int:
    return next((place for place, one in enumerate(SAID) if name.startswith(one)), len(SAID))
