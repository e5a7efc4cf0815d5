"""``sira content export``: one whole document or one sentence."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from bot.cli import app, export
from content.exports.visible import ExportProblem

FORMATS = {"hsds": "organizations", "data-inclusion": "structures"}


def run(*words: str):
    return CliRunner().invoke(app, ["content", "export", *words])


@pytest.mark.parametrize(("form", "owners"), FORMATS.items())
def test_the_standard_output_is_one_json_document(form: str, owners: str) -> None:
    done = run(form)
    assert done.exit_code == 0
    assert {owners, "services"} <= set(orjson.loads(done.stdout))


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_gets_the_same_document(form: str, tmp_path: Path) -> None:
    out = tmp_path / "sira.json"
    done = run(form, "--out", str(out))
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "services écrits dans" in done.stderr
    assert out.read_bytes() == run(form).stdout_bytes


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_cannot_be_written_is_told_in_one_sentence(form: str, tmp_path: Path) -> None:
    done = run(form, "--out", str(tmp_path / "nowhere" / "sira.json"))
    assert done.exit_code == 1
    assert "Choisissez un dossier qui existe." in done.stderr
    assert "Traceback" not in done.output


def test_a_record_that_cannot_be_given_leaves_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise ExportProblem("atelier-x.yaml : « x » a 1 signes.")

    monkeypatch.setattr(export, "visible", refuse)
    out = tmp_path / "sira.json"
    done = run("hsds", "--out", str(out))
    assert done.exit_code == 1
    assert done.stderr.strip().endswith("atelier-x.yaml : « x » a 1 signes.")
    assert not out.exists()
