"""The file of an announcement: every fault is said with its line, before anybody could hear it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.broadcast.announcement import announcement, said, to_json, to_of
from bot.engine.book import Book
from flows.limits import WHATSAPP_TEXT_MAX
from locales.problem import AuthorProblem

GOOD = """\
words:
  fr: Bonjour, c'est Sira. Le bureau est fermé vendredi.
  bm: I ni ce, Sira don. Biro datugulen don arijuma.
to:
  regions: [gao, kayes]
  channels: [telegram]
days: 3
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "annonce.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_read_and_kept_as_it_is(tmp_path: Path, book: Book) -> None:
    found = announcement(_file(tmp_path, GOOD), book)
    assert (found.to.regions, found.to.channels, found.days, found.organisation) == (
        ("gao", "kayes"),
        ("telegram",),
        3,
        "",
    )
    assert to_of(to_json(found.to)) == found.to


def test_it_ends_with_how_to_hear_no_more_in_each_language(tmp_path: Path, book: Book) -> None:
    words = announcement(_file(tmp_path, GOOD), book).words
    assert said(words, "fr", book).endswith("écrivez « stop ».")
    assert said(words, "bm", book).endswith("« dabila » sɛbɛn.")


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("  bm: I ni", "  xx: I ni", 3, "« xx » n'est pas connu ici"),
        ("  bm: I ni ce, Sira don. Biro datugulen don arijuma.\n", "", 1, "il manque les mots en « bm »"),
        ("gao, kayes", "gao, kaye", 5, "vouliez-vous écrire « kayes » ?"),
        ("[telegram]", "[web]", 6, "« web » n'est pas connu ici"),
        ("days: 3", "days: 30", 7, "ne convient pas"),
        ("days: 3", "jours: 3", 7, "cette clé n'existe pas"),
        ("days: 3", "organisation: nowhere", 7, "« nowhere » n'est pas connu ici"),
        ("Le bureau est", "La violence est", 2, "se lit sur une notification"),
        ("Le bureau", "Le bureau" * 200, 2, "trop long de"),
    ],
)  # fmt: skip
def test_each_fault_is_said_with_its_line(
    before: str, after: str, line: int, words: str, tmp_path: Path, book: Book
) -> None:
    assert before in GOOD
    with pytest.raises(AuthorProblem) as found:
        announcement(_file(tmp_path, GOOD.replace(before, after)), book)
    assert any(f"annonce.yaml:{line}:" in one and words in one for one in found.value.problems), found.value.problems


def test_who_speaks_french_alone_is_told_in_french_alone(tmp_path: Path, book: Book) -> None:
    found = announcement(_file(tmp_path, "words: {fr: Bonjour.}\nto: {languages: [fr]}\n"), book)
    assert set(found.words) == {"fr"}
    assert len(said(found.words, "fr", book)) < WHATSAPP_TEXT_MAX
