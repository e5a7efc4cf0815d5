"""A voice is put together in a few milliseconds, once; drawn out where it is asked for; and stale when its words change."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest

from bot.engine.book import Book
from bot.engine.effects import Send
from bot.engine.session import Session
from bot.voices import sounds as making
from bot.voices.form import SLOW
from bot.voices.naming import recordings_in, slower
from bot.voices.opus import unpacked
from bot.voices.repertoire import repertoire
from bot.voices.sounds import Sounds
from bot.wording import messages
from locales.text import Text
from locales.voices.manifest import Entry, file_name, write_manifest
from locales.voices.parts import parts_of
from locales.voices.shelf import BETWEEN, IN, Shelf
from tests.voices.shelves import short_tone, speaking

LANGUAGE = "bm"
JOINED_SECONDS_MAX = 0.030
"""The issue's own figure, from decoded fragments; the best of several, since the machine is shared."""
KEYS = [f"say.word.{number}" for number in range(12)]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A dozen recordings."""
    folder = tmp_path / LANGUAGE
    folder.mkdir()
    for key in KEYS:
        (folder / file_name(key)).write_bytes(short_tone())
    write_manifest(folder, {key: Entry(key, key, 0.4, -16.0, "essai") for key in KEYS})
    return Shelf(tmp_path)


def named(*keys: str) -> str:
    return BETWEEN.join(f"{LANGUAGE}{IN}{key}" for key in keys)


def test_four_parts_that_were_read_are_joined_in_thirty_milliseconds(shelf: Shelf) -> None:
    sounds, took = Sounds(shelf), []
    assert sounds.sound(named(*KEYS))
    for first, second in pairwise(KEYS):  # each a voice that was never joined
        began = time.perf_counter()
        assert sounds.sound(named(first, second, first, second))
        took.append(time.perf_counter() - began)
    assert min(took) <= JOINED_SECONDS_MAX


def test_a_voice_is_joined_once_until_a_part_of_it_is_recorded_anew(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins: list[str] = []
    join = Sounds._join
    monkeypatch.setattr(making.Sounds, "_join", lambda own, name, stamp: joins.append(stamp) or join(own, name, stamp))
    sounds, name = Sounds(shelf), named(*KEYS[:4])
    assert sounds.sound(name) is sounds.sound(name)
    assert len(joins) == 1
    entries = {**shelf.entries(LANGUAGE), KEYS[0]: Entry(KEYS[0], "another", 0.4, -16.0, "essai")}
    write_manifest(shelf.folder(LANGUAGE), entries)
    assert sounds.sound(name)
    assert len(set(joins)) == 2


def test_a_voice_drawn_out_is_another_and_longer(shelf: Shelf) -> None:
    sounds, name = Sounds(shelf), named(*KEYS[:4])
    plain, drawn = sounds.sound(name), sounds.sound(slower(name))
    assert plain
    assert drawn
    assert unpacked(drawn).seconds == pytest.approx(unpacked(plain).seconds / SLOW, rel=0.1)
    assert sounds.stamp(name) != sounds.stamp(slower(name))


def test_who_asks_for_it_slower_hears_the_same_recordings_drawn_out(book: Book, tmp_path: Path) -> None:
    text, listens = Text("k", "Bonjour."), Session(language="fr", voice=True)
    (part,) = parts_of(book.catalogues, text, "fr")
    write_manifest(tmp_path / "fr", {part.key: Entry(part.text, "1", 0.4, -16.0, "essai")})
    told = speaking(book, Shelf(tmp_path))
    (plain,) = messages(told, Send((text,)), listens)
    (slow,) = messages(told, Send((text,), slow=True), listens)
    assert plain.voice
    assert slow.voice == slower(plain.voice)
    assert recordings_in(slow.voice) == recordings_in(plain.voice)


def test_a_month_or_the_word_of_the_hour_in_other_words_is_recorded_anew(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    date = Text("k", "{at}", {"at": "05/03/2027"})
    before = repertoire(book, LANGUAGE)
    said = next(part for part in parts_of(book.catalogues, date, LANGUAGE) if part.key == "say.month.3")
    assert said == before["say.month.3"].part
    monkeypatch.setattr("locales.voices.parts.month_name", lambda month, _language: f"kalo {month}")
    monkeypatch.setattr("locales.voices.parts.hours_word", lambda _language: "waati")
    after = repertoire(book, LANGUAGE)
    for key in ("say.month.3", "say.hours"):
        assert before[key].part.text != after[key].part.text
