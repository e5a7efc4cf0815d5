"""Catalogues follow the texts of the house: nothing lost, nothing outdated shown, nothing claimed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from locales.extract import HOUSE, ExtractProblem, collected, main, untranslated, update
from locales.pofiles import CatalogueProblem, Entry, PoFile, written
from locales.text import Text
from locales.yamlfile import YamlProblem, read

HELLO, TOWN = Text("hello", "Bonjour {name}"), Text("town", "Kayes")


def _bm(root: Path) -> Path:
    return root / "bm" / "LC_MESSAGES" / "sira.po"


def _translate(root: Path, key: str, words: str) -> None:
    po = PoFile.read(_bm(root))
    entries = [Entry(e.key, e.french, words if e.key == key else e.words, ("vu",)) for e in po.entries.values()]
    po.path.write_text(written("bm", entries), encoding="utf-8")


def _state(root: Path, key: str) -> str:
    return str(read(root / "bm" / "review.yaml").data[key]["state"])


def _sign(root: Path) -> None:
    path = root / "bm" / "review.yaml"
    path.write_text(path.read_text("utf-8").replace("state: draft", "state: signed"), encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    update(tmp_path, (HELLO, TOWN), write=True)
    _translate(tmp_path, "hello", "I ni ce {name}")
    update(tmp_path, (HELLO, TOWN), write=True)
    return tmp_path


def test_new_messages_stand_in_both_catalogues(tmp_path: Path) -> None:
    changes, faults = update(tmp_path, (HELLO, TOWN), write=True)
    french = PoFile.read(tmp_path / "fr" / "LC_MESSAGES" / "sira.po").entries
    assert (french["town"].words, PoFile.read(_bm(tmp_path)).entries["town"].words) == ("Kayes", "")
    assert changes == ("fr : 2 nouveaux (dont hello).", "bm : 2 nouveaux (dont hello).")
    assert faults == ()


def test_a_second_run_changes_no_byte(root: Path) -> None:
    before = _bm(root).read_bytes()
    assert update(root, (HELLO, TOWN), write=True) == ((), ())
    assert _bm(root).read_bytes() == before


def test_translations_and_comments_are_kept(root: Path) -> None:
    entry = PoFile.read(_bm(root)).entries["hello"]
    assert (entry.words, entry.comments) == ("I ni ce {name}", ("vu",))


def test_checking_writes_nothing(root: Path) -> None:
    before = _bm(root).read_bytes()
    changes, _ = update(root, (HELLO,), write=False)
    assert changes == ("fr : 1 parti (town).", "bm : 1 parti (town).")
    assert _bm(root).read_bytes() == before


def test_a_new_translation_is_a_draft(root: Path) -> None:
    assert _state(root, "hello") == "draft"


def test_changed_french_keeps_the_old_words_unshown_and_goes_back_to_draft(root: Path) -> None:
    _sign(root)
    changed = Text("hello", "Bonsoir {name}")
    update(root, (changed, TOWN), write=True)
    entry = PoFile.read(_bm(root)).entries["hello"]
    assert (entry.words, entry.outdated, entry.usable) == ("I ni ce {name}", "Bonjour {name}", False)
    assert "hello" not in (read(root / "bm" / "review.yaml").data or {})


def test_changed_french_of_several_lines_is_kept_beside_the_old_words(root: Path) -> None:
    old = Text("town", 'Kayes,\n\nou « Kayi » "ici".')
    update(root, (HELLO, old), write=True)
    _translate(root, "town", "Kayi")
    update(root, (HELLO, TOWN), write=True)
    update(root, (HELLO, TOWN), write=True)
    assert PoFile.read(_bm(root)).entries["town"].outdated == old.fr


def test_french_that_changes_back_makes_the_old_words_good_again(root: Path) -> None:
    update(root, (Text("hello", "Bonsoir {name}"), TOWN), write=True)
    update(root, (HELLO, TOWN), write=True)
    assert PoFile.read(_bm(root)).entries["hello"].usable


def test_a_signature_holds_while_nothing_changes(root: Path) -> None:
    _sign(root)
    update(root, (HELLO, TOWN), write=True)
    assert _state(root, "hello") == "signed"


def test_changed_words_lose_their_signature(root: Path) -> None:
    _sign(root)
    _translate(root, "hello", "Aw ni ce {name}")
    update(root, (HELLO, TOWN), write=True)
    assert _state(root, "hello") == "draft"


def test_a_lost_placeholder_is_named_with_file_and_line(root: Path) -> None:
    _translate(root, "hello", "I ni ce")
    _, (fault,) = update(root, (HELLO, TOWN), write=False)
    assert fault == f"{_bm(root)}:13: « hello » doit garder exactement {{name}} ; corrigez la traduction."


def test_a_fault_of_one_translation_leaves_every_file_as_it_is(root: Path) -> None:
    _translate(root, "hello", "I ni ce")
    french = (root / "fr" / "LC_MESSAGES" / "sira.po").read_bytes()
    assert update(root, (HELLO, TOWN, Text("new", "Neuf")), write=True)[1]
    assert (root / "fr" / "LC_MESSAGES" / "sira.po").read_bytes() == french


BROKEN = [
    ("a quote that is not closed", 'msgstr "I ni ce {name}"', 'msgstr "I ni ce {name}', 14, "guillemets"),
    ("a quote that is not opened", 'msgstr "I ni ce {name}"', 'msgstr I ni ce {name}"', 14, "guillemets"),
    ("a quote inside", 'msgstr "I ni ce {name}"', 'msgstr "I "ni" ce {name}"', 14, "guillemets"),
    ("a bar inside", 'msgstr "I ni ce {name}"', 'msgstr "I ni\\ce {name}"', 14, "barre"),
    ("a doubled msgid", 'msgid "Bonjour', 'msgid "Bonsoir"\nmsgid "Bonjour', 14, "pas à sa place"),
    ("a doubled msgstr", 'msgstr "I ni ce {name}"', 'msgstr "I ni ce {name}"\nmsgstr ""', 15, "pas à sa place"),
    ("a lost msgstr", 'msgstr "I ni ce {name}"', "", 17, "pas à sa place"),
    ("a lost key", 'msgctxt "hello"', "", 13, "msgctxt"),
    ("a doubled key", 'msgctxt "town"', 'msgctxt "hello"', 17, "déjà à la ligne 12"),
    ("a slip of the hand", 'msgctxt "town"', "x", 17, "ne commence"),
]


@pytest.mark.parametrize(
    ("good", "bad", "line", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_a_broken_catalogue_is_refused_and_not_repaired(
    root: Path, good: str, bad: str, line: int, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    text = _bm(root).read_text("utf-8")
    assert good in text
    _bm(root).write_text(text.replace(good, bad, 1), "utf-8")
    before = _bm(root).read_bytes()
    with pytest.raises(CatalogueProblem) as refused:
        update(root, (HELLO, TOWN), write=True)
    assert any(said.startswith(f"{_bm(root)}:{line}: ") and words in said for said in refused.value.problems), refused
    assert _bm(root).read_bytes() == before
    assert capfd.readouterr().out == ""


def test_a_catalogue_in_another_encoding_is_refused_with_its_line(root: Path) -> None:
    _bm(root).write_bytes(_bm(root).read_bytes().replace(b"I ni ce", "é".encode("latin-1")))
    with pytest.raises(YamlProblem, match=r"sira\.po:14: .*UTF-8"):
        update(root, (HELLO, TOWN), write=True)


def test_emptied_words_are_counted(root: Path) -> None:
    _translate(root, "hello", "")
    assert untranslated(root) == ("bm : 2 sans traduction sûre, dits en français (dont hello).",)
    french = root / "fr" / "LC_MESSAGES" / "sira.po"
    french.write_text(french.read_text("utf-8").replace('msgstr "Kayes"', 'msgstr ""'), "utf-8")
    changes, _ = update(root, (HELLO, TOWN), write=False)
    assert changes[0] == "fr : 1 vidé, à reprendre du français (town)."


def test_a_translation_whose_key_is_misspelt_is_kept_aside_and_told(root: Path) -> None:
    _bm(root).write_text(_bm(root).read_text("utf-8").replace('msgctxt "hello"', 'msgctxt "helo"'), "utf-8")
    changes, _ = update(root, (HELLO, TOWN), write=True)
    aside = "1 mis de côté, « #~ », car sa clé n'est à aucun message (helo)"
    assert changes == (f"bm : 1 nouveau (hello), {aside}.",)
    assert '#~ msgctxt "helo"' in _bm(root).read_text("utf-8")
    assert '#~ msgstr "I ni ce {name}"' in _bm(root).read_text("utf-8")
    assert update(root, (HELLO, TOWN), write=True) == ((), ())


def test_a_message_that_comes_back_finds_its_translation(root: Path) -> None:
    update(root, (TOWN,), write=True)
    assert "hello" not in PoFile.read(_bm(root)).entries
    update(root, (HELLO, TOWN), write=True)
    found = PoFile.read(_bm(root))
    assert (found.entries["hello"].words, found.entries["hello"].usable) == ("I ni ce {name}", True)
    assert found.aside == {}


def test_words_of_other_french_do_not_come_back_as_good_ones(root: Path) -> None:
    now = Text("hello", "Bonsoir {name}")
    update(root, (now, TOWN), write=True)
    update(root, (TOWN,), write=True)
    update(root, (now, TOWN), write=True)
    entry = PoFile.read(_bm(root)).entries["hello"]
    assert (entry.words, entry.outdated, entry.usable) == ("I ni ce {name}", "Bonjour {name}", False)


def test_the_command_says_which_line_is_broken_and_that_nothing_is_written(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house = _house(root / "house", "[]")
    shutil.copytree(root / "bm", house / "locales" / "bm")
    po = _bm(house / "locales")
    po.write_text(po.read_text("utf-8").replace('"I ni ce', "I ni ce"), "utf-8")
    monkeypatch.setattr("locales.extract.HOUSE", house)
    assert main() == 1
    assert f"{po}:14:" in (said := capsys.readouterr().err)
    assert "Rien n'est écrit." in said


def test_an_unknown_state_is_refused(root: Path) -> None:
    path = root / "bm" / "review.yaml"
    path.write_text(path.read_text("utf-8").replace("draft,", "lu,"), encoding="utf-8")
    with pytest.raises(YamlProblem, match="« lu » n'existe pas"):
        update(root, (HELLO, TOWN), write=False)


def _house(root: Path, sources: str, page: str = "") -> Path:
    root.mkdir(exist_ok=True)
    (root / "pyproject.toml").write_text(f'[tool.sira.texts]\nsources = {sources}\ntemplates = ["pages"]\n', "utf-8")
    (root / "pages").mkdir()
    (root / "pages" / "chat.html").write_text(page, encoding="utf-8")
    return root


def test_pages_give_their_messages(tmp_path: Path) -> None:
    house = _house(tmp_path, "[]", '<p>{{ pgettext("chat.send", "Envoyer") }}</p>')
    assert collected(house) == (Text("chat.send", "Envoyer"),)


def test_a_page_without_a_key_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ExtractProblem, match=r"chat\.html:2: pgettext veut une clé"):
        collected(_house(tmp_path, "[]", "\n{{ pgettext(key, 'Envoyer') }}"))


def test_a_source_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExtractProblem, match=r"« flows\.nowhere:texts » n'existe pas"):
        collected(_house(tmp_path, '["flows.nowhere:texts"]'))


def test_one_key_with_two_french_texts_is_refused(tmp_path: Path) -> None:
    page = '{{ pgettext("a", "Oui") }} {{ pgettext("a", "Non") }}'
    with pytest.raises(ExtractProblem, match="« a » a deux textes"):
        collected(_house(tmp_path, "[]", page))


def test_the_catalogues_of_the_house_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--check"])
    assert (status, capsys.readouterr().err) == (0, "")


def test_every_message_of_the_house_has_a_key() -> None:
    assert all(text.key and text.fr for text in collected(HOUSE))
