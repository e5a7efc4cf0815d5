"""What people type, in one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.fold import exact, fold, words

SAME = [
    ("dɛmɛ", "deme", "dèmè", "Démé", "DEME", "dεmε", "dєmє"),  # Greek and Cyrillic look-alikes
    ("cɛ", "tiɛ", "tyè", "tché", "ce"),
    ("sɔnna", "sonna", "sona", "sͻnna"),
    ("ɲɛ", "ñè", "gnè", "nyɛ", "ÑƐ"),
    ("bamanankan", "Bamanan kan", "bamanan-kan"),
    ("awɔ", "Awo", "awô", "a w ɔ"),
    ("ayi", "ayii", "ai", "AYI", "ay"),
    ("jɔ", "djo", "dyɔ", "zo", "dio"),
    ("segin", "seguin", "ségin", "SEGIN"),
    ("sugandili", "sougandili", "SUGANDILI"),
    ("wele", "ouélé", "welé"),
    ("shɛ", "chè", "syɛ", "sɛ"),
    ("n b'a fɛ", "n ba fe", "nbafè", "N b’a fɛ"),
    ("ŋaniya", "nganiya", "NGANIYA"),
    ("oui", "Oui!", "wi", "ouii", "OUI."),
    ("ok", "O.K.", "OK"),
    ("3", "３", "٣", "۳", "߃", "3️⃣", "③", "3."),
    ("👍", "👍🏾", "👍🏻", " 👍 ", "👍👍👍"),
]

DIFFERENT = [("ɲini", "nini"), ("ŋa", "na"), ("ba", "da"), ("22", "2"), ("fila", "fili"), ("👍", "👎"), ("1", "11")]


@pytest.mark.parametrize("group", SAME, ids=lambda group: group[0])
def test_spellings_of_one_word_fold_to_one_form(group: tuple[str, ...]) -> None:
    assert {fold(spelling) for spelling in group} == {fold(group[0])}


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aeiouɛɔɲŋñytcdjgnshz 'w", max_size=20))
def test_folding_twice_is_folding_once_where_rules_meet(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ɛɔɲŋéèàç'’!?", max_size=40))
def test_a_folded_latin_text_is_plain_ascii_letters(text: str) -> None:
    folded = fold(text)
    assert folded == "" or (folded.isascii() and folded.isalpha())


@pytest.mark.parametrize("nothing", ["", "   ", "?!…", "’", "\u200d\ufe0f"])
def test_signs_alone_fold_to_nothing(nothing: str) -> None:
    assert fold(nothing) == ""


def test_exact_keeps_the_letters_that_decide() -> None:
    assert exact("  Seegin ! ") == "seegin" != exact("segin")
    assert exact("N  b’a fɛ.") == "n b'a fɛ"


def test_words_part_at_apostrophes_and_hyphens() -> None:
    assert words("J'ai vingt-cinq ans !") == ("j", "ai", "vingt", "cinq", "ans")
    assert words("N b'a fɛ 👍🏾") == ("n", "b", "a", "fe", "👍")
