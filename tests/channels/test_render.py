"""A message as wires, on each channel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.capabilities import BY_NAME, TELEGRAM, TERMINAL, WEB, WHATSAPP, Capabilities
from bot.channels.message import Choice, MediaOut, Message
from bot.channels.numbered import with_numbers, without_numbers
from bot.channels.render import render
from bot.channels.split import units
from bot.channels.wire import Wire
from bot.engine.effects import Button, Send
from bot.wording import worded
from flows import limits
from tests import once

VOICE = MediaOut("m1", "voice", "audio/ogg")


def choices(count: int, label: str = "Choix {}", picture: str = "") -> tuple[Choice, ...]:
    return tuple(Choice(f"3:c{n}", label.format(n), picture) for n in range(1, count + 1))


FORMS = [
    (TELEGRAM, 1, "Oui", "buttons"),
    (TELEGRAM, 100, "Choix {}", "buttons"),
    (TELEGRAM, 101, "Choix {}", "text"),
    (WHATSAPP, 1, "Oui", "buttons"),
    (WHATSAPP, 3, "x" * 20, "buttons"),
    (WHATSAPP, 3, "x" * 21, "list"),
    (WHATSAPP, 4, "Choix {}", "list"),
    (WHATSAPP, 10, "x" * 24, "list"),
    (WHATSAPP, 11, "Choix {}", "text"),
    (WEB, 12, "Choix {}", "buttons"),
    (TERMINAL, 2, "Choix {}", "text"),
]


@pytest.mark.parametrize(("capabilities", "count", "label", "kind"), FORMS)
def test_choices_take_the_form_that_the_channel_has(
    capabilities: Capabilities, count: int, label: str, kind: str
) -> None:
    (wire,) = render(Message("Que voulez-vous ?", choices=choices(count, label)), capabilities)
    assert (wire.kind, len(wire.choices)) == (kind, count)
    assert ("1. " in wire.text) == (capabilities.numbered or kind == "text")


def test_whatsapp_always_has_the_numbers_in_the_text_too() -> None:
    (wire,) = render(Message("Où êtes-vous ?", choices=choices(2)), WHATSAPP)
    assert wire.text == "Où êtes-vous ?\n\n1. Choix 1\n2. Choix 2"


@pytest.mark.parametrize(("language", "word"), [("fr", "Choisir"), ("bm", "Sugandi")])
def test_a_list_is_opened_in_the_language_of_the_message(language: str, word: str) -> None:
    book = once.book()
    said = book.phrases["list_button"]
    send = Send((said,), tuple(Button(str(n), said) for n in range(4)))
    (wire,) = render(worded(book, send, language, 1), WHATSAPP)
    assert wire.list_button == word
    assert len(word) <= limits.WHATSAPP_LIST_BUTTON_MAX


def test_a_list_without_a_word_is_opened_by_a_sign() -> None:
    assert render(Message("?", choices=choices(4)), WHATSAPP)[0].list_button == "☰"


def test_a_picture_stands_before_the_label_where_both_fit() -> None:
    (wire,) = render(Message("?", choices=(Choice("1:a", "Réparer", "🔧"), Choice("1:b", "x" * 20, "🔧"))), WHATSAPP)
    assert [choice.label for choice in wire.choices] == ["🔧 Réparer", "x" * 20]
    assert "1. 🔧 Réparer" in wire.text


def test_what_is_taken_back_and_what_is_heard_come_first() -> None:
    message = Message("Bonjour.", media=VOICE, delete_refs=("11", "12"))
    assert render(message, TELEGRAM) == [
        Wire("delete", delete_ref="11"),
        Wire("delete", delete_ref="12"),
        Wire("media", media=VOICE),
        Wire("text", text="Bonjour."),
    ]
    assert [wire.kind for wire in render(message, WHATSAPP)] == ["media", "text"]


def test_nothing_to_say_is_no_wire() -> None:
    assert render(Message("  "), TELEGRAM) == []


def test_a_short_text_of_two_paragraphs_stays_one_message_on_whatsapp() -> None:
    (wire,) = render(Message("Merci.\n\nQuel âge avez-vous ?", choices=choices(2)), WHATSAPP)
    assert wire.text.startswith("Merci. Quel âge avez-vous ?\n\n1. ")


def test_a_long_text_goes_first_and_its_question_stands_over_the_buttons() -> None:
    explained = "\n\n".join(["Une explication assez longue. " * 12] * 4).strip()
    first, last = render(Message(f"{explained}\n\nQue voulez-vous ?", choices=choices(3)), WHATSAPP)
    assert (first.kind, first.text) == ("text", explained)
    assert (last.kind, last.text) == ("buttons", "Que voulez-vous ?\n\n1. Choix 1\n2. Choix 2\n3. Choix 3")


WRONG = [
    ("a label too long for Telegram", TELEGRAM, Choice("1:a", "x" * 41), "41 characters; telegram shows 40"),
    ("a label too long for WhatsApp", WHATSAPP, Choice("1:a", "x" * 25), "25 characters; whatsapp shows 24"),
    ("a payload too long", TELEGRAM, Choice("1:" + "é" * 32, "Oui"), "1 to 64 bytes"),
    ("no payload", WHATSAPP, Choice("", "Oui"), "1 to 200 bytes"),
    ("no label", TELEGRAM, Choice("1:a", " "), "has no label"),
]


@pytest.mark.parametrize(("capabilities", "choice", "words"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_breach_names_the_key(capabilities: Capabilities, choice: Choice, words: str) -> None:
    with pytest.raises(ValueError, match=f"flow.place.*{words}"):
        render(Message("Où ?", key="flow.place", choices=(choice,)), capabilities)


def test_choices_need_words_above_them() -> None:
    with pytest.raises(ValueError, match=r"flow\.place: choices need a text"):
        render(Message(" ", key="flow.place", choices=choices(1)), WHATSAPP)


LINES = st.text(alphabet=st.sampled_from("ab é👍ɛɔ.?!, \n"), min_size=1, max_size=40)
LONG = st.builds(lambda part, times: (part + ". ") * times, LINES, st.integers(1, 150))
TEXTS = st.lists(st.one_of(LINES, LONG), min_size=1, max_size=4).map("\n\n".join).filter(str.strip)
LABELS = st.text(alphabet=st.sampled_from("abéɛŋ 1"), min_size=1, max_size=24).filter(str.strip)
CHOICES = st.lists(
    st.builds(Choice, st.integers(1, 999).map("{}:oui".format), LABELS, st.sampled_from(["", "🔧", "👩‍🔧"])),
    max_size=14,
).map(tuple)


@given(TEXTS, CHOICES, st.sampled_from(list(BY_NAME.values())))
def test_wires_keep_every_word_and_every_limit(
    text: str, offered: tuple[Choice, ...], capabilities: Capabilities
) -> None:
    wires = render(Message(text, choices=offered), capabilities)

    said = "".join(without_numbers(wire.text, wire.choices) for wire in wires)
    assert _letters(said).startswith(_letters(text))
    assert [wire for wire in wires if wire.choices] == ([wires[-1]] if offered else [])
    for wire in wires:
        assert wire.text.strip()
        limit = capabilities.text_max if wire.kind == "text" else capabilities.button_body_max
        assert units(wire.text) <= limit
        if wire.kind in {"buttons", "list"}:
            room = capabilities.button_label_max if wire.kind == "buttons" else capabilities.list_label_max
            assert all(units(choice.label) <= room for choice in wire.choices)
            if capabilities.one_line_body:
                assert "\n" not in without_numbers(wire.text, wire.choices)
    if offered:
        assert [choice.payload for choice in wires[-1].choices] == [choice.payload for choice in offered]
        shown = [choice.label for choice in wires[-1].choices]
        assert all(" ".join(choice.label.split()) in label for choice, label in zip(offered, shown, strict=True))


def _letters(text: str) -> str:
    return "".join(text.replace("·", "").split())


@given(TEXTS, CHOICES.filter(bool))
def test_numbers_can_be_taken_off_again(text: str, offered: tuple[Choice, ...]) -> None:
    assert without_numbers(with_numbers(text, offered), offered) == text
