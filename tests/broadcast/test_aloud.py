"""An announcement that can be heard: its very words are recorded, it is heard whole or read, and a second person hears it first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from bot.broadcast.aloud import announced_voice, keep_voices, part_of, told
from bot.broadcast.announcement import announcement
from bot.broadcast.saying import message
from bot.broadcast.shown import voices_of
from bot.engine.book import Book
from bot.voices.counts import unknown
from bot.voices.repertoire import repertoire
from bot.voices.sounds import Sounds
from locales.problem import AuthorProblem
from locales.voices.manifest import write_manifest
from locales.voices.shelf import Shelf
from tests.broadcast.crowd import BM, FR
from tests.desk.sounds import tone
from tests.voices.shelves import fill

WORDS = {"fr": FR, "bm": BM}
LAST = "phrase.bulk_stop"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the file of the announcement lies, with its recording."""
    (tmp_path / "annonce.yaml").write_text(
        f'words:\n  fr: "{FR}"\n  bm: "{BM}"\nvoices:\n  bm: annonce.ogg\n', encoding="utf-8"
    )
    (tmp_path / "annonce.ogg").write_bytes(tone("ogg", 5.0))
    return tmp_path


@pytest.fixture
def spoken(book: Book, folder: Path) -> Book:
    """The book with all voices, and the announcement's."""
    shelf = fill(folder / "shelf", book, "bm")
    keep_voices(folder, announcement(folder / "annonce.yaml", book), shelf, "locutrice")
    return replace(book, voices=shelf)


def test_who_would_rather_hear_hears_all_of_it_and_others_read(spoken: Book) -> None:
    given = orjson.dumps(WORDS).decode()
    heard = message(spoken, given, "bm", aloud=True)
    assert heard.voice == f"bm/{part_of(BM).key}|-|bm/{LAST}"
    sound = Sounds(spoken.voices).sound(heard.voice)
    assert sound is not None
    assert sound.startswith(b"OggS")
    assert message(spoken, given, "bm").voice == ""
    assert message(spoken, given, "fr", aloud=True).voice == ""
    assert voices_of(spoken, WORDS) == {"bm": part_of(BM).key}


def test_who_plans_it_is_told_where_it_is_heard(spoken: Book, folder: Path) -> None:
    given = announcement(folder / "annonce.yaml", spoken)
    assert list(told(spoken, given)) == ["Qui préfère écouter l'entend en bm."]
    (line,) = told(replace(spoken, voices=Shelf(None)), given)
    assert LAST in line


def test_other_words_are_another_recording(spoken: Book) -> None:
    assert announced_voice(spoken, {"bm": f"{BM} Sini."}, "bm") == ""


def test_without_its_last_line_it_is_read(spoken: Book) -> None:
    shelf = spoken.voices
    entries = {key: one for key, one in shelf.entries("bm").items() if key != LAST}
    assert announced_voice(spoken, WORDS, "bm")
    write_manifest(shelf.folder("bm"), entries)
    assert announced_voice(replace(spoken, voices=Shelf(shelf.root)), WORDS, "bm") == ""


def test_its_voice_is_no_sentence_that_was_left_over(spoken: Book) -> None:
    assert unknown("bm", spoken.voices, repertoire(spoken, "bm")) == []


def test_a_recording_that_cannot_be_used_refuses_the_announcement(book: Book, folder: Path) -> None:
    (folder / "annonce.ogg").write_bytes(tone("ogg", 0.3))
    with pytest.raises(AuthorProblem, match="trop court"):
        keep_voices(folder, announcement(folder / "annonce.yaml", book), Shelf(folder / "shelf"), "locutrice")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("annonce.ogg", "nowhere.ogg", "n'est pas à côté"),
        ("  bm: annonce.ogg", "  snk: annonce.ogg", "il manque les mots"),
    ],
)
def test_a_voice_that_is_not_there_is_said_with_its_line(
    book: Book, folder: Path, before: str, after: str, said: str
) -> None:
    file = folder / "annonce.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    with pytest.raises(AuthorProblem) as found:
        announcement(file, book)
    assert any("annonce.yaml:5:" in one and said in one for one in found.value.problems), found.value.problems
