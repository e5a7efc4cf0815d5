"""``sira broadcast``: planned, shown, started, followed, stopped, with words that say what to do next."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli import app
from bot.engine.book import Book
from bot.records.database import Database
from bot.records.seal import Vault
from bot.records.tables import broadcast, timer
from bot.staffing import make_organisations
from tests.broadcast.crowd import BM, FIRST, FR, allowed, crowd, noon
from tests.phone import KEY

PEOPLE = 6
Run = Callable[..., Result]


@pytest.fixture
def url(ready_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, book: Book) -> str:
    shutil.copyfile(ready_file, tmp_path / "sira.db")
    found = f"sqlite:///{tmp_path / 'sira.db'}"
    monkeypatch.setenv("SIRA_DATABASE_URL", found)
    monkeypatch.setattr("bot.cli.broadcast.load_book", lambda: book)
    _do(found, make_organisations, book.directory.leads)
    _do(found, noon)
    _do(found, crowd, Vault(KEY, KEY), range(FIRST, FIRST + PEOPLE))
    return found


def _do(url: str, work: Callable[..., Any], *args: object) -> Any:
    async def done() -> Any:
        database = Database(url)
        try:
            return await database.write(work, *args)
        finally:
            await database.close()

    return asyncio.run(done())


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, ["broadcast", *words])


def _file(tmp_path: Path, days: str = "days: 2") -> str:
    path = tmp_path / "annonce.yaml"
    path.write_text(f"words:\n  fr: {FR}\n  bm: {BM}\n{days}\n", encoding="utf-8")
    return str(path)


def test_from_the_plan_to_the_stop(url: str, tmp_path: Path) -> None:
    planned = _run("plan", _file(tmp_path))
    assert planned.exit_code == 0, planned.output
    for words in (FR, BM, "écrivez « stop »", f"{PEOPLE} personne(s)", "Rien n'est parti", "page « Accords »"):
        assert words in planned.output
    one = _do(url, lambda conn: conn.execute(select(broadcast.c.id)).scalar_one())
    refused = _run("start", one)
    assert (refused.exit_code, "« Accords »" in refused.output) == (1, True)
    assert _do(url, allowed, one)
    begun = _run("start", one[:12])
    assert (begun.exit_code, "C'est parti" in begun.output) == (0, True)
    assert _do(url, lambda conn: len(conn.execute(select(timer)).all())) == PEOPLE
    shown = _run("show", one)
    assert "en route" in shown.output
    assert "attendent leur tour" in shown.output
    assert "en route" in _run("list").output
    stopped = _run("stop", one)
    assert f"{PEOPLE} personne(s) ne la recevront pas" in stopped.output
    assert "arrêtée" in _run("list").output
    again = _run("stop", one)
    assert (again.exit_code, "déjà" in again.output) == (1, True)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("plan", "nowhere.yaml"), "n'existe pas"),
        (("start", "zz"), "sira broadcast list"),
        (("show", "zz"), "sira broadcast list"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(words: tuple[str, ...], found: str, url: str) -> None:
    done = _run(*words)
    assert done.exit_code == 1
    assert found in done.output
    assert "Traceback" not in done.output


def test_a_fault_in_the_file_is_said_with_its_line(url: str, tmp_path: Path) -> None:
    done = _run("plan", _file(tmp_path, "jours: 2"))
    assert done.exit_code == 1
    assert "annonce.yaml:4" in done.output


def test_who_follows_sees_it_end(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _run("plan", _file(tmp_path))
    one = _do(url, lambda conn: conn.execute(select(broadcast.c.id)).scalar_one())
    _do(url, allowed, one)
    _run("start", one)

    def meanwhile(_seconds: float) -> None:
        _run("stop", one)

    monkeypatch.setattr("bot.cli.broadcast.time.sleep", meanwhile)
    done = _run("show", one, "--follow")
    assert done.exit_code == 0, done.output
    assert "arrêtées, ou trop tard" in done.output
