"""``sira content review``, and the states that ``check`` and the workbook show."""

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
    for name in ("emergency.yaml", "leads.yaml", "services/cfp-senou.yaml"):
        shutil.copy(ROOT / name, root / name)
    return root


def review(room, *words, by="conseillère, Kayes"):
    return CliRunner().invoke(app, ["content", "review", *words, "--by", by, "--root", str(room)])


def test_a_read_record_is_noted_and_shown_in_the_workbook_until_it_changes(room, tmp_path):
    assert review(room, "checked", "cfp-senou").exit_code == 0
    assert "cfp-senou: {state: checked" in (room / "review.yaml").read_text("utf-8")

    def shown():
        path = tmp_path / "fiches.xlsx"
        CliRunner().invoke(app, ["content", "sheet", "export", str(path), "--root", str(room)])
        tab = load_workbook(path)["Services"]
        return tab.cell(1, tab.max_column).value, tab.cell(2, tab.max_column).value

    assert shown() == ("Relecture", "relu")
    path = room / "services" / "cfp-senou.yaml"
    path.write_text(path.read_text("utf-8").replace("practice: 70", "practice: 60"), "utf-8")
    assert shown() == ("Relecture", "brouillon")


@pytest.mark.parametrize(
    ("words", "by", "said"),
    [
        (("lu", "cfp-senou"), "conseillère", "draft, checked"),
        (("checked", "nulle-part"), "conseillère", "nulle-part"),
        (("published", "cfp-senou"), "conseillère", "l'étape suivante est « checked »"),
        (("checked", "cfp-senou"), "Madame Awa Diarra", "rôle"),
    ],
)
def test_what_cannot_be_noted_is_said_and_nothing_is_written(room, words, by, said):
    refused = review(room, *words, by=by)
    assert refused.exit_code == 1
    assert said in refused.output
    assert not (room / "review.yaml").exists()


def test_check_counts_the_states():
    assert "relecture : " in CliRunner().invoke(app, ["content", "check"]).output
