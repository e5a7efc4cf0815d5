"""From typed words to one of the offered answers: tables of what people type, in two languages at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.answer import Unsure, understand, understand_exactly, understand_partly

CONSENT = (
    ("yes", ("Oui, d'accord", "Awɔ, n sɔnna", "oui", "ok")),
    ("no", ("Non", "Ayi")),
    ("more", ("En savoir plus", "N b'a fɛ ka dɔ wɛrɛ dɔn")),
)
NEED = (
    ("trade", ("Apprendre un métier", "Ka baara dege")),
    ("business", ("Avoir mon entreprise", "Ka n yɛrɛ ka baara kɛ", "commerce")),
    ("job", ("Trouver un travail", "Ka baara ɲini", "travail", "emploi")),
    ("farm", ("Agriculture, élevage", "Sɛnɛ walima baganmara", "agriculture", "élevage", "sɛnɛ")),
    ("unsure", ("Je ne sais pas", "N t'a dɔn")),
)
PLACES = (("kayes", ("Kayes", "Kayi")), ("kita", ("Kita",)), ("nioro", ("Nioro", "Ɲoro")), ("kati", ("Kati",)))
SAFETY = (("fine", ("Oui, ça va", "oui")), ("help", ("Non, il faut m'aider", "non")), ("skip", ("Je préfère passer",)))

CONSENT_TYPED = {
    "yes": [
        "yes",
        "1",
        "1️⃣",
        "le premier",
        "fɔlɔ",
        "Oui",
        "oui !",
        "wi",
        "ok",
        "OK",
        "d'accord",
        "dakor",
        "oui d'accord",
        "awɔ",
        "awo",
        "ɔwɔ",
        "Awɔ, n sɔnna",
        "awo n sona",
        "n b'a fɛ",
        "n ba fe",
        "naamu",
        "ayiwa",
        "awa",
        "👍",
        "✅",
        "oui merci",
    ],
    "no": [
        "no",
        "2",
        "2.",
        "filanan",
        "Non",
        "NON",
        "non merci",
        "ayi",
        "ayii",
        "Ayi !",
        "n t'a fɛ",
        "n ma sɔn",
        "👎",
        "❌",
    ],
    "more": [
        "more",
        "3",
        "saba",
        "en savoir plus",
        "EN SAVOIR PLUS",
        "n b'a fɛ ka dɔ wɛrɛ dɔn",
        "n ba fe ka do were don",
    ],
}
NEED_TYPED = {
    "trade": [
        "apprendre un métier",
        "aprendre un metier",
        "je veux apprendre un métier",
        "ka baara dege",
        "baara dege",
        "1",
        "kelen",
        "apprendre un metié",
        "APPRENDRE UN MÉTIER",
        "n b'a fɛ ka baara dege",
        "n ba fe ka bara dege",
    ],
    "business": [
        "commerce",
        "comerce",
        "commerse",
        "le commerce",
        "je veux du commerce",
        "avoir mon entreprise",
        "2",
        "deux",
        "fila",
    ],
    "job": [
        "travail",
        "un travail",
        "travaille",
        "je cherche un travail",
        "je veux un emploi",
        "trouver un travail",
        "ka baara ɲini",
        "baara nyini",
        "n b'a fɛ ka baara ɲini",
        "n bɛ baara ɲini",
        "3",
        "trois",
        "saba",
    ],
    "farm": [
        "agriculture",
        "agricultur",
        "l'agriculture",
        "élevage",
        "elevage",
        "sɛnɛ",
        "sene",
        "senɛ",
        "n b'a fɛ ka sɛnɛ",
        "4",
        "naani",
    ],
    "unsure": [
        "je ne sais pas",
        "jsp",
        "sais pas",
        "n t'a dɔn",
        "n ta don",
        "ne t'a dɔn",
        "🤷",
        "je préfère ne pas dire",
        "5",
    ],
}


def _rows(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(typed, meant) for meant, listed in table.items() for typed in listed]


@pytest.mark.parametrize(("typed", "meant"), _rows(CONSENT_TYPED))
def test_consent_is_understood_without_any_guess(typed: str, meant: str) -> None:
    assert understand(typed, CONSENT, slips=False) == meant


@pytest.mark.parametrize(("typed", "meant"), _rows(NEED_TYPED))
def test_a_need_is_understood_as_people_type_it(typed: str, meant: str) -> None:
    assert understand(typed, NEED) == meant


@pytest.mark.parametrize(
    "typed", ["", "?", "9", "-1", "0", "bonjour", "je", "la", "n b'a fɛ", "xyz", "couture et soudure"]
)
def test_what_fits_no_answer_is_none(typed: str) -> None:
    assert understand(typed, NEED) is None


@pytest.mark.parametrize("typed", ["hun", "unhun", "mhm", "ɔnhɔn", "ɔn-ɔn", "un-un", "peut-être", "oui non"])
def test_a_grunt_is_asked_again_and_never_decides(typed: str) -> None:
    assert understand(typed, CONSENT, slips=False) == Unsure()
    assert understand(typed, SAFETY) == Unsure()
    assert understand(typed, NEED) is None


@pytest.mark.parametrize("typed", ["uoi", "nno", "oui mais", "oui peut-être", "awi", "dacorp", "en savoir plu"])
def test_consent_is_never_taken_from_a_slip(typed: str) -> None:
    assert understand(typed, CONSENT, slips=False) not in {"yes", "no", "more"}


@pytest.mark.parametrize(
    ("typed", "meant"), [("kayess", "kayes"), ("Kaies", "kayes"), ("niorro", "nioro"), ("noro", "nioro")]
)
def test_one_slip_is_forgiven(typed: str, meant: str) -> None:
    assert understand(typed, PLACES) == meant


@pytest.mark.parametrize("typed", ["moins de 25 ans", "moins de 18 ans", "moins de 1 ans"])
def test_a_digit_is_no_slip(typed: str) -> None:
    assert understand(typed, [("under_15", ("Moins de 15 ans",)), ("up", ("60 ans et plus",))]) is None


def test_a_slip_between_two_answers_is_not_decided() -> None:
    assert understand("kata", PLACES) is None


def test_an_answer_of_the_other_language_is_understood() -> None:
    assert understand("Kayi", PLACES) == "kayes"
    assert understand("awɔ", SAFETY) == "fine"
    assert understand("ayi", SAFETY) == "help"
    assert understand("n t'a dɔn", SAFETY) == "skip"


def test_numbers_can_be_left_out() -> None:
    assert understand("1", PLACES, ordinals=False) is None


def test_awa_is_a_name_where_no_yes_is_asked() -> None:
    assert understand("Awa", PLACES) is None


def test_to_the_letter_means_id_or_wording_only() -> None:
    assert understand_exactly("TROUVER UN TRAVAIL", NEED) == "job"
    assert understand_exactly("3", NEED) is None
    assert understand_exactly("travaille", NEED) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_understanding(text: str) -> None:
    found = understand(text, NEED)
    assert found is None or isinstance(found, Unsure) or found in {"trade", "business", "job", "farm", "unsure"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("j'ai des dettes", "debts"),
        ("dettes", "debts"),
        ("oui quelques mois je crois", "yes"),
        ("mois", "yes"),
        ("non", None),
        ("des", None),
        ("", None),
        ("autre chose encore", None),
    ],
)
def test_some_of_the_words_are_enough_when_they_fit_one_answer(typed: str, meant: str | None) -> None:
    options = (
        ("yes", ("Oui, quelques mois",)),
        ("no", ("Non, je dois gagner",)),
        ("debts", ("Non, j'ai des dettes", "dettes")),
    )
    assert understand_partly(typed, options) == meant
