"""The workbook from the command line: out, corrected, in; and nothing written while a fault stands."""

from __future__ import annotations

import shutil

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from bot.cli import app
from content.load import ROOT


@pytest.fixture
def room(tmp_path):
    root = tmp_path / "content"
    (root / "services").mkdir(parents=True)
    for name in ("emergency.yaml", "leads.yaml", "services/cfp-senou.yaml", "services/aek-kayes.yaml"):
        shutil.copy(ROOT / name, root / name)
    return root


def sheet(room, *words):
    return CliRunner().invoke(app, ["content", "sheet", *map(str, words), "--root", str(room)])


def corrected(path, heading, value):
    book = load_workbook(path)
    tab = book["Services"]
    column = next(cell.column for cell in tab[1] if cell.value == heading)
    row = next(row for row in range(2, 5) if tab.cell(row, 1).value == "cfp-senou")
    tab.cell(row, column).value = value
    book.save(path)


def written(room):
    return {path.name: path.read_bytes() for path in (room / "services").iterdir()}


def test_a_corrected_cell_reaches_its_record_and_a_dry_run_writes_nothing(room, tmp_path):
    path, before = tmp_path / "fiches.xlsx", written(room)
    out = sheet(room, "export", path)
    assert out.exit_code == 0
    assert "2 fiches" in out.output
    assert "Rien n'a changé" in sheet(room, "import", path).output
    assert written(room) == before
    corrected(path, "Ne pas proposer", "oui")
    dry = sheet(room, "import", path, "--dry-run")
    assert (dry.exit_code, written(room)) == (0, before)
    assert "« vide » → « oui »" in dry.output
    assert sheet(room, "import", path).exit_code == 0
    after = written(room)
    assert b"\ndo_not_use: true\n" in after["cfp-senou.yaml"]
    assert after["aek-kayes.yaml"] == before["aek-kayes.yaml"]


def test_nothing_is_written_while_a_fault_stands(room, tmp_path):
    path, before = tmp_path / "fiches.xlsx", written(room)
    sheet(room, "export", path)
    corrected(path, "État", "ouver")
    refused = sheet(room, "import", path)
    assert refused.exit_code == 1
    assert "(État) : « ouver »" in refused.output
    assert "rien n'est enregistré" in refused.output
    assert written(room) == before


def test_one_organisation_gets_its_own_records_only(room, tmp_path):
    path = tmp_path / "fiches.xlsx"
    assert "1 fiches" in sheet(room, "export", path, "--org", "cfp-senou").output
    tab = load_workbook(path)["Contacts"]
    assert {tab.cell(row, 1).value for row in range(2, tab.max_row + 1)} == {"cfp-senou", None}
    corrected(path, "Ne pas proposer", "oui")
    assert sheet(room, "import", path).exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("export", "fiches.ods"), ".xlsx"),
        (("export", "fiches.xlsx", "--org", "personne"), "cfp-senou"),
        (("export", "no-such-folder/fiches.xlsx"), "impossible d'écrire"),
        (("import", "no-such.xlsx"), "n'existe pas"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(room, words, said):
    refused = sheet(room, *words)
    assert refused.exit_code == 1
    assert said in refused.output
    assert "Traceback" not in refused.output
