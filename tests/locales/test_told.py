"""What plain words tell of a person, and what is left alone because it has two readings."""

from __future__ import annotations

import pytest

from locales.told import told_in


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("je suis électricien mais je n'ai pas de diplôme", {"certificate": "no"}),
        ("électricien sans diplôme ni attestation", {"certificate": "no"}),
        ("j'ai pas encore eu mon diplome", {"certificate": "no"}),
        ("je n'ai pas de diplôme mais une attestation", {}),
        ("je n'ai pas de diplôme, j'ai le CAP", {"certificate": "yes", "schooling": "cap"}),
        ("j'ai un diplôme", {}),
        ("je n'ai pas de papiers", {}),
        ("je n'ai pas d'acte de naissance", {"documents.birth_certificate": "no"}),
        ("je n'ai pas encore la carte NINA", {"documents.nina": "no"}),
        ("sans certificat de nationalité", {"documents.nationality": "no"}),
        ("j'ai 25 ans et je cherche un métier", {"age": 25}),
        ("Jai vingt et un ans.", {"age": 21}),
        ("j'ai 22ans", {"age": 22}),
        ("j'ai 5 ans d'expérience", {}),
        ("j'ai un fils de 5 ans", {}),
        ("il y a 3 ans", {}),
        ("j'ai 2 ans", {}),
        ("j'ai des dettes je dois gagner de l'argent vite", {"debts": "pressing", "can_stop_earning": "no", "income": "no"}),
        ("j'ai beaucoup de dettes", {"debts": "some"}),
        ("je dois de l'argent à mon oncle", {"debts": "some"}),
        ("je n'ai pas de dettes", {"debts": "none"}),
        ("mon frère a des dettes", {}),
        ("je veux gagner de l'argent", {}),
        ("jai besoin dargent vite", {"can_stop_earning": "no", "income": "no"}),
        ("j'ai besoin d'argent pour mon projet", {}),
        ("on me demande 400000 f", {"debts": "some"}),
        ("il me réclame encore 400 mille francs", {"debts": "some"}),
        ("on me demande mes papiers", {}),
        ("juru bɛ n na", {"debts": "some"}),
        ("juru bɛ n kan na", {"debts": "some"}),
        ("n ye juru ta", {"debts": "some"}),
        ("juru tɛ n na", {}),
        ("n ye juru sara", {}),
        ("je nai jamais fait lecole", {"schooling": "none"}),
        ("j'ai pas été à l'école", {"schooling": "none"}),
        ("n ma kalan kɛ", {"schooling": "none"}),
        ("je n'ai pas fait longtemps l'école", {}),
        ("mon fils n'a pas fait l'école", {}),
        ("je parle pas francais", {"french": "no"}),
        ("je ne comprends pas le français", {"french": "no"}),
        ("mon frère ne parle pas français", {}),
        ("je parle français", {"french": "yes"}),
        ("je parle français un peu", {"french": "little"}),
        ("je peux changer de ville", {"can_move": "yes"}),
        ("je ne peux pas voyager", {"can_move": "no"}),
        ("jpeux pas me deplacer", {"can_move": "no"}),
        ("je peux voyager", {}),
        ("ma mère ne peut pas voyager", {}),
        ("jai 2 enfants petits avec moi", {"children": 2}),
        ("j'ai trois petits enfants", {"children": 3}),
        ("j'ai des enfants", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_plain_words_tell_a_fact_and_others_tell_none(text: str, told: dict[str, int | str]) -> None:
    assert dict(told_in(text)) == told
