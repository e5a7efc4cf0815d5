"""The table of fail points leaves nothing out, and a seed gives the same choice again."""

from __future__ import annotations

import functools
import importlib

import pytest

from tests.faults.cases import CHOSEN, chosen, every
from tests.faults.points import KINDS, MEANS, PLACES, POINTS, UNREACHABLE


def test_each_point_meets_each_kind_or_says_why_not() -> None:
    pairs = {(point, kind) for point in POINTS for kind in KINDS}
    met = {(point, kind) for kind in KINDS for point in PLACES[kind]}
    assert len(pairs) == 96
    assert met | set(UNREACHABLE) == pairs
    assert not met & set(UNREACHABLE)
    assert all(UNREACHABLE.values())
    assert set(MEANS) == set(POINTS)


@pytest.mark.parametrize("target", sorted({place.target for places in PLACES.values() for place in places.values()}))
def test_each_point_names_what_is_there(target: str) -> None:
    """Else every case of the point would fail at its start, minutes after the name was changed."""
    module, _, path = target.partition(":")
    assert callable(functools.reduce(getattr, path.split("."), importlib.import_module(module)))


def test_a_seed_chooses_each_point_and_the_same_cases_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIRA_FAULT_ALL", raising=False)
    monkeypatch.setenv("SIRA_FAULT_SEED", "4711")
    once = chosen()
    assert once == chosen()
    assert len(set(once)) == CHOSEN
    assert {case.point for case in once} == {case.point for case in every()}
    assert "seed4711" in str(once[0])
    monkeypatch.setenv("SIRA_FAULT_SEED", "4712")
    assert once != chosen()


def test_the_processes_of_one_run_choose_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIRA_FAULT_ALL", raising=False)
    monkeypatch.delenv("SIRA_FAULT_SEED", raising=False)
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", "a-run")
    assert chosen() == chosen()


def test_all_of_them_run_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIRA_FAULT_ALL", "1")
    assert chosen() == every()
