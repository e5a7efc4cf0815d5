"""Words that no ready answer may hold: it is sent for years, to everybody, by whoever is there that day.

A date in it becomes false, a name can hurt, and what it promises nobody may be able to give. A name without a title that is
no login here is not found: who writes a ready answer is told so beside the form.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from babel.dates import get_day_names, get_month_names

Kind = Literal["date", "name", "promise"]
LANGUAGES: Final = ("fr", "bm")
ALWAYS: Final = frozenset({"24/24", "24/7", "7/7", "1/2"})
"""How long a place is open, and a half: no dates."""


class Passing(NamedTuple):
    """``words``: as they stand in the text."""

    kind: Kind
    words: str


def passing(text: str) -> Passing | None:
    """The first such words of ``text``, in French or Bambara; None when there are none.

    >>> passing("Revenez le 12 novembre."), passing("Nous ouvrons du lundi au vendredi.")
    (Passing(kind='date', words='12 novembre'), None)
    >>> passing("Vous recevrez un kit."), passing("Nous ne pouvons rien promettre.")
    (Passing(kind='promise', words='Vous recevrez'), None)
    """
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            words = " ".join(found[0].split())
            if words not in ALWAYS and not (kind == "promise" and _denied(text, found)):
                return Passing(kind, words)
    return None


def _denied(text: str, found: re.Match[str]) -> bool:
    """« Personne ne peut vous promettre une place » is what ought to be said."""
    sentence = re.split(r"[.!?\n]", text[: found.end()])[-1]
    return _NO.search(sentence) is not None


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))


_MONTHS: Final = _any([name for language in LANGUAGES for name in get_month_names("wide", locale=language).values()])
_DAYS: Final = _any(list(get_day_names("wide", locale="fr").values()))
_TITLES: Final = "Mme|Mlle|Dr|Monsieur|Madame|Mademoiselle|Docteur"
_CAPITAL: Final = "[A-ZÀ-ÖØ-ÞƐƆƝŊ]"
_NO: Final = re.compile(r"\b(?:ne|n['’]|rien|sans|pas|jamais|personne|aucune?|tɛ|tɛna|ma)\b|\bn['’]", re.IGNORECASE)
_RULES: Final[tuple[tuple[Kind, str], ...]] = (
    ("date", r"(?<![\d/.-])\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?![/.-]?\d)"),
    ("date", r"(?<![\d/])\d{1,2}/\d{1,2}(?![/\d])"),
    ("date", rf"\b(?:\d{{1,2}}|1er|premier)\s+(?:{_MONTHS})\b"),
    ("date", rf"\b(?:{_MONTHS})\s+(?:kalo|20\d\d)\b"),
    ("date", r"(?<!\d)(?<!\d )20[2-9]\d(?! ?\d)"),
    ("date", rf"\b(?:{_DAYS})\s+(?:prochain|dernier|\d{{1,2}})\b"),
    ("date", r"\b(?:après-demain|demain|sini(?:kɛnɛ)?)\b"),
    ("date", r"\b(?:semaine prochaine|mois prochain|année prochaine|an prochain)\b"),
    ("name", rf"\b(?:M\.|MM\.|(?:{_TITLES})\b\.?)[ \u00a0]+(?!Monsieur|Madame){_CAPITAL}[\w’'-]+"),
    ("name", r"\b(?:[Jj]e m[’']appelle|[Mm]on nom est|[Nn] tɔgɔ)\b(?:\s+[\w’'-]+)?"),
    ("promise", r"\bvous (?:aurez|recevrez|toucherez|obtiendrez|gagnerez)\b"),
    ("promise", r"\bvous allez (?:avoir|recevoir|toucher|obtenir|gagner)\b"),
    ("promise", r"\bvous serez (?:payée?|prise?|acceptée?|logée?|embauchée?|formée?|financée?|sélectionnée?)s?\b"),
    (
        "promise",
        r"\b(?:on|nous) vous (?:donnera|donnerons|paiera|paierons|trouvera|trouverons|financera|financerons)\b",
    ),
    ("promise", r"\b(?:promet\w*|promis|garanti\w*)\b"),
    ("promise", r"\blayidu\b"),
    ("promise", r"\b(?:i|aw) bɛ ?na (?:\S+ ){1,3}sɔrɔ\b"),
)
_PATTERNS: Final = tuple((kind, re.compile(rule, 0 if kind == "name" else re.IGNORECASE)) for kind, rule in _RULES)
