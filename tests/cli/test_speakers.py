"""``sira locales sheet``, ``import`` and ``status``: out, answered, back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from typer.testing import CliRunner

from bot.cli import app
from bot.speakers.fonts import unprintable
from locales.catalogue import ROOT
from locales.pofiles import PoFile
from locales.sheet.columns import ANSWER, KEY, STATE, TAB, WIDTHS, WORDS
from locales.yamlfile import read

RUNNER = CliRunner()
TITLES = list(WIDTHS)
ROLE = "locutrice, Kayes"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The catalogues of the house, to be written to."""
    for name in ("fr", "bm"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def _run(root: Path, *words: str) -> Result:
    return RUNNER.invoke(app, ["locales", *words, "--root", str(root)])


def _answer(path: Path, given: dict[str, dict[str, str]]) -> None:
    book = load_workbook(path)
    for row in book[TAB].iter_rows(min_row=2):
        for title, said in given.get(str(row[TITLES.index(KEY)].value), {}).items():
            row[TITLES.index(title)].value = said
    book.save(path)


def test_a_sheet_goes_out_is_answered_and_comes_back(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    assert _run(root, "sheet", str(path), "--flow", "appointment").exit_code == 0
    _answer(path, {
        "appointment.helped.ask": {ANSWER: "ça va"},
        "appointment.helped.choice.little": {ANSWER: "à changer", WORDS: "Dɔɔnin dɔrɔn"},
        "appointment.helped.choice.no": {ANSWER: "à changer", WORDS: "Ayi, o ma ne dɛmɛ fewu fewu"},
        "appointment.helped.choice.yes": {STATE: "signé"},
        "appointment.received.ask": {ANSWER: "à changer", WORDS: "kuma " * 30},
    })  # fmt: skip
    before = PoFile.read(root / "bm" / "LC_MESSAGES" / "sira.po").entries
    assert "Rien n'est enregistré" in _run(root, "import", str(path), "--as", ROLE, "--dry-run").output
    assert PoFile.read(root / "bm" / "LC_MESSAGES" / "sira.po").entries == before
    found = _run(root, "import", str(path), "--as", ROLE)
    assert found.exit_code == 1
    assert "2 phrase(s) changée(s), 1 état(s)" in found.output
    assert "« appointment.received.ask » : 30 mots à entendre ; 25 au plus. Jusque-là" in found.output
    assert "24 au plus" in found.output or "20 au plus" in found.output
    assert "il manque l'étape « lu à voix haute »" in found.output
    after = PoFile.read(root / "bm" / "LC_MESSAGES" / "sira.po").entries
    assert after["appointment.helped.choice.little"].words == "Dɔɔnin dɔrɔn"
    assert {key for key in before if after[key].words != before[key].words} == {
        "appointment.helped.choice.little",
        "appointment.received.ask",
    }
    reached = read(root / "bm" / "review.yaml").data["appointment.helped.ask"]
    assert (reached["state"], reached["by"]) == ("read_aloud", ROLE)
    assert "1 phrase(s)" not in _run(root, "import", str(path), "--as", ROLE).output


def test_a_sheet_says_which_language_it_is_in(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "bm", root / "snk")
    path = tmp_path / "sheet.xlsx"
    assert _run(root, "sheet", str(path), "--flow", "appointment", "--lang", "snk").exit_code == 0
    _answer(path, {"appointment.helped.ask": {ANSWER: "ça va"}})
    found = _run(root, "import", str(path), "--as", ROLE)
    assert (found.exit_code, "--lang snk" in found.output) == (1, True)
    assert "1 état(s)" in _run(root, "import", str(path), "--as", ROLE, "--lang", "snk").output


def test_the_sheet_on_paper_is_a_pdf(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    found = _run(root, "sheet", str(path), "--safety")
    assert found.exit_code == 0, found.output
    assert path.read_bytes().startswith(b"%PDF-")
    assert "phrases" in found.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["sheet", "x.doc"], "un nom qui finit par .xlsx ou .pdf"),
        (["sheet", "x.xlsx", "--flow", "nope"], "n'est pas un parcours"),
        (["sheet", "x.xlsx", "--state", "fini"], "n'est pas un état"),
        (["sheet", "x.xlsx", "--state", "signé"], "Aucune phrase ne répond"),
        (["sheet", "x.xlsx", "--lang", "snk"], "n'a pas de catalogue"),
        (["sheet", "/no/such/folder/x.xlsx", "--flow", "menu"], "impossible d'écrire"),
        (["import", "no.xlsx", "--as", "locuteur"], "n'existe pas"),
        (["status", "--lang", "snk"], "n'a pas de catalogue"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(root: Path, words: list[str], says: str) -> None:
    found = _run(root, *words)
    assert found.exit_code == 1
    assert says in found.output


@pytest.mark.parametrize(
    "who",
    ["a", "dia@sira.test", "+223 70 12 34 56", "x" * 80, '"locuteur"', "Aminata", "aminata", "locutrice Aminata",
     "locutrice, Awa Traoré", "Awa, Kayes"],
)  # fmt: skip
def test_who_reads_or_speaks_is_a_role(root: Path, tmp_path: Path, who: str) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(b"")
    assert "écrivez un rôle" in _run(root, "import", str(path), "--as", who).output
    spoken = RUNNER.invoke(app, ["voices", "add", str(tmp_path), "--who", who])
    assert (spoken.exit_code, "écrivez un rôle" in spoken.output) == (1, True)


@pytest.mark.parametrize("who", ["locutrice, Kayes", "Locuteur, Yélimané", "agent de centre 2", "conseillère, Gao"])
def test_a_role_is_taken(root: Path, tmp_path: Path, who: str) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(b"")
    assert "écrivez un rôle" not in _run(root, "import", str(path), "--as", who).output


def test_status_counts_each_flow_and_safety_apart(root: Path) -> None:
    found = _run(root, "status")
    assert found.exit_code == 0
    assert found.output.count("orientation ") == 1
    assert "signé" in found.output
    assert "des phrases sont signées" in found.output


def test_no_name_in_a_table_is_cut_on_eighty_columns(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for found in (RUNNER.invoke(app, ["voices", "status"]), _run(root, "status")):
        assert found.exit_code == 0
        assert "…" not in found.output
        for name in ("appointment", "Ce que l'on demande", "suggestions"):
            assert name in found.output


def test_which_phrases_are_missing_is_told_one_by_one(root: Path) -> None:
    found = RUNNER.invoke(app, ["voices", "status", "--missing", "--flow", "welcome"])
    keys = [line.partition(" : ")[0].partition(" (")[0] for line in found.output.splitlines()[:-1]]
    assert "welcome.refused_say.say" in keys
    assert {"welcome"} == {key.partition(".")[0] for key in keys if "." in key}
    unsigned = _run(root, "status", "--lang", "bm", "--missing")
    assert "de sécurité, à signer" in unsigned.output
    assert "  safety.now.ask : " in unsigned.output


def test_a_script_that_the_font_cannot_write_makes_no_pdf(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "bm", root / "ar")
    path = tmp_path / "sheet.pdf"
    found = _run(root, "sheet", str(path), "--lang", "ar", "--flow", "menu")
    assert found.exit_code == 1
    assert "Rien n'est écrit. Prenez la feuille .xlsx." in found.output
    assert not path.exists()


def test_a_letter_that_the_font_lacks_is_named() -> None:
    assert unprintable("bm", "I ni sɔgɔma, ɲɛ ŋ Ɲ 🚑") == ""
    assert unprintable("zz", "ab 𞤀") == "la police du PDF ne connaît pas 1 lettre(s) : 𞤀"
