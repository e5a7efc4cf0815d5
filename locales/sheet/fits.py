"""Whether new words may stand where the old ones stood: the same holes, short enough, in our letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from locales.pofiles import Entry, placeholders

_LOOK_ALIKES: Final[Mapping[str, str]] = {"ε": "ɛ", "є": "ɛ", "ͻ": "ɔ", "η": "ŋ"}
"""Letters of other scripts that look like ours on a phone and are found by no search."""

RUNS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula: no sentence of Sira begins so."""


def unfit(words: str, entry: Entry, limit: int) -> str:
    """Why ``words`` cannot stand for ``entry``, and what to do; "" when they can. ``limit``: characters at most, 0 for none."""
    wanted, found = placeholders(entry.french), placeholders(words)
    if wanted != found:
        names = " ".join(f"{{{name}}}" for name in sorted(wanted or ()))
        if not names:
            return "n'écrivez rien entre accolades { } : le français n'a rien de tel ici"
        return f"le nouveau texte doit garder exactement {names}"
    if limit and len(words) > limit:
        return f"{len(words)} signes, {limit} au plus ; dites-le plus court"
    if words.startswith(RUNS):
        return f"« {words[0]} » au début fait une formule dans un tableur ; commencez par une lettre ou un guillemet"
    if not any(map(str.isalpha, words)):
        return "il n'y a pas de mots dans ce texte ; écrivez la phrase entière"
    for strange, ours in _LOOK_ALIKES.items():
        if strange in words:
            return f"« {strange} » est une lettre d'une autre écriture ; écrivez « {ours} »"
    return ""
