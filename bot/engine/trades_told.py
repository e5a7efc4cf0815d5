"""The trade that a sentence tells: the one that somebody has, and the one they wish to learn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import dropwhile
from typing import Any

from bot.engine.named import HAS_A_TRADE, has_one, named, one_trade, trade_called
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
WISHES = frozenset(words("veux veu ve vx jveux jveu jve jvx voudrais cherche aimerais souhaite"))
WISHED = WISHES | LEARNS | SELF | SMALL | frozenset(words("faire fais fe ouvrir lancer monter avoir n ne b be a ka"))
"""May stand in front of the trade that somebody wishes for, in both languages."""
KNOWN_FOR = frozenset({"skills", "job"})
"""Wishes for which a trade is named because it is known."""
WHO_DOES_IT = ("eur", "ier", "ien", "euse", "iere", "iene", "trice", "on", "one")
"""Ends of words that name who does the trade and not the trade: « soudeur à Kayes, 30 ans »."""
BEFORE_THE_WISH = frozenset({"in", "region", "age"})
"""Facts asked in front of the wish: there « je veux faire la maçonnerie » is heard, the trade alone and not yet for what."""
ANOTHER_WISH = frozenset(
    words(
        "travail travailler travaille emploi boulot job embauche ouvrir commerce atelier boutique vendre entreprise activité"
    )
)
"""Who wishes for work or a shop of that trade may know it already: what they know is asked."""

_PAPER = re.compile(r"\b(?:ai|jai|g|avec) (?:un |une |mon |le |l )?(?:diplome|attestation|cap|bt|brevet)\b")


def trades_told(turn: Turn, asked: str, text: str) -> Iterator[tuple[str, Any]]:
    """The trade that somebody has, and the one they wish to learn; asked for a wish, the one that is all they name."""
    for clause in clauses(text):
        said = words(clause)
        trade = None if denies(clause) else one_trade(turn, clause) or _to_be_learnt(turn, said)
        if trade is None:
            continue
        if has_one(clause):
            if _begins_with(turn, _own(said), trade):
                yield "skill", trade
                if _shows_paper(text):
                    yield "certificate", "yes"
        elif _to_learn(said):
            yield "trade", trade
            yield "need", ["trade"]
        elif asked == "in" and _begins_with(turn, said, trade) and said[0].endswith(WHO_DOES_IT):
            yield "skill", trade
        elif asked == "return_kind" and _is_all(turn, tuple(dropwhile(WISHED.__contains__, said)), trade):
            yield "skill" if KNOWN_FOR.intersection(turn.facts.get("need", ())) else "trade", trade
        elif _is_wished(asked, said) and _is_all(turn, tuple(dropwhile(WISHED.__contains__, said)), trade):
            yield "trade", trade


def _shows_paper(text: str) -> bool:
    """« Je suis soudeur, j'ai un diplôme »: said beside the trade it is a paper of that trade."""
    return any(not denies(clause) and _PAPER.search(" ".join(words(clause))) for clause in clauses(text))


def _is_wished(asked: str, said: tuple[str, ...]) -> bool:
    return asked == "need" or (asked in BEFORE_THE_WISH and not WISHES.isdisjoint(said))


def _to_be_learnt(turn: Turn, said: tuple[str, ...]) -> str | None:
    """« Apprendre électricité »: the trade most taught of those whose name holds what is said."""
    rest = " ".join(dropwhile(WISHED.__contains__, said)) if said and _to_learn(said) else ""
    found = named(turn, "trades", rest) if rest else None
    return str(found.value) if found is not None else None


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
