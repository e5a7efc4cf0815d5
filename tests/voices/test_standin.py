"""Voices of a machine: marked, announced once, refused in production; and the command line around all voices."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.engine.book import Book
from bot.rehearsal import Rehearsal
from bot.voices.repertoire import repertoire
from bot.voices.standin import HOW_TO_INSTALL, speak
from locales.numbers import decimal
from locales.voices.manifest import file_name, read_manifest
from locales.voices.shelf import Shelf
from tests.desk.sounds import tone
from tests.prepare import SPEAKER_LINE, speaker
from tests.voices.shelves import fill, speaking

KEY = "welcome.refused_say.say"
ROOM = "general"


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["voices", *words], env={"COLUMNS": "200"})
    return done.exit_code, " ".join(done.output.split())


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "shelf"
    monkeypatch.setenv("SIRA_VOICES", str(root))
    return root


def test_a_machines_voices_are_marked_and_only_fill_gaps(
    shelf: Path, monkeypatch: pytest.MonkeyPatch, book: Book
) -> None:
    seconds = {item.part.words: max(1.0, len(item.part.words.split()) / 3) for item in repertoire(book, "bm").values()}
    monkeypatch.setattr("bot.voices.standin.shutil.which", lambda _: "/bin/true")
    monkeypatch.setattr("bot.voices.standin.speak", lambda words, *_: tone("ogg", seconds[words]))
    assert run("standin", "--flow", ROOM)[0] == 0
    entries = read_manifest(shelf / "bm")
    assert entries
    assert all(entry.synthetic for entry in entries.values())
    assert "0 voix de machine" in run("standin", "--flow", ROOM)[1]
    assert ROOM in run("status")[1]


def test_without_the_program_it_says_how_to_have_it(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.voices.standin.shutil.which", lambda _: None)
    code, said = run("standin", "--flow", ROOM)
    assert (code, HOW_TO_INSTALL in said) == (1, True)


def test_production_refuses_them(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIRA_ENV", "production")
    code, said = run("standin")
    assert code == 1
    assert "sira voices script" in said


def test_the_real_program_says_a_bambara_sentence() -> None:
    program = speaker()
    if program is None:
        pytest.fail(f"This test needs espeak-ng. Run: sudo {SPEAKER_LINE}")
    from bot.voices.examine import examined

    words = "I ni ce. I bɛ se ka kuma ni mɔgɔ ye."
    assert examined(speak(words, "bm", program), words).seconds > 1


def test_a_machines_voice_is_announced_once(book: Book, tmp_path: Path) -> None:
    machine = speaking(book, fill(tmp_path, book, "bm", synthetic=True))
    talk = Rehearsal.begin(channel="telegram", load=lambda: machine)
    talk.say("bonjour")
    talk.say("bamanankan")
    first = talk.say("lamɛn")
    told = machine.catalogues.say(machine.phrase("voice_machine"), "bm")
    assert told in first[-1]
    assert told not in talk.say("a fɔ kokura")[-1]


def test_a_folder_is_added_counted_and_joined(shelf: Path, tmp_path: Path) -> None:
    recorded = tmp_path / "in"
    assert run("script", "--flow", "welcome", "--out", str(recorded))[0] == 0
    assert {path.suffix for path in recorded.iterdir()} == {".txt", ".html", ".pdf", ".json"}
    assert (recorded / "feuille.pdf").read_bytes().startswith(b"%PDF")
    (recorded / file_name(KEY)).write_bytes(tone("ogg", 14.0))
    (recorded / "nonsense.ogg").write_bytes(tone("ogg", 1.0))
    code, said = run("add", str(recorded), "--who", "locutrice")
    assert code == 1
    assert "1 voix gardée, 1 à refaire." in said
    assert "nonsense.ogg : aucune phrase" in said
    assert Shelf(shelf).speaks("bm")
    out = tmp_path / "m.ogg"
    seconds = 2 * read_manifest(shelf / "bm")[KEY].seconds
    assert run("join", KEY, KEY, "--out", str(out)) == (0, f"{out} : {decimal(seconds)} s.")
    assert out.read_bytes().startswith(b"OggS")
    assert run("join", "welcome.more.say")[0] == 1
