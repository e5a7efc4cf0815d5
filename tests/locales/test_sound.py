"""By ear: what many write as they hear it is known, and what is near it is not taken for it."""

from __future__ import annotations

import pytest

from locales.sound import sound_alike, sounds


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("chofeur", "Chauffeur"),
        ("elevaj", "élevage"),
        ("menuzié", "menuisier"),
        ("reparation telefon", "réparation téléphone"),
        ("mopty", "Mopti"),
        ("lybi", "Libye"),
        ("sikaso", "Sikasso"),
        ("mason", "maçon"),
        ("plonbié", "plombier"),
    ],
)
def test_two_spellings_of_one_sound_are_one(typed: str, written: str) -> None:
    assert sound_alike(sounds(typed), sounds(written))


@pytest.mark.parametrize(
    ("typed", "written"),
    [("congé", "Congo"), ("moto", "mots"), ("san", "sans"), ("kati", "Kita"), ("lafiabougou à kayes", "Lafiabougou")],
)
def test_what_sounds_otherwise_or_is_too_short_is_not(typed: str, written: str) -> None:
    assert not sound_alike(sounds(typed), sounds(written))
