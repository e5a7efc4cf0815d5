"""Danger and need as people type them: heard as what they are, misspelt by rule too, and their harmless neighbours not."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from locales.danger import calm_in
from locales.extract import HOUSE, collected
from locales.lexicon import Lexicon, lexicon
from locales.reading import HEARD
from locales.spoken import spoken
from locales.spotting import meant as said_in
from locales.words import command_in, safety_signs, topic_in
from tests.locales.misspelling import misspelt

HERE: Final = Path(__file__).parent
GENTLE: Final = {"not_well", "how_are_you"}
OF_BAMBARA: Final = frozenset("ɛɔɲŋ")
NAMED: Final = {"alone", "alone_with_children", "child_alone"}
"""Services say whom they are for: « les femmes seules avec enfants »."""
FRENCH_TEXTS_MIN: Final = 1_000
MISSPELT_HEARD_MIN: Final = 0.91
UNSEEN_HEARD_MIN: Final = 0.93


def _read(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def _sentences(name: str) -> list[tuple[str, str]]:
    return [(meant, sentence) for meant, listed in _read(name).items() for sentence in listed]


def _asked_gently(text: str) -> bool:
    return bool(GENTLE & {command_in(text), topic_in(text)})


def _heard(meant: str, text: str) -> bool:
    signs = safety_signs(text)
    return (not signs and _asked_gently(text)) if meant == "gently" else meant in signs


@pytest.mark.parametrize(("meant", "text"), _sentences("heard.yaml"))
def test_what_is_wrong_is_heard_as_what_it_is(meant: str, text: str) -> None:
    assert _heard(meant, text), (safety_signs(text), topic_in(text), command_in(text))


@pytest.mark.parametrize("text", _read("harmless.yaml"))
def test_its_harmless_neighbour_is_no_danger_and_no_need(text: str) -> None:
    assert safety_signs(text) == frozenset()
    assert not _asked_gently(text)
    assert command_in(text) != "help"


def test_misspelt_by_rule_it_is_still_heard(capsys: pytest.CaptureFixture[str]) -> None:
    french = [(meant, text) for meant, text in _sentences("heard.yaml") if not OF_BAMBARA & set(text)]
    tried = [_heard(meant, typed) for meant, text in french for _, typed in misspelt(text)]
    with capsys.disabled():
        print(f"\nmisspelt by rule: {sum(tried)} of {len(tried)} heard")
    assert sum(tried) >= MISSPELT_HEARD_MIN * len(tried)


def test_what_was_written_apart_is_heard(capsys: pytest.CaptureFixture[str]) -> None:
    tried = [_heard(meant, text) for meant, text in _sentences("heard_unseen.yaml")]
    with capsys.disabled():
        print(f"\nwritten apart: {sum(tried)} of {len(tried)} heard")
    assert sum(tried) >= UNSEEN_HEARD_MIN * len(tried)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("dé gen me suive", "des gens me suivent"),
        ("il veu me frapé", "ils veut me frapper"),
        ("2main", "demain"),
        ("kelk1", "quelqu'un"),
        ("ri1 a manjé", "rien à manger"),
        ("swaf", "soif"),
        ("mtn", "maintenant"),
        ("exizé", "excisée"),
        ("on tou mouri", "on tout mourir"),
    ],
)
def test_what_sounds_alike_is_one(typed: str, written: str) -> None:
    assert "".join(spoken(typed)) == "".join(spoken(written))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tue", "tu"),
        ("enceinte", "ancien"),
        ("viol", "violet"),
        ("viol", "vole"),
        ("exciser", "existe"),
        ("tout", "tu"),
        ("menace", "ménage"),
        ("cacher", "cachet"),
        ("sein", "sien"),
        ("sang", "sans"),
        ("faim", "fin"),
    ],
)
def test_what_must_be_told_apart_sounds_otherwise(one: str, other: str) -> None:
    assert spoken(one) != spoken(other)


def test_the_ear_takes_no_sentence_of_the_house_for_a_cry() -> None:
    """What Sira itself says and offers is full of words that could sound like others; who is alone is named in some."""
    texts = {text.fr for text in collected(HOUSE)}
    assert len(texts) > FRENCH_TEXTS_MIN
    known = lexicon()
    wrong = {text: signs for text in texts if (signs := _by_ear_only(text, known) - NAMED)}
    assert wrong == {}


def _by_ear_only(text: str, known: Lexicon) -> frozenset[str]:
    """Phrases of danger that only the ear finds."""
    calm = calm_in(text, known.by_ear, HEARD)
    return frozenset(said_in(text, known.by_ear.signs, calm, HEARD)) - frozenset(said_in(text, known.signs))
