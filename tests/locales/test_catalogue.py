"""What a message is in each language: whole, or whole in French."""

from __future__ import annotations

from pathlib import Path

import pytest

from locales.catalogue import Catalogues
from locales.pofiles import Entry, written
from locales.review import hash_of
from locales.text import Lines, Text

HELLO = Text("hello", "Bonjour")
TOWN = Text("town", "Kayes")
GOING = Text("going", "Vous allez à {town}.", {"town": TOWN})


def _catalogues(root: Path, *entries: Entry) -> Catalogues:
    path = root / "bm" / "LC_MESSAGES" / "sira.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written("bm", entries), encoding="utf-8")
    return Catalogues.load(root)


def test_a_message_is_said_in_its_language(tmp_path: Path) -> None:
    catalogues = _catalogues(tmp_path, Entry("hello", "Bonjour", "I ni ce"))
    assert (catalogues.say(HELLO, "bm"), catalogues.say(HELLO, "fr")) == ("I ni ce", "Bonjour")
    assert catalogues.languages == ("fr", "bm")


def test_values_are_said_in_the_same_language(tmp_path: Path) -> None:
    entries = (Entry("town", "Kayes", "Kayi"), Entry("going", GOING.fr, "I bɛ taa {town}."))
    assert _catalogues(tmp_path, *entries).say(GOING, "bm") == "I bɛ taa Kayi."


def test_a_message_without_translation_falls_back_whole(tmp_path: Path) -> None:
    assert _catalogues(tmp_path, Entry("town", "Kayes", "Kayi")).say(GOING, "bm") == "Vous allez à Kayes."


def test_a_translation_of_other_french_is_not_said(tmp_path: Path) -> None:
    catalogues = _catalogues(tmp_path, Entry("hello", "Salut", "I ni ce"))
    assert (catalogues.has(HELLO, "bm"), catalogues.say(HELLO, "bm")) == (False, "Bonjour")


@pytest.mark.parametrize(
    "entry",
    [
        Entry("going", GOING.fr, "I bɛ taa.", ()),
        Entry("going", GOING.fr, "I bɛ taa {dugu}."),
        Entry("going", GOING.fr, "I bɛ taa {town."),
        Entry("going", GOING.fr, "I bɛ taa {town}.", outdated="Vous irez à {town}."),
        Entry("going", GOING.fr, ""),
    ],
    ids=["lost placeholder", "invented placeholder", "open brace", "outdated", "empty"],
)
def test_a_translation_that_cannot_be_trusted_is_not_said(tmp_path: Path, entry: Entry) -> None:
    catalogues = _catalogues(tmp_path, entry)
    assert (catalogues.has(GOING, "bm"), catalogues.say(GOING, "bm")) == (False, "Vous allez à Kayes.")


def test_a_forgotten_value_does_not_lose_the_message(tmp_path: Path) -> None:
    text = Text("call", "Appelez {number} à {place}.", {"place": TOWN})
    assert _catalogues(tmp_path).say(text, "fr") == "Appelez … à Kayes."


def test_lists_and_lines_are_joined_and_money_is_grouped(tmp_path: Path) -> None:
    values = {"all": (HELLO, TOWN), "lines": Lines((HELLO, TOWN)), "sum": 125_000, "year": 2026}
    text = Text("mix", "{all}|{lines}|{sum} F CFA|{year}", values)
    assert _catalogues(tmp_path).say(text, "fr") == "Bonjour, Kayes|Bonjour\nKayes|125\u202f000 F CFA|2026"


def test_a_language_that_is_unknown_speaks_french(tmp_path: Path) -> None:
    assert _catalogues(tmp_path).say(HELLO, "snk") == "Bonjour"


def test_a_translation_is_signed_only_for_the_words_that_were_read_in_both_languages(tmp_path: Path) -> None:
    """Words that were changed by hand after the signature are nobody's."""
    read = f'hello: {{state: signed, french: "{hash_of("Bonjour")}", words: "{hash_of("I ni ce")}"}}\n'
    for folder, words in (("read", "I ni ce"), ("changed", "I ni sɔgɔma")):
        (tmp_path / folder / "bm").mkdir(parents=True)
        (tmp_path / folder / "bm" / "review.yaml").write_text(read, encoding="utf-8")
        _catalogues(tmp_path / folder, Entry("hello", "Bonjour", words))
    catalogues = Catalogues.load(tmp_path / "read")
    assert catalogues.signed(HELLO, "bm")
    assert not Catalogues.load(tmp_path / "changed").signed(HELLO, "bm")
    assert not catalogues.signed(Text("hello", "Bonsoir"), "bm")
    assert not catalogues.signed(TOWN, "bm")
    assert catalogues.signed(TOWN, "fr")
