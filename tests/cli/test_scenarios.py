"""``sira content scenarios``: what invented people are shown, and a clear end when a counsellor would do otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app, scenarios
from content.scenario import load_scenarios
from tests import once

PERSON = """about: Homme de 24 ans, à Kayes, qui veut souder.
back_from: niger
who: {{in: mali, region: kayes, age: 24, schooling: primary, reads: yes, need: [trade], trade: welding}}
weight: 1
offer: {{first_three: [aek-kayes, [anpe, apej]]}}
first: {first}
level: none
never: [{{what: finance, among: first_three, because: Il veut apprendre.}}]
ask: [skill, place, can_stop_earning, income, debts, documents, can_move, firm, cercle, none]
"""


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def command(first: str):
        (tmp_path / "soudeur.yaml").write_text(PERSON.format(first=first), "utf-8")
        monkeypatch.setattr(scenarios, "load_scenarios", lambda directory: load_scenarios(directory, tmp_path))
        return CliRunner().invoke(app, ["content", "scenarios"])

    return command


def test_a_person_served_as_expected_stands_in_the_table(told):
    done = told("training")
    assert done.exit_code == 0, done.output
    for words in ("soudeur", "aek-kayes", "training", "none", "oui", "1 personne(s)"):
        assert words in done.output


def test_a_person_served_otherwise_ends_badly_and_says_how(told):
    done = told("skills_check")
    assert done.exit_code == 1
    assert "Homme de 24 ans" in done.output
    assert "première étape : training, attendue : skills_check" in done.output


def test_a_fault_in_a_scenario_is_said_and_nothing_else(told):
    done = told("dancing")
    assert done.exit_code == 1
    assert "soudeur.yaml:6: " in done.output
    assert "Traceback" not in done.output


def test_the_people_of_this_release_can_all_be_read():
    assert len(load_scenarios(once.directory())) >= 45
