"""A recording is examined before it is kept: the good ones are made alike, of the others it is said what to do."""

from __future__ import annotations

import io
from pathlib import Path

import av
import pytest

from bot.engine.book import Book
from bot.voices.counts import left
from bot.voices.examine import examined
from bot.voices.form import LOUDNESS, RATE
from bot.voices.keeping import SHEET, add_folder
from bot.voices.opus import packed, silence, unpacked
from bot.voices.refused import VoiceRefusedError
from bot.voices.repertoire import repertoire
from bot.voices.script import write
from locales.voices.manifest import FILE, file_name, read_manifest
from locales.voices.parts import cut_alike
from locales.voices.shelf import Shelf
from tests.desk.sounds import silence as nothing_said
from tests.desk.sounds import tone

FOUR = "un deux trois quatre"
KEY = "welcome.refused_say.say"


def film() -> bytes:
    """A stereo film of a second, as a phone's camera makes it."""
    written = io.BytesIO()
    with av.open(written, "w", format="mp4") as target:
        picture = target.add_stream("mpeg4", rate=10)
        picture.width = picture.height = 32
        picture.pix_fmt = "yuv420p"
        sound = target.add_stream("aac", rate=RATE, layout="stereo")
        for _ in range(10):
            target.mux(picture.encode(av.VideoFrame(32, 32, "yuv420p")))
        said = av.AudioFrame(format="s16", layout="mono", samples=RATE)
        said.sample_rate = RATE
        for frame in av.AudioResampler(format="fltp", layout="stereo", rate=RATE, frame_size=1024).resample(said):
            target.mux(sound.encode(frame))
        target.mux(picture.encode(None))
    return written.getvalue()


def shouted(seconds: float = 2.0) -> bytes:
    """A tone far above what can be written: its tops are cut off."""
    from bot.voices.heard import filtered, samples_of, written

    return written(filtered(samples_of(tone("ogg", seconds)), "volume=30dB"))


@pytest.mark.parametrize("container", ["webm", "ogg", "mp3", "ipod", "adts"])
def test_whatever_a_phone_records_is_made_alike(container: str) -> None:
    made = examined(tone(container, 2.0, stereo=True), FOUR)
    assert made.seconds == pytest.approx(2.0, abs=0.1)
    assert made.loudness == pytest.approx(LOUDNESS, abs=0.5)
    with av.open(io.BytesIO(made.data)) as sound:
        assert (sound.format.name, sound.streams.audio[0].codec_context.layout.name) == ("ogg", "mono")


@pytest.mark.parametrize(
    ("data", "words", "told"),
    [
        (lambda: b"hello", FOUR, "pas un son"),
        (lambda: b"OggS" + bytes(100), FOUR, "ne se lit pas"),
        (lambda: nothing_said(2), FOUR, "on n'entend rien"),
        (lambda: nothing_said(0.3), FOUR, "trop court"),
        (lambda: tone("ogg", 1.0), "mot " * 30, "trop court"),
        (lambda: tone("ogg", 12.0), FOUR, "trop long"),
        (film, FOUR, "c'est un film"),
        (shouted, FOUR, "le son sature"),
        (lambda: shouted(0.5), "mot " * 6, r"trop court \(0,5 s pour 6 mots\)"),
    ],
    ids=["no sound", "broken", "silent", "silent and short", "too short", "too long", "film", "clipped", "short and clipped"],
)  # fmt: skip
def test_a_bad_recording_is_refused_with_what_to_do(data, words: str, told: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(VoiceRefusedError, match=told) as refused:
        examined(data(), words)
    assert "\n" not in str(refused.value)


def test_silence_around_the_words_is_left_out() -> None:
    spoken = unpacked(examined(tone("ogg", 2.0), FOUR).data)
    wide = packed([silence(), silence(), spoken, silence(), silence()])
    assert examined(wide, FOUR).seconds == pytest.approx(2.2, abs=0.15)


def test_pieces_end_to_end_last_as_long_as_together() -> None:
    one = unpacked(examined(tone("ogg", 2.0), FOUR).data)
    joined = packed([one, silence(), one, one])
    with av.open(io.BytesIO(joined)) as sound:
        seconds = sum(frame.samples for frame in sound.decode(audio=0)) / RATE
    assert seconds == pytest.approx(3 * one.seconds + silence().seconds, abs=0.05)


def test_a_folder_is_kept_file_by_file(book: Book, tmp_path: Path) -> None:
    items = repertoire(book, "bm")
    folder, shelf = tmp_path / "in", Shelf(tmp_path / "shelf")
    write(folder, [items[KEY], items["say.word.tan"]], "bm")
    (folder / file_name(KEY).replace(".ogg", ".webm")).write_bytes(tone("webm", 30.0))
    (folder / "say.word.tan.m4a").write_bytes(tone("ipod", 1.0))
    (folder / "welcome.refused.mp3").write_bytes(tone("mp3", 1.0))
    done = add_folder(folder, shelf, "bm", items, "locutrice")
    assert done.kept == ("say.word.tan", KEY)
    assert done.refused == (f"welcome.refused.mp3 : aucune phrase ne porte ce nom ; vouliez-vous dire {KEY} ?",)
    entry = read_manifest(tmp_path / "shelf" / "bm")[KEY]
    assert (entry.who, entry.synthetic, entry.text) == ("locutrice", False, items[KEY].part.text)
    assert shelf.has(items[KEY].part, "bm")
    assert shelf.path("bm", KEY).stat().st_size < 512 * 1024


def test_of_two_takes_of_a_sentence_neither_is_kept_in_silence(book: Book, tmp_path: Path) -> None:
    items = repertoire(book, "bm")
    folder, shelf = tmp_path / "in", Shelf(tmp_path / "shelf")
    folder.mkdir()
    for name, form in (("say.word.tan.m4a", "ipod"), ("say.word.tan.webm", "webm"), ("say.word.fila.m4a", "ipod")):
        (folder / name).write_bytes(tone(form, 1.0))
    done = add_folder(folder, shelf, "bm", items, "locutrice")
    assert done.kept == ("say.word.fila",)
    assert [line.partition(" : ")[0] for line in done.refused] == ["say.word.tan.m4a", "say.word.tan.webm"]
    assert "aussi dans say.word.tan.webm" in done.refused[0]
    assert not shelf.has(items["say.word.tan"].part, "bm")


def test_a_sentence_that_changed_since_the_sheet_is_to_be_read_again(book: Book, tmp_path: Path) -> None:
    items = repertoire(book, "bm")
    write(tmp_path, [items[KEY]], "bm")
    sheet = tmp_path / SHEET
    sheet.write_text(sheet.read_text().replace(items[KEY].part.text, "000000000000"))
    (tmp_path / file_name(KEY)).write_bytes(tone("ogg", 12.0))
    done = add_folder(tmp_path, Shelf(tmp_path / "shelf"), "bm", items, "locutrice")
    assert done.kept == ()
    assert "la phrase a changé" in done.refused[0]
    assert items[KEY].part.words in done.refused[0]


def test_a_broken_manifest_costs_the_newest_voices_and_not_the_talk(
    book: Book, told: Book, voices: Path, tmp_path: Path
) -> None:
    items = repertoire(book, "bm")
    folder = tmp_path / "bm"
    folder.mkdir()
    (folder / FILE).write_bytes((voices / "bm" / FILE).read_bytes())
    shelf = Shelf(tmp_path)
    assert shelf.has(items[KEY].part, "bm")
    (folder / FILE).write_text("{")
    assert shelf.has(items[KEY].part, "bm")
    assert not Shelf(tmp_path).has(items[KEY].part, "bm")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("welcome.consent.ask", "cette phrase se dit en 3 morceaux : welcome.consent.ask~1, welcome.consent.ask~2"),
        ("welcome.consant.ask", "vouliez-vous dire welcome.consent.ask ? Elle se dit en 3 morceaux"),
        ("welcome.refused_say.sai", "vouliez-vous dire welcome.refused_say.say ?"),
    ],
)
def test_a_name_without_its_piece_is_told_which_pieces_there_are(
    book: Book, tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / f"{name}.ogg").write_bytes(b"x")
    done = add_folder(tmp_path, Shelf(tmp_path / "shelf"), "bm", repertoire(book, "bm"), "locutrice")
    assert says in done.refused[0]


def test_the_sheet_follows_the_conversation_and_pieces_of_a_sentence_are_neighbours(book: Book) -> None:
    keys = [item.part.key for item in left("bm", Shelf(None), repertoire(book, "bm"))]
    first = keys.index("welcome.consent.ask~1")
    assert keys[first : first + 3] == [f"welcome.consent.ask~{number}" for number in (1, 2, 3)]
    assert keys.index("welcome.language.ask") < first


def test_a_piece_has_its_own_french_where_the_sentence_can_be_cut(book: Book) -> None:
    assert repertoire(book, "bm")["welcome.consent.ask~1"].part.french == "Sira est une machine, tenue par"
    assert cut_alike("Attendez {wait}.", "{wait} makɔnɔ.") == ("Attendez {wait}.", "Attendez {wait}.")
