"""A complaint is known by its words, and what is for the police or for a human is none."""

from __future__ import annotations

import pytest

from locales.complaining import complains

COMPLAINTS = [
    "L'agent binta m'a demandé de l'argent et je veux me plaindre",
    "lagent ma demander de largent",
    "bonjour, je veux me plaindre de binta",
    "la conseillère m'a insulté hier",
    "je ve me plindre svp",
    "je veux porter plainte contre l'agent qui me suit",
    "quelqu'un de votre équipe a voulu coucher, je porte plainte contre lui",
    "vous m'avez demandé de payer 5000",
    "n b'a fɛ ka damakasi baarakɛla la",
]
OTHERS = [
    "je ne veux pas me plaindre",
    "je veux porter plainte contre mon mari",
    "je veux me plaindre de mon patron",
    "un agent de police m'a demandé de l'argent à la frontière",
    "le passeur me demande de l'argent",
    "je veux parler à un agent",
    "je veux être agent de sécurité",
    "l'agent m'a demandé combien d'argent il me faut",
    "j'ai besoin d'argent",
    "",
]


@pytest.mark.parametrize("words", COMPLAINTS)
def test_a_complaint_is_heard(words: str) -> None:
    assert complains(words)


@pytest.mark.parametrize("words", OTHERS)
def test_what_is_none_is_left_to_whom_it_is_for(words: str) -> None:
    assert not complains(words)
