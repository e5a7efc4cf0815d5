"""A message in recorded pieces: whole, around its values, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.engine.book import Book
from bot.engine.effects import Button, Send
from bot.engine.session import Session
from bot.engine.voiced import voice_of
from bot.voices.naming import recordings_in, spells
from bot.voices.pieces import in_pieces
from bot.voices.repertoire import repertoire
from bot.wording import worded
from flows.texts import of_flows
from locales.text import Lines, Text
from locales.voices.manifest import file_name, key_of, read_manifest, write_manifest
from locales.voices.parts import Unsayable, parts_of, pieces_of
from locales.voices.shelf import Shelf
from tests.voices.shelves import fill, speaking

NUMBER = Text("k.number", "Votre numéro est {number}. Gardez-le.")


def keys(book: Book, text: Text, language: str = "fr") -> list[str]:
    return [part.key for part in parts_of(book.catalogues, text, language)]


def filled(**values: object) -> Text:
    return Text("k", "".join(f"{{{name}}}" for name in values), values)  # type: ignore[arg-type]


def test_a_sentence_is_one_recording_and_one_with_a_value_is_cut_around_it(book: Book) -> None:
    assert [part.words for part in pieces_of(book.catalogues, Text("k", "Bonjour."), "fr")] == ["Bonjour."]
    assert [(part.key, part.words) for part in pieces_of(book.catalogues, NUMBER, "fr")] == [
        ("k.number~1", "Votre numéro est"),
        ("k.number~2", "Gardez-le"),
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (25, ["vingt", "cinq"]),
        ("KX2", ["K", "X", "deux"]),
        ("66 75", ["six", "six", "sept", "cinq"]),
        ("🔨", []),
        ("", []),
        ("14:30", ["quatorze", "hours", "trente"]),
        ("14h00", ["quatorze", "hours"]),
        ("12/2022", ["month.12", "deux", "mille", "vingt", "deux"]),
        ("05/03/2027", ["cinq", "month.3", "deux", "mille", "vingt", "sept"]),
    ],
)  # fmt: skip
def test_a_value_is_said_word_by_word(book: Book, value: object, said: list[str]) -> None:
    found = keys(book, filled(value=value))
    assert [key.removeprefix("say.").removeprefix("word.") for key in found] == said


def test_words_of_somebody_are_never_said(book: Book) -> None:
    with pytest.raises(Unsayable):
        keys(book, filled(value="près du marché"))
    with pytest.raises(Unsayable):
        keys(book, filled(value=10_000))


def test_a_list_and_a_text_inside_are_said_with_their_own_recordings(book: Book) -> None:
    inner = Text("inner", "dedans")
    assert keys(book, filled(value=Lines((inner, inner)))) == ["inner", "inner"]
    assert keys(book, filled(value=inner)) == ["inner"]


def test_a_changed_sentence_in_either_language_is_another_wording(book: Book) -> None:
    (before,), (after,) = (pieces_of(book.catalogues, Text("k", words), "fr") for words in ("Un.", "Deux."))
    assert before.key == after.key
    assert before.text != after.text


def test_the_name_of_a_file_gives_its_key_back_whatever_the_ending() -> None:
    for key in ("orientation.age.ask", "a/b c~2", "say.word.wɔɔrɔ"):
        assert key_of(file_name(key)) == key
        assert key_of(file_name(key).replace(".ogg", ".webm")) == key


def test_a_manifest_comes_back_as_it_was_written(told: Book, tmp_path) -> None:  # type: ignore[no-untyped-def]
    entries = told.voices.entries("bm")
    write_manifest(tmp_path, entries)
    assert read_manifest(tmp_path) == entries


def asked(book: Book, place: str = "orientation", state: str = "place") -> Send:
    node = book.node(place, state)
    assert node.text is not None
    return Send((node.text,), tuple(Button(option.id, option.label) for option in node.options))


def test_a_question_is_said_with_four_choices_and_the_way_to_the_others(told: Book) -> None:
    name = voice_of(told, asked(told), "bm")
    said = [key for _, key in recordings_in(name)]
    assert said[0] == "orientation.place.ask"
    assert sum(key.startswith("orientation.place.choice.") for key in said) == 4
    assert "phrase.button_further" in said
    assert not spells(name)


def test_a_message_of_which_one_choice_is_not_recorded_has_no_voice(told: Book, voices, tmp_path) -> None:  # type: ignore[no-untyped-def]
    entries = dict(told.voices.entries("bm"))
    del entries["orientation.place.choice.mali"]
    write_manifest(tmp_path / "bm", entries)
    poor = speaking(told, Shelf(tmp_path))
    assert voice_of(poor, asked(poor), "bm") == ""
    assert worded(poor, asked(poor), "bm", 1, voice=True).text == worded(told, asked(told), "bm", 1).text


def test_text_voice_and_buttons_are_in_one_language(told: Book) -> None:
    message = worded(told, asked(told), "bm", 1, voice=True)
    assert message.language == "bm"
    assert {language for language, _ in recordings_in(message.voice)} <= {"bm", ""}
    french = worded(told, Send((Text("nowhere", "Seulement français."),)), "bm", 1, voice=True)
    assert (french.language, french.voice) == ("fr", "")


def test_who_did_not_ask_for_a_voice_gets_none(told: Book) -> None:
    assert worded(told, asked(told), "bm", 1).voice == ""


def test_a_machines_voice_is_not_there_in_production(book: Book, tmp_path) -> None:  # type: ignore[no-untyped-def]
    fill(tmp_path, book, "bm", synthetic=True)
    assert Shelf(tmp_path).is_machine("bm")
    assert not Shelf(tmp_path, real=True).speaks("bm")


def test_a_sum_is_one_recording_as_at_the_market(book: Book, told: Book) -> None:
    sums = [key for key in told.voices.entries("bm") if key.startswith("say.sum.")]
    assert len(sums) > 10
    amount = Text("money.XOF", "{amount} F CFA", {"amount": "25\N{NO-BREAK SPACE}000"})
    (part,) = parts_of(book.catalogues, amount, "bm")
    assert part.key == "say.sum.XOF.25000"
    assert "25" in part.words


def test_what_is_said_about_money_is_a_sentence_and_no_sum(told: Book) -> None:
    (said,) = [text for text in of_flows(told.flows) if text.key == "money.honest.say"]
    assert voice_of(told, Send((said,)), "bm") == "bm/money.honest.say"


def test_every_recording_asked_for_is_used_by_some_message(book: Book) -> None:
    """Around a sum nothing is recorded: « sefa » alone would be said by nobody."""
    assert not [key for key in repertoire(book, "bm") if key.startswith(("money.XOF", "money.EUR", "money.percent"))]


def test_what_would_be_heard_for_more_than_a_minute_comes_in_pieces(book: Book, tmp_path: Path) -> None:
    slow = speaking(book, fill(tmp_path, book, "bm", seconds=25.0))
    question = asked(slow)
    lines = (question.lines[0],) * 4
    hears, reads = Session(language="bm", voice=True), Session(language="bm")
    long = Send(lines, question.buttons)
    pieces = in_pieces(slow, long, hears)
    assert [len(piece.lines) for piece in pieces] == [2, 2]
    assert [bool(piece.buttons) for piece in pieces] == [False, True]
    assert in_pieces(slow, long, reads) == (long,)
    listed = Send((Text("", "{lines}", {"lines": Lines(lines)}),))
    assert len(in_pieces(slow, listed, hears)) == 2
