"""A language is added by one command, waits closed, and is then walked like the others: also one that CLDR does not know."""

from __future__ import annotations

import itertools
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.engine.book import Book
from bot.rehearsal import Rehearsal
from bot.speakers.prepared import prepared, recordable
from bot.voices.repertoire import repertoire
from flows.languages import offered
from flows.load import load
from locales import adding, counts, numberwords, wordlists
from locales.adding import LanguageProblem, add, set_open
from locales.catalogue import ROOT, Catalogues
from locales.composed import composed, words_of
from locales.languages import Language, languages
from locales.lexicon import FILE
from locales.numberwords import said_in
from locales.phrase import phrases
from locales.pofiles import PoFile, written
from locales.spotting import meant
from locales.writing import direction
from locales.yamlfile import YamlProblem, read
from tests.pseudo import ARABIC, LATIN, book_with, entries_in

RUNNER = CliRunner()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The catalogues of the house, to be added to."""
    for name in ("fr", "bm"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "languages.yaml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("code", ["snk", "ff", "ha", "ses", "ar", "en", "bm_Nkoo"])
def test_one_command_makes_catalogue_review_and_place_for_words(root: Path, code: str) -> None:
    found = RUNNER.invoke(app, ["locales", "add", code, "--name", "Une langue", "--root", str(root)])
    assert found.exit_code == 0, found.output
    assert "phrases à traduire" in found.output
    french = PoFile.read(root / "fr" / "LC_MESSAGES" / "sira.po").entries
    assert PoFile.read(root / code / "LC_MESSAGES" / "sira.po").entries.keys() == french.keys()
    assert (root / code / "review.yaml").exists()
    assert set(read(root / code / "words.yaml").data) == set(wordlists.PARTS)
    assert languages(root)[code] == Language(code, "Une langue", open=False)


@pytest.mark.parametrize(("code", "doubted"), [("zz", True), ("snk", False), ("bm_Nkoo", False)])
def test_a_code_that_no_list_knows_is_doubted_before_anything_is_made(root: Path, code: str, *, doubted: bool) -> None:
    words = ["locales", "add", code, "--name", "Truc", "--root", str(root)]
    found = RUNNER.invoke(app, words)
    assert (found.exit_code, "ISO 639" in found.output) == (int(doubted), doubted)
    assert ((root / code).exists(), code in languages(root)) == (not doubted, not doubted)
    if doubted:
        assert "Rien n'est écrit" in found.output
        assert RUNNER.invoke(app, [*words, "--unlisted"]).exit_code == 0
        assert code in languages(root)


def test_two_languages_of_one_name_would_be_two_buttons_that_nobody_can_tell_apart(root: Path) -> None:
    with pytest.raises(LanguageProblem, match="est déjà le nom de « bm »"):
        add("ff", " bamanankan", root)
    assert not (root / "ff").exists()


def test_to_close_what_was_never_open_changes_nothing_and_says_so(root: Path) -> None:
    add("snk", "Sooninkanxanne", root)
    found = RUNNER.invoke(app, ["locales", "close", "snk", "--root", str(root)])
    assert "n'était pas proposé" in found.output
    set_open("snk", to=True, root=root)
    assert "n'est plus proposé" in RUNNER.invoke(app, ["locales", "close", "snk", "--root", str(root)]).output


def test_a_language_in_preparation_is_recorded_before_anybody_is_offered_it(book: Book, root: Path) -> None:
    add("snk", "Sooninkanxanne", root)
    (root / "snk" / "LC_MESSAGES" / "sira.po").write_text(written("snk", entries_in(LATIN)), encoding="utf-8")
    own = prepared(book, "snk", root)
    assert own is not None
    items = repertoire(own, "snk")
    assert items["welcome.consent.again"].part.words == own.catalogues.messages["snk"]["welcome.consent.again"][1]
    assert "snk" in recordable(root)
    assert "snk" not in (*book.catalogues.languages, *Catalogues.load(root).languages)
    assert prepared(book, "bm", root) is book
    assert prepared(book, "xx", root) is None
    found = RUNNER.invoke(app, ["voices", "status", "--lang", "xx"])
    assert found.exit_code == 1
    assert "n'a pas de catalogue" in found.output


def test_nobody_is_offered_a_language_that_is_closed(root: Path) -> None:
    add("snk", "Sooninkanxanne", root)
    assert "snk" not in Catalogues.load(root).languages
    set_open("snk", to=True, root=root)
    assert "snk" in Catalogues.load(root).languages
    set_open("snk", to=False, root=root)
    assert "snk" not in Catalogues.load(root).languages


def test_an_open_language_stands_in_the_question_by_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"fr": Language("fr", "Français", True), "bm": Language("bm", "Bamanankan", False),
             "snk": Language("snk", "Sooninkanxanne", True), "ff": Language("ff", "Fulfulde", False)}  # fmt: skip
    monkeypatch.setattr("flows.languages.languages", lambda: known)
    options = load()["welcome"].nodes["language"].options
    assert [(option.id, option.label.fr) for option in options] == [("fr", "Français"), ("snk", "Sooninkanxanne")]
    assert offered("age", options) == options


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["bm", "--name", "x"], "est déjà là"),
        (["klingon", "--name", "x"], "n'est pas un code"),
        (["SNK", "--name", "x"], "écrivez par exemple snk."),
        (["../x", "--name", "x"], "n'est pas un code"),
        (["snk", "--name", "x" * 25], "24 signes au plus"),
        (["snk", "--name", " "], "24 signes au plus"),
    ],
)
def test_what_cannot_be_added_says_why_and_leaves_nothing(root: Path, given: list[str], says: str) -> None:
    before = sorted(root.rglob("*"))
    found = RUNNER.invoke(app, ["locales", "add", *given, "--root", str(root)])
    assert found.exit_code == 1
    assert says in found.output
    assert sorted(root.rglob("*")) == before


def test_a_language_opens_only_once_it_is_translated(root: Path) -> None:
    add("snk", "Sooninkanxanne", root)
    found = RUNNER.invoke(app, ["locales", "open", "snk", "--root", str(root)])
    assert found.exit_code == 1
    assert "phrase(s) de sécurité sans traduction" in found.output
    path = root / "snk" / "LC_MESSAGES" / "sira.po"
    path.write_text(written("snk", entries_in(LATIN)), encoding="utf-8")
    found = RUNNER.invoke(app, ["locales", "open", "snk", "--root", str(root)])
    assert found.exit_code == 1
    assert "0 signé" in found.output
    assert "signs/danger" in found.output
    assert "pas encore de mot pour 1, 2, 3" in found.output
    assert "open snk --unsigned-safety" in found.output
    assert not languages(root)["snk"].open
    found = RUNNER.invoke(app, ["locales", "open", "snk", "--unsigned-safety", "--root", str(root)])
    assert found.exit_code == 0, found.output
    assert "redémarrez" in found.output
    assert languages(root)["snk"].open
    assert RUNNER.invoke(app, ["locales", "close", "snk", "--root", str(root)]).exit_code == 0
    assert not languages(root)["snk"].open


def test_french_is_never_closed(root: Path) -> None:
    with pytest.raises(LanguageProblem, match="Le français reste"):
        set_open("fr", to=False, root=root)
    with pytest.raises(LanguageProblem, match="n'est pas une langue d'ici"):
        set_open("xx", to=True, root=root)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("klingon: {name: K, open: true}", "n'est pas un code de langue"),
        ("snk: {name: K}", "doit avoir « name » et « open »"),
        ("snk: {name: K, open: oui}", "doit avoir « name » et « open »"),
        ("snk: {name: Sooninkanxanne ku sere baane, open: true}", "24 au plus"),
    ],
)
def test_a_fault_in_the_list_is_told_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "languages.yaml").write_text(f"# liste\n{line}\n", "utf-8")
    with pytest.raises(YamlProblem, match=f"languages.yaml:2: .*{says}"):
        languages(tmp_path)


def test_words_of_a_new_language_are_understood_with_the_others(tmp_path: Path) -> None:
    house = read(FILE).data
    (tmp_path / "snk").mkdir()
    (tmp_path / "snk" / "words.yaml").write_text(
        'replies:\n  "yes": [yo]\n  "no": []\ncommands:\n  back: [kara]\n', "utf-8"
    )
    found, _ = wordlists.joined(house, tmp_path)
    assert found["replies"]["yes"]["snk"] == ["yo"]
    assert found["commands"]["back"]["snk"] == ["kara"]
    assert "snk" not in house["replies"]["yes"]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("calm:\n  danger: [x]\n", r"words\.yaml:2: « danger » n'existe pas ici"),
        ("signs:\n  danger: [mon]\n", r"words\.yaml:2: « mon » est un mot de tous les jours"),
        ('replies:\n  "no": [awɔ]\n', r"words\.yaml:2: « awɔ » veut déjà dire « yes »"),
        ("- oui\n", r"words\.yaml:1: .* n'existe pas ici"),
        ("signs: {danger: [\n", r"words\.yaml:\d"),
    ],
)
def test_a_slip_in_the_words_of_a_new_language_costs_that_word_alone(tmp_path: Path, written: str, says: str) -> None:
    house = read(FILE).data
    for code, words in (("snk", written), ("ses", 'replies:\n  "yes": [oho]\n')):
        (tmp_path / code).mkdir()
        (tmp_path / code / "words.yaml").write_text(words, "utf-8")
    found, ((code, sentence),) = wordlists.joined(house, tmp_path)
    assert code == "snk"
    assert re.search(says, sentence), sentence
    assert found["replies"]["yes"]["ses"] == ["oho"]
    assert not any(lists.get("snk") for part in wordlists.PARTS for lists in found[part].values())


NUMBERS = """\
unit: first
and: [do]
1: [baane]
2: [fillo, hillo]
3: [saba]
5: [karago]
10: [tanmu]
20: [tanpille]
100: [kame]
1000: [wujune]
year: [siino]
month: [xaso]
hours: wakkati
"""


def test_numbers_in_a_new_language_are_data_alone(tmp_path: Path) -> None:
    (tmp_path / "snk").mkdir()
    path = tmp_path / "snk" / counts.NAME
    path.write_text(NUMBERS + "4: [mon]\n6: [a b]\nsix: [x]\n", "utf-8")
    ((snk,), faults) = counts.added(tmp_path)
    lines = [re.search(r"numbers\.yaml:(\d+)", sentence) for _, sentence in faults]
    assert [found and found[1] for found in lines] == ["16", "14", "15"]
    assert counts.missing(snk) == ("4", "6", "7", "8", "9", "day", "week")
    ways = {25: (20, 0, 5), 15: (10, 0, 5), 200: (100, 2), 1_122: (1_000, 0, 100, 0, 20, 0, 2), 2_005: (1_000, 2, 0, 5)}
    said = {number: composed(values, snk) for number, values in ways.items()}
    assert said == {number: number for number in said}
    assert [composed(values, snk) for values in ((20, 10), (2, 5), (100, 100), ())] == [None] * 4
    assert words_of(1_225, snk) == ("wujune", "do", "kame", "fillo", "do", "tanpille", "do", "karago")
    assert words_of(44, snk) is None


def test_what_is_typed_in_numbers_of_a_new_language_is_understood(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "snk").mkdir()
    (tmp_path / "snk" / counts.NAME).write_text(NUMBERS.replace("3: [saba]", "7: [saba]"), "utf-8")
    found = counts.added(tmp_path)
    monkeypatch.setattr(counts, "added", lambda: found)
    for kept in (numberwords._others, counts.other_units):
        kept.cache_clear()
    try:
        assert said_in(("tanpile", "do", "karago")) == (25,)
        assert said_in(("saba",)) == (3, 7)
        assert counts.other_units()["sino"] == "year"
    finally:
        monkeypatch.undo()
        numberwords._others.cache_clear()
        counts.other_units.cache_clear()


def test_danger_in_a_new_language_is_data_alone(tmp_path: Path) -> None:
    house, path = read(FILE).data, tmp_path / "snk" / "words.yaml"
    path.parent.mkdir()
    path.write_text("signs:\n  danger: [in kari/kaara tana]\n", "utf-8")
    found, _ = wordlists.joined(house, tmp_path)
    signs = phrases((meaning, itertools.chain(*lists.values())) for meaning, lists in found["signs"].items())
    assert list(meant("baasi! in kaara tana sira", signs)) == ["danger"]
    assert wordlists.missing(found, "fr") == ()
    assert wordlists.missing(found, "bm") == ("signs/killing",)  # Bambara has one word for both: danger hears it
    assert "signs/danger" not in wordlists.missing(found, "snk")
    assert {"signs/wants_to_die", "commands/help", "replies/yes"} <= set(wordlists.missing(found, "snk"))


def test_an_empty_word_list_reads_back_as_nothing(tmp_path: Path) -> None:
    house = read(FILE).data
    (tmp_path / "snk").mkdir()
    (tmp_path / "snk" / "words.yaml").write_text(wordlists.empty(house), "utf-8")
    joined, faults = wordlists.joined(house, tmp_path)
    assert faults == ()
    assert {tuple(lists["snk"]) for part in wordlists.PARTS for lists in joined[part].values()} == {()}


@pytest.mark.parametrize(
    ("code", "way"),
    [("ar", "rtl"), ("bm_Nkoo", "rtl"), ("ff_Adlm", "rtl"), ("ha_Arab", "rtl"), ("snk_Arab", "rtl"), ("nqo", "rtl"),
     ("bm", "ltr"), ("fr", "ltr"), ("snk", "ltr"), ("zz", "ltr"), ("", "ltr"), ("no-such-language-at-all", "ltr")],
)  # fmt: skip
def test_lines_run_the_way_the_language_is_written(code: str, way: str) -> None:
    assert direction(code) == way


@pytest.mark.parametrize(("code", "letters"), [("qqq", LATIN), ("ar", ARABIC)])
def test_a_language_without_a_locale_is_walked_through_the_orientation(
    book: Book, tmp_path: Path, code: str, letters: dict[int, int]
) -> None:
    made = book_with(book, code, letters, tmp_path)
    talk = Rehearsal.begin(load=lambda: made)
    talk.say("bonjour")
    talk.say("3")
    assert talk.session.language == code
    for line in ("1", "1", "2", "1", "25", *["1"] * 12):
        talk.say(line)
        assert {message.language for message in talk.messages} <= {code}, line
        for message in talk.messages:
            assert message.text != message.french
    assert talk.session.facts["age"] == 25
    assert talk.session.shown, "no suggestion was reached"


def test_the_house_lists_what_it_has() -> None:
    assert set(languages()) >= {"fr", "bm"}
    assert set(languages()) == {path.parent.parent.name for path in ROOT.glob("*/LC_MESSAGES/sira.po")}
    assert adding.NOT_SHOWN == "console."
