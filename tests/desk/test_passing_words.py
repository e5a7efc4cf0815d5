"""Dates, names and promises are found in a ready answer, and what only looks like one is not."""

from __future__ import annotations

from typing import Final

from bot.desk.passing_words import passing

FOUND: Final = {
    "La formation commence le 1er mars.": "date",
    "Le bureau ouvre le 03/04.": "date",
    "Venez le 3.4.2027 au matin": "date",
    "Depuis 2026 nous aidons.": "date",
    "Revenez lundi prochain": "date",
    "Na nowanburu kalo la.": "date",
    "Na sini sɔgɔma.": "date",
    "Demandez Mme Traoré à l'entrée.": "name",
    "Appelez M. Keïta.": "name",
    "Bonjour, je m'appelle Issa.": "name",
    "Vous aurez une place.": "promise",
    "Nous vous donnerons un kit.": "promise",
    "C'est garanti.": "promise",
    "Vous serez logée ici. Rien à payer.": "promise",
}
NOTHING: Final = (
    "Le bureau est ouvert du lundi au vendredi, 24/7 au téléphone.",
    "Appelez le 20 22 33 44 ou le 20.22.33.44, ou le +223 20 27 11 22.",
    "Madame, Monsieur, bonjour.",
    "Bonjour Madame le bureau est ouvert.",
    "Personne ne peut vous promettre une place.",
    "Nous ne garantissons rien.",
    "Vous pouvez demander une formation de 3 mois. En mai il pleut.",
    "Votre prochain rendez-vous est à voir avec l'équipe.",
    "I bɛ se ka ɲininkali kɛ.",
)


def test_what_passes_is_found_and_named() -> None:
    assert {text: found.kind if (found := passing(text)) else "" for text in FOUND} == FOUND


def test_what_holds_for_years_and_for_everybody_is_left_alone() -> None:
    assert {text: passing(text) for text in NOTHING} == dict.fromkeys(NOTHING)
