"""A change of the records is told person by person: gained, lost, another answer, another order."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from content.difference import Someone, differences, outlook, people_of
from content.earlier import earlier
from content.load import ROOT, ContentProblem, load

TODAY = date(2026, 11, 21)
WELDER = Someone("soudeur", {"age": 24, "region": "kayes", "need": ("trade",), "trade": "welding"})


@pytest.fixture
def rooms(tmp_path):
    """Two copies of all records."""
    for name in ("before", "after"):
        shutil.copytree(ROOT / "services", tmp_path / name / "services")
        for beside in ("emergency.yaml", "leads.yaml"):
            shutil.copy(ROOT / beside, tmp_path / name / beside)
    return tmp_path


def changed(root, service, old, new):
    path = root / "services" / f"{service}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_equal_records_change_nothing_for_anybody(directory):
    before, unreadable = earlier(ROOT, directory)
    assert unreadable == ()
    assert differences(before, directory, people_of(directory, ROOT / "no-such-folder"), TODAY) == ()


def test_who_gains_and_who_loses_is_said(rooms):
    changed(rooms / "before", "aek-kayes", "returnees_only: false", "returnees_only: false\ndo_not_use: true")
    after = load(rooms / "after")
    before, _ = earlier(rooms / "before", after)
    (gain,) = differences(before, after, (WELDER,), TODAY)
    assert (gain.gained, gain.lost) == (("aek-kayes",), ())
    (loss,) = differences(after, before, (WELDER,), TODAY)
    assert (loss.gained, loss.lost) == ((), ("aek-kayes",))
    assert "aek-kayes" in outlook(after, WELDER.facts, TODAY).offered
    assert loss.as_json()["lost"] == ("aek-kayes",)


def test_another_answer_of_the_same_service_is_said(rooms):
    old = "  - {region: gao, place: gao, serves: [gao]"
    changed(
        rooms / "before",
        "croix-rouge-points-surs",
        "not_stated: [age,",
        "must: [{age: {from: 10}, src: s1}]\nnot_stated: [",
    )
    assert old in (rooms / "before" / "services" / "croix-rouge-points-surs.yaml").read_text("utf-8")
    after = load(rooms / "after")
    before, _ = earlier(rooms / "before", after)
    (one,) = differences(before, after, (Someone("a", {"region": "gao", "need": ("health",)}),), TODAY)
    assert ("croix-rouge-points-surs", "depends", "confirm") in one.outcomes


def test_a_record_that_cannot_be_read_any_more_is_named(rooms, directory):
    changed(rooms / "before", "aek-kayes", "kind: training", "kind: school")
    changed(rooms / "before", "cfp-senou", "id: masonry", "id: sorcery")
    before, unreadable = earlier(rooms / "before", directory)
    assert unreadable == ("aek-kayes", "cfp-senou")
    assert len(before.services) == len(directory.services) - 2


def test_scenarios_and_examples_are_the_people(directory, tmp_path):
    (tmp_path / "moussa.yaml").write_text("who: {age: 24, region: kayes}\n", "utf-8")
    people = people_of(directory, tmp_path)
    assert people[0] == Someone("moussa", {"age": 24, "region": "kayes"})
    assert len(people) == 1 + sum(len(one.examples) for one in directory.services.values())
    (tmp_path / "moussa.yaml").write_text("who: {agee: 24}\n", "utf-8")
    with pytest.raises(ContentProblem, match="agee"):
        people_of(directory, tmp_path)
