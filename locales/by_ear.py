"""The French lists of danger and need as they sound: for whoever writes as they hear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from locales.phrase import Phrases, phrases
from locales.reading import HEARD

FRENCH: Final = "fr"
"""The language whose ear is known (``locales.spoken``)."""
CRIES: Final = ("not_well", "help")
"""Commands that are heard by ear too: « je sui pa byin », « g bezoin ded ». Who wants to stop or to erase is never guessed."""
HEARD_FROM: Final = 6
"""Letters of sound from which a whole message is told from others."""


@dataclass(frozen=True, slots=True, eq=False)
class ByEar:
    """Phrases of danger and need and what silences them, as they sound.

    ``commands``: what a whole message sounds like that is a cry.
    """

    signs: Phrases
    unwell: Phrases
    calm: Phrases
    denials: Phrases
    beside_denial: frozenset[str]
    commands: Mapping[str, str]


def by_ear(data: Mapping[str, Any]) -> ByEar:
    """What of the lists is French; ``data`` of ``words.yaml``."""
    denials = data["denials"]
    return ByEar(
        _phrases(data["signs"]),
        _phrases(data["unwell"]),
        _phrases({"calm": data["calm"]}),
        _phrases({"denied": denials["says"]}),
        frozenset(map(HEARD.together, denials["beside"].get(FRENCH, ()))),
        {
            heard: meaning
            for meaning in CRIES
            for form in data["commands"].get(meaning, {}).get(FRENCH, ())
            if len(heard := HEARD.together(form)) >= HEARD_FROM
        },
    )


def _phrases(listed: Mapping[str, Mapping[str, Iterable[str]]]) -> Phrases:
    return phrases(((meaning, by_language.get(FRENCH, ())) for meaning, by_language in listed.items()), HEARD)
