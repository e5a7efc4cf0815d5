"""The recording page: a speaker with only a phone reads, records, listens, keeps; the same checks as for a folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.broadcast.aloud import part_of
from bot.desk.staff import add_worker
from bot.engine.book import Book
from bot.voices.counts import counts, reach
from bot.voices.keeping import keep
from bot.voices.repertoire import Item, repertoire
from locales.catalogue import Catalogues
from locales.review import ReviewStates, hash_of
from locales.voices.manifest import read_manifest, write_manifest
from locales.voices.shelf import Shelf
from tests.console.conftest import PASSWORD, Desk, checked
from tests.desk.sounds import tone
from tests.voices.shelves import fill, speaking

KEY = "welcome.refused_say.say"
HERE = f"/desk/voices?lang=bm&room=welcome&key={KEY}"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "shelf"


@pytest.fixture
async def editor(app: FastAPI, book: Book, shelf: Path, new_desk: Callable[[], Desk]) -> Desk:
    """Somebody who looks after the words, signed in; nothing is recorded yet."""
    spoken = speaking(book, Shelf(shelf))
    object.__setattr__(app.state.house, "book", spoken)
    await app.state.db.write(add_worker, "dia", "editor", "sira", PASSWORD)
    desk = new_desk()
    assert (await desk.sign_in("dia")).status_code == 303
    return desk


SCRIPT = {"X-Sira-Desk": "1"}


async def kept(desk: Desk, data: bytes, headers: dict[str, str] | None = None, **more: str) -> httpx.Response:
    names = ("csrf", "lang", "room", "key", "text")
    fields = {name: desk.field(name) for name in names} | {"by": "locutrice"} | more
    files = {"voice": ("v", data, "audio/webm")}
    answer = checked(await desk.client.post("/desk/voices", data=fields, files=files, headers=headers))
    if "<html" in answer.text:
        desk.html = answer.text
    return answer


async def test_the_page_opens_on_the_first_words_that_a_new_person_meets(editor: Desk) -> None:
    await editor.get("/desk/voices")
    assert editor.field("room") == "welcome"
    assert re.search(r"0 phrases sur \d{4} dites par une personne · 0 textes sur \d{4} signés", editor.words)


def test_what_a_machine_says_and_what_changed_since_is_no_share_of_a_language(book: Book, tmp_path: Path) -> None:
    items = repertoire(book, "bm")
    shelf = fill(tmp_path, book, "bm", synthetic=True)
    text = book.phrases["thanks"]
    signed = ReviewStates(
        {text.key: ("signed", hash_of(text.fr))}, {text.key: hash_of(book.catalogues.say(text, "bm"))}
    )
    told = replace(book, catalogues=Catalogues(book.catalogues.messages, {"bm": signed}))
    found = reach(told, "bm", counts(told, "bm", shelf, items))
    assert (found.by_people, found.recorded, found.wanted, found.signed) == (0, len(items), len(items), 1)
    entries = dict(shelf.entries("bm"))
    one, other = list(entries)[:2]
    entries |= {
        one: replace(entries[one], synthetic=False),
        other: replace(entries[other], synthetic=False, text="old"),
    }
    write_manifest(tmp_path / "bm", entries)
    found = reach(told, "bm", counts(told, "bm", Shelf(tmp_path), items))
    assert (found.by_people, found.recorded) == (1, len(items) - 1)


async def test_a_sentence_is_read_recorded_heard_and_the_next_one_comes(editor: Desk, shelf: Path) -> None:
    await editor.get(HERE)
    assert "I yɛrɛ de b'a sugandi" in editor.words.replace("’", "'")
    answer = await kept(editor, tone("webm", 14.0))
    assert answer.status_code == 303
    entry = read_manifest(shelf / "bm")[KEY]
    assert (entry.who, entry.synthetic) == ("locutrice", False)
    assert f"key={KEY}&" not in answer.headers["location"]
    await editor.get(HERE)
    assert "déjà enregistrée" in editor.words
    sound = await editor.get(f"/desk/voices/sound?lang=bm&key={KEY}")
    assert sound.content.startswith(b"OggS")


async def test_our_script_hears_why_or_where_to_go_and_its_page_keeps_the_take(editor: Desk, shelf: Path) -> None:
    await editor.get(HERE)
    refused = await kept(editor, tone("webm", 1.0), SCRIPT)
    assert (refused.status_code, refused.headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert refused.text.startswith("Trop court (1,0 s pour ")
    assert not (shelf / "bm").exists()
    done = await kept(editor, tone("webm", 14.0), SCRIPT)
    assert KEY in read_manifest(shelf / "bm")
    assert (await editor.get(done.json()["go"])).status_code == 200
    assert editor.field("key") not in {"", KEY}


async def test_what_a_machine_says_still_waits_for_a_person(editor: Desk, shelf: Path, book: Book) -> None:
    fill(shelf, book, "bm", synthetic=True)
    await editor.get("/desk/voices?lang=bm&room=welcome")
    assert "dite par une machine" in editor.words
    first = editor.field("key")
    await editor.get(f"/desk/voices?lang=bm&room=welcome&key={first}")
    assert (await kept(editor, tone("webm", 4.0))).status_code == 303
    await editor.get("/desk/voices?lang=bm&room=welcome")
    assert editor.field("key") != first


async def test_nobody_reads_a_name_meant_for_files(editor: Desk, book: Book) -> None:
    for address in ("/desk/voices?lang=bm", "/desk/wording?lang=bm"):
        await editor.get(address)
        rooms = re.findall(r"<option[^>]*>([^<]+)</option>", editor.html)
        assert len(rooms) > len(book.flows)
        assert ("Bamanankan" in rooms) is ("voices" in address)  # a single language to review needs no choosing
        assert [one for one in rooms if one.partition(" (")[0] in {*book.flows, "say", "bm"}] == []


async def test_a_piece_is_read_within_its_sentence(editor: Desk) -> None:
    await editor.get("/desk/voices?lang=bm&key=welcome.consent.ask~2")
    assert "La phrase entière" in editor.words
    assert "Sira ye mansin ye, a bɛ … bolo. I tɛ" in editor.words.replace("’", "'")
    assert "{house}" not in editor.html


@pytest.mark.parametrize(("key", "hint"), [("say.sum.XOF.25000", "marché"), ("say.word.kelen", "dans beaucoup")])
async def test_what_is_said_in_many_sentences_is_explained(editor: Desk, key: str, hint: str) -> None:
    await editor.get(f"/desk/voices?lang=bm&room=say&key={key}")
    assert hint in editor.words


async def test_what_cannot_be_used_is_said_and_nothing_is_kept(editor: Desk, shelf: Path) -> None:
    await editor.get(HERE)
    for data, says in ((tone("webm", 1.0), "Trop court"), (b"hello", "pas un son"), (b"", "Enregistrez d'abord")):
        answer = await kept(editor, data)
        assert answer.status_code == 400
        assert says in editor.words.replace("’", "'")
    assert not (shelf / "bm").exists()


async def test_a_sentence_that_changed_meanwhile_is_not_taken(editor: Desk, shelf: Path) -> None:
    await editor.get(HERE)
    assert (await kept(editor, tone("webm", 14.0), text="old")).status_code == 400
    assert not (shelf / "bm").exists()


async def test_who_allows_an_announcement_hears_it_and_no_other_voice(
    app: FastAPI, editor: Desk, shelf: Path, book: Book, new_desk: Callable[[], Desk]
) -> None:
    part = part_of("I ni ce, Sira don.")
    full = fill(shelf, book, "bm")
    keep(tone("ogg", 3.0), part.key, full, "bm", {part.key: Item(part, "announcement.")}, "locutrice")
    await app.state.db.write(add_worker, "awa", "supervisor", "sira", PASSWORD)
    desk = new_desk()
    await desk.sign_in("awa")
    assert (await desk.get(f"/desk/voices/sound?lang=bm&key={part.key}")).content.startswith(b"OggS")
    assert (await desk.get(f"/desk/voices/sound?lang=bm&key={KEY}")).status_code == 404
    assert (await editor.get(f"/desk/voices/sound?lang=bm&key={KEY}")).status_code == 200
    assert (await editor.get(f"/desk/voices/sound?lang=bm&key={part.key}")).status_code == 404


async def test_what_is_not_there_is_nothing(editor: Desk) -> None:
    for address in ("/desk/voices?lang=xx", "/desk/voices?room=nowhere", "/desk/voices/sound?lang=bm&key=../../etc"):
        assert (await editor.get(address)).status_code == 404


@pytest.fixture
def no_place(shelf: Path) -> None:
    """A file stands where the folder should be."""
    shelf.write_text("no folder")


async def test_a_place_where_nothing_can_be_written_is_told(no_place: None, editor: Desk) -> None:
    await editor.get(HERE)
    answer = await kept(editor, tone("webm", 14.0))
    assert answer.status_code == 400
    assert "SIRA_VOICES" in editor.words
