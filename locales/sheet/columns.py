"""The columns of the reviewers' sheet and the words that may stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from locales.review import State

TAB: Final = "Phrases"
KEY, MARK, ANSWER, WORDS, REMARK, STATE = (
    "Clé", "Repère", "Votre réponse", "Nouveau texte", "Remarque", "État atteint",
)  # fmt: skip
FLOW, PART, PHONE, FRENCH, TRANSLATION, LITERALLY, NOTES, LIMIT, LENGTH, NOW = (
    "Parcours", "Partie", "Sur le téléphone", "Français", "Traduction", "Mot à mot", "À regarder", "Signes au plus",
    "Voix (s)", "État",
)  # fmt: skip
WIDTHS: Final[Mapping[str, int]] = {
    FLOW: 14, PART: 13, PHONE: 34, FRENCH: 38, TRANSLATION: 38, LITERALLY: 34, NOTES: 26, LIMIT: 9, LENGTH: 8, NOW: 15,
    ANSWER: 13, WORDS: 38, REMARK: 28, STATE: 16, KEY: 26, MARK: 12,
}  # fmt: skip
"""Every column, in order, with its width in characters."""
HELPS: Final[Mapping[str, str]] = {
    ANSWER: "« ça va » : vous avez lu la phrase à voix haute et elle est juste. « à changer » : elle ne l'est pas.",
    WORDS: "La phrase comme vous la diriez. Gardez les noms entre accolades, par exemple {wait}.",
    REMARK: "Un mot pour l'équipe : un doute, une autre façon de dire.",
    STATE: "Lu à voix haute, puis redit en français par une autre personne, puis signé. Une étape à la fois.",
    LIMIT: "Un bouton plus long serait coupé sur WhatsApp.",
}
ANSWERS: Final = ("ça va", "à changer")
STATE_WORDS: Final[Mapping[State, str]] = {
    "draft": "brouillon",
    "read_aloud": "lu à voix haute",
    "said_back": "redit",
    "signed": "signé",
}
