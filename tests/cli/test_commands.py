"""The command line: what it prints, and the one clear sentence when it cannot."""

from __future__ import annotations

import re
import socket
import sqlite3
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.flows.house import broken

KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("SIRA_DATABASE_URL", f"sqlite:///{tmp_path / 'sira.db'}")
    monkeypatch.setenv("SIRA_PROCESS", "all")  # « sira web » says what it is to the processes that it starts

    def command(*words: str, said: str = "", **settings: str):
        for name, value in settings.items():
            monkeypatch.setenv(f"SIRA_{name}", value)
        return CliRunner().invoke(app, list(words), input=said)

    return command


def test_try_plays_a_talk_from_standard_input(run) -> None:
    played = run("try", said="1\n1\n1\n1\nkayes\n")
    assert played.exit_code == 0
    for words in (
        "Quelle langue",
        "Êtes-vous d'accord",
        "tout va bien",
        "Où êtes-vous",
        "Dans quelle région",
        "Quel âge",
    ):
        assert words in played.output
    assert "Touchez ✕" not in played.output, "nothing of the page stands in a terminal"
    assert played.output.index("> kayes") < played.output.index("Quel âge"), (
        "lines from a file stand before their answer"
    )


def test_who_erases_everything_hears_that_it_is_done(run) -> None:
    assert "Tout est effacé" in run("try", "--lang", "fr", "--channel", "telegram", said="1\neffacer\noui\n").output
    assert "jɔɔsira" in run("try", "--lang", "bm", "--channel", "whatsapp", said="1\njɔɔsi\nawɔ\n").output


def test_try_records_a_story_that_can_be_read_again(run, tmp_path: Path) -> None:
    story = tmp_path / "played.yaml"
    assert run("try", "--record", str(story), said="1\n1\n").exit_code == 0
    assert "turns:" in story.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("try", "--channel", "pigeon"), "pigeon"),
        (("try", "--lang", "xx"), "xx"),
        (("clock", "16m"), "+16m"),
        (("flows", "draw", "nothing"), "nothing"),
        (("match", "--facts", "no-such-file.yaml"), "n'existe pas"),
        (("staff", "add", "--login", "a", "--role", "king", "--organisation", "sira"), "king"),
        (("staff", "add", "--login", "a", "--role", "supervisor", "--organisation", "nowhere"), "nowhere"),
        (("whatsapp", "setup"), "SIRA_TWILIO_ACCOUNT_SID"),
        (("poll",), "SIRA_TELEGRAM_TOKEN"),
        (("try", "--record", "/no-such-folder/x/y.yaml"), "/no-such-folder/x/y.yaml"),
        (("try", "--record", "/"), "dossier"),
    ],
)
def test_a_misused_command_says_what_to_do_in_one_sentence(run, words: tuple[str, ...], found: str) -> None:
    done = run(*words)
    assert done.exit_code == 1
    assert found in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"MASTER_KEY": "short"}, "SIRA_MASTER_KEY"),
        ({"DATABASE_URL": "mysql://x"}, "SIRA_DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:////proc/x/y.db"}, "/proc/x"),
        ({"DATABASE_URL": "sqlite:////no-such-folder/x/y/z.db"}, "mkdir -p /no-such-folder/x/y"),
        ({"ENV": "prod"}, "« prod »"),
        ({"ENV": "production", "PUBLIC_URL": "https://sira.example"}, "SIRA_PEPPER"),
        ({"ENV": "production", "PUBLIC_URL": "http://sira.example", "MASTER_KEY": KEY, "PEPPER": KEY}, "https://"),
        (
            {"ENV": "production", "PUBLIC_URL": "https://sira.example", "MASTER_KEY": KEY, "PEPPER": KEY,
             "TELEGRAM_TOKEN": "1:a"},
            "SIRA_TELEGRAM_SECRET",
        ),
    ],
)  # fmt: skip
def test_unsafe_settings_stop_the_start(run, settings: dict[str, str], found: str) -> None:
    done = run("serve", "--port", "0", **settings)
    assert done.exit_code == 1
    assert found in done.output
    assert "Traceback" not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)


def test_a_port_that_cannot_be_is_refused_and_a_taken_one_is_named(run) -> None:
    impossible = run("serve", "--port", "99999")
    assert (impossible.exit_code, "Traceback" in impossible.output) == (2, False)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port))
    assert done.exit_code == 1
    assert f"Le port {port}" in done.output


def test_what_a_demonstration_makes_on_disk_is_told_once(run, tmp_path: Path) -> None:
    words = ("staff", "add", "--login", "awa", "--role", "case_worker", "--organisation", "sira")
    url = f"sqlite:///{tmp_path / 'new' / 'sira.db'}"
    first, second = run(*words, DATABASE_URL=url), run(*words, DATABASE_URL=url)
    assert f"nouveau dossier : {tmp_path / 'new'}" in first.stderr
    assert f"{tmp_path / 'new' / 'demo-keys'}" in first.stderr
    assert (tmp_path / "new" / "demo-keys").stat().st_mode & 0o777 == 0o600
    assert second.stderr == ""


def test_the_help_speaks_french(run) -> None:
    for words in ((), ("serve",), ("try",), ("staff", "add")):
        said = run(*words, "--help").output
        assert not any(english in said for english in ("Commands", "Everything", "Address", "default:", "required]"))


def test_the_clock_of_production_is_never_moved(run) -> None:
    assert "demo" in run("clock", "+16m", ENV="production").output


def test_staff_add_prints_the_password_on_its_last_line(run) -> None:
    done = run("staff", "add", "--login", "awa", "--role", "case_worker", "--organisation", "sira")
    assert done.exit_code == 0
    assert len(done.output.strip().splitlines()[-1].split("-")) == 4


def test_what_the_operator_does_to_an_account_stands_in_the_journal(run, tmp_path: Path) -> None:
    given = ("staff", "add", "--login", "awa", "--organisation", "sira", "--role")
    url = f"sqlite:///{tmp_path / 'sira.db'}"
    for role in ("case_worker", "auditor"):
        assert run(*given, role, DATABASE_URL=url).exit_code == 0
    with sqlite3.connect(tmp_path / "sira.db") as records:
        lines = records.execute(
            "select a.worker_id, a.action, w.login from audit a join worker w on w.id = a.thing"
        ).fetchall()
    assert sorted(lines) == [
        ("operator", "add_worker:case_worker", "awa"), ("operator", "change_worker:auditor", "awa"),
        ("operator", "renew_password", "awa"),
    ]  # fmt: skip


def test_match_prints_the_documented_json(run, tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("in: mali\nregion: kayes\nage: 24\nneed: [trade]\ntrade: tailoring\n", "utf-8")
    done = run("match", "--facts", str(facts), "--json")
    found = orjson.loads(done.output)
    assert set(found) == {"services", "refused", "first_step", "level", "next_question"}
    assert set(found["services"][0]) == {"id", "org", "sheets", "outcome", "passed", "failed", "open", "reasons"}
    assert set(found["services"][0]["reasons"]) == {"fr", "bm"}


def test_match_prints_the_ranking_of_every_service(run, tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("in: mali\nregion: kayes\nage: 24\nneed: [trade]\ntrade: tailoring\n", "utf-8")
    services = orjson.loads(run("match", "--facts", str(facts), "--json").output)["services"]
    done = " ".join(run("match", "--facts", str(facts)).output.split())
    for number, one in enumerate(services, 1):
        assert re.search(rf"\b{number}\. {one['id']} \([^)]+\) : demandé", done), one["id"]
    assert "Question suivante : " in done


def test_unknown_facts_are_refused_by_name(run, tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("colour: red\nage: old\n", "utf-8")
    done = run("match", "--facts", str(facts), "--json")
    assert done.exit_code == 1
    assert "colour" in done.output
    assert "age" in done.output


def test_flows_and_content_are_in_order_and_can_be_drawn(run) -> None:
    checked = run("flows", "check")
    assert checked.exit_code == 0
    assert "Voix en bm : 0 sur" in checked.output
    assert run("content", "check").exit_code == 0
    assert "flowchart" in run("flows", "draw").output
    assert "bm" in run("locales", "status").output
    assert "base" in run("doctor").output


def test_an_examination_in_an_empty_folder_leaves_it_empty(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    done = run("doctor", DATABASE_URL="sqlite:///var/sira.db", MASTER_KEY="", PEPPER="")
    assert done.exit_code == 1
    assert "n'existe pas ici" in done.output
    assert list(empty.iterdir()) == []


@pytest.fixture
def lost_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = broken(tmp_path / "house", "orientation.yaml", "  save: in\n  next: region", "  save: in\n  next: regoin")
    for reader in ("bot.library", "bot.cli.flows"):
        monkeypatch.setattr(f"{reader}.FLOWS", folder)
    return folder


@pytest.mark.parametrize(
    "words",
    [("serve", "--port", "0"), ("web", "--port", "0"), ("worker",), ("sender",), ("poll",), ("try",), ("doctor",)],
)
def test_a_broken_flow_is_refused_at_every_start_with_the_line(run, lost_target: Path, words: tuple[str, ...]) -> None:
    refused = run(*words, said="1\n1\n", TELEGRAM_TOKEN="1:a")
    assert refused.exit_code == 1
    assert f"{lost_target}/orientation.yaml:" in refused.stderr
    assert "« region » ?" in refused.stderr
    assert "Traceback" not in refused.output


def test_a_start_refuses_with_the_words_of_the_check(run, lost_target: Path) -> None:
    checked, refused = run("flows", "check"), run("try", said="1\n1\n")
    assert checked.exit_code == 1
    assert refused.stderr == checked.stderr


def test_a_broken_flow_can_still_be_drawn(run, lost_target: Path) -> None:
    assert "regoin" in run("flows", "draw", "orientation").output
