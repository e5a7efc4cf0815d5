"""How a sentence is written by somebody who left school at ten: each rule alone and two at a time, never at random."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import permutations
from typing import Final

Rule = Callable[[str], str]


def _replacing(*pairs: tuple[str, str]) -> Rule:
    def rule(text: str) -> str:
        for pattern, typed in pairs:
            text = re.sub(pattern, typed, text)
        return text

    return rule


def _bare(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


RULES: Final[Mapping[str, Rule]] = {
    "no accents": _bare,
    "no apostrophe": _replacing(("'", "")),
    "no apostrophe but a space": _replacing(("'", " ")),
    "mute endings": _replacing((r"(?<=\w{2}[^aeiouyéèêcg\W])(?:ent|es|e|s)\b", "")),
    "silent consonant": _replacing((r"(?<=\w\w[aeiounré])[stdx]\b", "")),
    "é is er": _replacing((r"(?<=\w{2})ée?s?\b", "er")),
    "er is é": _replacing((r"(?<=\w{2})er\b", "é")),
    "one of two letters": _replacing((r"(?<=[a-z])([lmnprst])\1(?=[a-zéè])", r"\1")),
    "k": _replacing(("qu", "k")),
    "o": _replacing(("eau|au(?=[a-z])", "o")),
    "an": _replacing((r"en(?=[ctdf]\w)", "an")),
    "z": _replacing(("(?<=[aeiouéè])s(?=[aeiouéè])", "z")),
    "telephone": _replacing(
        (r"\bje suis\b", "chui"), (r"\bj'ai\b", "g"), (r"\bdans\b", "ds"), (r"\bpas\b", "pa"), (r"\bplus\b", "plu"), (r"\bveut\b", "veu"),
        (r"\bveulent\b", "veule"), (r"\bqui\b", "ki"), (r"\bnous\b", "ns"), (r"\bpour\b", "pr"), (r"\bbébé\b", "bb"),
    ),
}  # fmt: skip


def misspelt(text: str) -> Iterator[tuple[str, str]]:
    """Each way in which ``text`` may come, with the rules by name; none that leaves it as it is, none twice."""
    seen = {text}
    for name, typed in (*((one, RULES[one](text)) for one in RULES), *_two(text)):
        if typed not in seen:
            seen.add(typed)
            yield name, typed


def _two(text: str) -> Iterator[tuple[str, str]]:
    for first, second in permutations(RULES, 2):
        yield f"{first}, {second}", RULES[second](RULES[first](text))
