"""What is too old to be told without « à confirmer » is counted by the check and listed with file and line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app, stale
from content.load import ROOT
from tests import once

LINE = re.compile(r"^(\S+\.yaml):(\d+): (\d+) (.+), le plus ancien lu en (\S+)$")


def test_the_check_counts_them_and_lists_each_place() -> None:
    said = CliRunner().invoke(app, ["content", "check", "--stale"], env={"COLUMNS": "300"})
    assert said.exit_code == 0, "old is no fault"
    found = [match for line in said.stdout.splitlines() if (match := LINE.match(line))]
    assert found
    for file, line, _, kind, _ in (one.groups() for one in found):
        written = Path(file).read_text("utf-8").splitlines()[int(line) - 1]
        begins = {
            "lieu(x) ou métier(s)": ("sites:", "- {"),
            "prix": ("costs:", "- {"),
            "rythme(s) de rentrée": ("intake:",),
        }
        assert written.strip().startswith(begins[kind]), (file, line)
    counts = dict.fromkeys((one[4] for one in found), 0)
    for one in found:
        counts[one[4]] += int(one[3])
    assert all(f"{count} {kind} (> " in said.stdout for kind, count in counts.items())


def test_nothing_is_said_of_what_was_just_read(capsys: pytest.CaptureFixture[str]) -> None:
    service, today = once.directory().services["cfp-senou"], date(2026, 11, 21)
    stale.tell([service], ROOT, today, listed=False)
    assert "à redemander aux organismes" in capsys.readouterr().out
    read = {name: one.model_copy(update={"read_on": "2026-11"}) for name, one in service.sources.items()}
    stale.tell([service.model_copy(update={"sources": read})], ROOT, today, listed=True)
    assert capsys.readouterr().out == ""
