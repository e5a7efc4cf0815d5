"""``sira content diff`` against a folder and against git."""

from __future__ import annotations

import shutil
import subprocess

import orjson
import pytest
from typer.testing import CliRunner

from bot.cli import app
from content.load import ROOT

KEPT = ("emergency.yaml", "leads.yaml", "services/cfp-senou.yaml", "services/aek-kayes.yaml")


@pytest.fixture
def room(tmp_path):
    root = tmp_path / "house" / "content"
    (root / "services").mkdir(parents=True)
    for name in KEPT:
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(root, tmp_path / "old")
    path = root / "services" / "cfp-senou.yaml"
    path.write_text(path.read_text("utf-8").replace("returnees_only: false", "returnees_only: false\ndo_not_use: true"))
    return root


def diff(room, *words):
    return CliRunner().invoke(app, ["content", "diff", "--root", str(room), *map(str, words)])


def test_a_folder_is_compared_in_a_table_and_in_json(room, tmp_path):
    told = diff(room, "--against", tmp_path / "old")
    assert told.exit_code == 0
    assert "cfp-senou" in told.output
    assert "0 gagnent un service" in told.output
    found = orjson.loads(diff(room, "--against", tmp_path / "old", "--json").output)
    assert all(one["lost"] == ["cfp-senou"] and one["gained"] == [] for one in found)
    assert "cfp-senou, exemple 3" in {one["name"] for one in found}
    assert "Rien ne change" in diff(room, "--against", room).output


def test_a_revision_of_git_is_compared_without_touching_the_work_tree(room):
    house = room.parent
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@b.c", "-C", str(house))
    subprocess.run((*git, "init", "-q"), check=True)
    subprocess.run((*git, "add", "."), check=True)
    subprocess.run((*git, "commit", "-q", "-m", "un"), check=True)
    assert "Rien ne change" in diff(room, "--since", "HEAD").output
    path = room / "services" / "cfp-senou.yaml"
    path.write_text(path.read_text("utf-8").replace("do_not_use: true\n", ""))
    assert "0 en perdent un" in diff(room).output
    refused = diff(room, "--since", "--output=x")
    assert refused.exit_code == 1
    assert "n'existent pas dans git" in refused.output


def test_a_folder_without_records_is_refused(room, tmp_path):
    refused = diff(room, "--against", tmp_path)
    assert refused.exit_code == 1
    assert "services/" in refused.output
