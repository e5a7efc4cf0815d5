"""Where a sentence belongs, in words: the flow or group in which it is reviewed and recorded, and what it is there.

Keys are for files. Who reads or records sentences has never seen one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.desk.words import words

RECURRING: Final = "say"
"""The room of what recurs in many sentences and is recorded once: numbers, letters, months, sums."""
_RECURRING_TITLE: Final = "Nombres, lettres, mois, sommes d'argent"
_GROUPS: Final[Mapping[str, str]] = {
    "service": "Services", "org": "Services", "trade": "Métiers", "sector": "Métiers", "place": "Lieux",
    "region": "Lieux", "cercle": "Lieux", "centre": "Lieux", "emergency": "Urgence", "chat": "Page web",
    "phrase": "Phrases de Sira", "fact": "Ce que l'on demande", "match": "Pourquoi ce service", "card": "Fiches",
}  # fmt: skip
_ELSE: Final = "Autres mots"
_PARTS: Final[Mapping[str, str]] = {
    "name": "nom", "label": "nom court", "button": "nom sur un bouton", "about": "ce que c'est", "note": "remarque",
    "next_step": "quoi faire ensuite", "certificate_note": "papier de fin", "why": "pourquoi on le demande",
    "passed": "ce qui convient", "passed_no": "ce qui convient", "failed": "ce qui ne convient pas",
    "ask": "à vérifier", "source": "d'où on le sait",
}  # fmt: skip
_TEXT: Final = "texte"


def group_of(key: str) -> str:
    """The group of a sentence that belongs to no flow."""
    return _GROUPS.get(key.partition(".")[0], _ELSE)


FIRST: Final = (
    "welcome",
    "safety",
    group_of("phrase."),
    RECURRING,
    group_of("emergency."),
    "orientation",
    group_of("place."),
    group_of("trade."),
    "suggestions",
    group_of("service."),
)
"""What a new person meets, in that order, up to the first ideas: it is reviewed and recorded before the rest."""


def room_of(key: str) -> str:
    """The flow of a sentence, or its group. A flow has no group's name: ``money.XOF`` is a sum, ``money.honest.say`` is said."""
    first, _, rest = key.partition(".")
    return first if first in words("flow") and "." in rest else group_of(key)


def room_title(room: str) -> str:
    """What people read for a room: groups are words already."""
    title = words("flow").get(room)
    return title.fr if title is not None else {RECURRING: _RECURRING_TITLE}.get(room, room)


def part_of(key: str) -> str:
    """What a sentence of a group is there, such as the name of a service or what to do next."""
    return _PARTS.get(key.rpartition(".")[2], _TEXT)
