"""The trade that a sentence tells: the one that somebody has, and the one they wish to learn."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile
from typing import Any

from bot.engine.named import HAS_A_TRADE, has_one, one_trade, trade_called
from bot.engine.turn import Turn
from bot.engine.whereabouts import SELF
from locales.fold import words
from locales.told import clauses, denies

HAS = HAS_A_TRADE - frozenset(words("travaille travaillais"))
SMALL = frozenset(words("un une le la l les de du des d en peu bien très bon bonne aussi déjà ouvrier technicien"))
"""May stand between « je suis » and the name of a trade; « chez un tailleur » says no trade of one's own."""
LEARNS = frozenset(
    words("apprendre aprendre aprendr apprendr aprandre apprentissage devenir être formation former métier")
)
WISHES = frozenset(words("veux veu ve voudrais cherche aimerais souhaite"))
WISHED = WISHES | LEARNS | SELF | SMALL | frozenset(words("faire fais fe ouvrir lancer monter avoir n ne b be a ka"))
"""May stand in front of the trade that somebody wishes for, in both languages."""
KNOWN_FOR = frozenset({"skills", "job"})
"""Wishes for which a trade is named because it is known."""
WHO_DOES_IT = ("eur", "ier", "ien", "euse", "iere", "iene", "trice", "on", "one")
"""Ends of words that name who does the trade and not the trade: « soudeur à Kayes, 30 ans »."""
ANOTHER_WISH = frozenset(
    words(
        "travail travailler travaille emploi boulot job embauche ouvrir commerce atelier boutique vendre entreprise activité"
    )
)
"""Who wishes for work or a shop of that trade may know it already: what they know is asked."""


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
        elif asked == "in" and _begins_with(turn, said, trade) and said[0].endswith(WHO_DOES_IT):
            yield "skill", trade
        elif asked == "return_kind" and _is_all(turn, tuple(dropwhile(WISHED.__contains__, said)), trade):
            yield "skill" if KNOWN_FOR.intersection(turn.facts.get("need", ())) else "trade", trade
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
