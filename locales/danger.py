"""Words of danger and of need in a message: by their letters, then by ear; and what of them is harmless.

Looked for anywhere, word by word: the last net of four, which prefers a false alarm (protection A9). What letters have
understood is not asked of the ear again, so that it only ever adds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from locales.by_ear import ByEar
from locales.lexicon import Lexicon
from locales.reading import HEARD, WRITTEN, Reading
from locales.remembered import remembered
from locales.spotting import Found, Span, found, meant, spans, words_outside

KILLING: Final = "killing"
"""Words like « me tuer »: a danger, unless all they say is what the person wishes for themselves."""
THREAT: Final = "threatened"
"""Said for tonight or of who is at the door it is danger: four working hours are tomorrow."""


@remembered
def signs_in(text: str, known: Lexicon) -> frozenset[str]:
    """The signs that words anywhere in ``text`` may mean."""
    signs = _found(text, known)
    if THREAT in signs and "soon" in meant(text, known.around):
        signs |= {"danger"}
    if KILLING not in signs:
        return signs
    themselves = "wants_to_die" in signs and THREAT not in signs
    return signs - {KILLING} if themselves else signs - {KILLING} | {"danger"}


def _found(text: str, known: Lexicon) -> frozenset[str]:
    """By letters, and by ear what letters have not understood: « veut me frapper » is not heard as « me frappe » too."""
    written = tuple(_said(text, known, WRITTEN))
    heard = (one for one in _said(text, known.by_ear, HEARD) if not any(map(one.meets, written)))
    return frozenset(one.meaning for one in (*written, *heard))


def _said(text: str, known: Lexicon | ByEar, reading: Reading) -> Iterator[Found]:
    return found(text, known.signs, calm_in(text, known, reading), reading)


def calm_in(text: str, known: Lexicon | ByEar, reading: Reading) -> tuple[Span, ...]:
    """Where words of danger say none: « chauffeur de secours », and « personne ne m'a frappé » where nothing else is said.

    « Personne ne m'a frappé sauf mon mari » is no denial: each word around it must be a known small one. Nor is a question.
    """
    denied = () if "?" in text else spans(text, known.denials, reading)
    alone = bool(denied) and known.beside_denial.issuperset(words_outside(text, denied, reading))
    return (*spans(text, known.calm, reading), *(denied if alone else ()))


def sounds_of(text: str) -> str:
    """The whole message by ear, in one string."""
    return HEARD.together(text)


def unwell_in(text: str, known: Lexicon) -> str | None:
    """The command that asks gently how somebody is, where ``text`` tells of what calls nobody by itself, or None."""
    return next(
        (
            gentle
            for of, reading in ((known, WRITTEN), (known.by_ear, HEARD))
            for gentle in meant(text, of.unwell, calm_in(text, of, reading), reading)
        ),
        None,
    )
