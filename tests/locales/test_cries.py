"""Cries for help as people type them: in a hurry, without accents, by ear. Each was once not understood, or might be."""

from __future__ import annotations

import pytest

from locales.words import safety_signs

DESPAIR = [
    "j'ai pris des cachets pour mourir",
    "jai pris des cachet pour mourir",
    "j'ai avalé des médicaments pour mourir",
    "j'ai avalé tous les comprimés",
    "j'ai pris trop de médicaments",
    "j'ai bu du poison",
    "jai bu poison",
    "je vais boire du poison",
    "je vais boire de la javel",
    "j'ai mangé de la mort aux rats",
    "je me suis empoisonnée",
    "je veu plu vivre",
    "je ne veux plus etre la",
    "bientôt je ne serai plus là",
    "je vé me tué",
    "je vé mourir",
    "je veu mourir",
    "je veux en finir",
    "j'ai envie d'en finir",
    "il vaut mieux que je meure",
    "je préfère mourir",
    "j'ai envie de dormir et ne plus me réveiller",
    "je voudrais ne jamais me réveiller",
    "ma vie ne vaut plus rien",
    "je vais sauter du pont",
    "je veux me faire du mal",
    "n be fe ka sa",
    "n ba fe ka sa",
    "n bɛ fɛ ka sa",
    "n ye baga min",
]
OTHER = {
    "il ma pris de force": {"danger", "ill_treated"},
    "ils m'ont prise de force": {"danger", "ill_treated"},
    "on menferme": {"danger"},
    "on m'enferme la nuit": {"danger"},
    "je suis prisonnier": {"danger"},
    "ils nous retiennent": {"danger"},
    "je dor dehor": {"no_shelter"},
    "je dors dehors": {"no_shelter"},
    "u bɛ n lasiran": {"threatened"},
    "u be ka n lasiran": {"threatened"},
    "n den bananen don": {"ill"},
    "n tɛ foyi dun": {"no_food"},
}
CALM = [
    "je prends des médicaments pour la tension",
    "j'ai besoin de dormir",
    "je ne veux plus être ici, je veux une formation",
    "je travaille dans un dépôt de médicaments",
    "je veux finir l'école",
    "je veux en savoir plus",
    "pour finir je veux un travail",
    "j'ai pris le car de Gao",
    "on m'a pris de l'argent",
    "mon père est mort",
    "ils retiennent mes bagages à la douane",
    "je bois de l'eau",
    "j'ai bu du thé",
    "je sais réparer les réveils",
]


@pytest.mark.parametrize("typed", DESPAIR)
def test_who_may_want_to_die_is_heard(typed: str) -> None:
    assert "wants_to_die" in safety_signs(typed)


@pytest.mark.parametrize(("typed", "signs"), OTHER.items())
def test_force_hunger_and_nights_outside_are_heard(typed: str, signs: set[str]) -> None:
    assert safety_signs(typed) == signs


@pytest.mark.parametrize("typed", CALM)
def test_everyday_sentences_near_them_raise_no_alarm(typed: str) -> None:
    assert "wants_to_die" not in safety_signs(typed)
    assert "danger" not in safety_signs(typed)
