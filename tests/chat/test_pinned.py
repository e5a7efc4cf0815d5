"""What is said once more beside answers that stay in sight: short, and in the language of who reads."""

from __future__ import annotations

import pytest

from bot.channels.message import Message
from bot.engine.book import Book
from tests.chat.conftest import Phone
from webhook.chat.pinned import SHORT_LETTERS, Asked, asked

LONG = "Voici où aller. " * 30


def _both(book: Book, flow: str, state: str) -> tuple[str, str, str]:
    text = book.node(flow, state).text
    assert text
    return text.key, book.catalogues.say(text, "fr"), book.catalogues.say(text, "bm")


def test_before_a_language_is_chosen_the_question_stands_in_each(book: Book) -> None:
    key, french, bambara = _both(book, "understood", "check")
    both = Message(f"{LONG}\n\n{french}\n\n{LONG}\n\n{bambara}", key=key)
    assert asked(book, both, "") == (Asked("fr", french), Asked("bm", bambara))


def test_the_french_beside_an_unsigned_text_is_not_what_a_bambara_speaker_is_asked(book: Book) -> None:
    key, french, bambara = _both(book, "understood", "check")
    message = Message(f"{bambara}\n\n{french}", "bm", key=key)
    assert asked(book, message, "bm") == (Asked("bm", bambara),)


def test_of_a_long_question_one_sentence_leaves_the_screen_to_what_is_to_be_read(book: Book) -> None:
    key, french, _ = _both(book, "safety", "tell")
    (one,) = asked(book, Message(f"{LONG}\n\n{french}", key=key), "fr")
    assert one.text == "Si vous voulez, écrivez de quoi vous avez besoin."
    assert len(one.text) <= SHORT_LETTERS < len(french.split("\n\n")[-1])


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Un mot. " * 20 + "Voulez-vous partir ? Oui ou non.", ("Voulez-vous partir ?",)),
        ("Une question très longue, " * 10 + "n'est-ce pas ?", ()),
    ],
)
def test_the_sentence_that_asks_is_kept_and_none_that_covers_the_text(
    book: Book, said: str, kept: tuple[str, ...]
) -> None:
    assert tuple(one.text for one in asked(book, Message(said), "fr")) == kept


async def test_whoever_waits_for_the_team_sees_one_menu(talking: Phone) -> None:
    assert "data-menu" not in talking.html
    await talking.send(choice="0:@person")
    assert "☰ Menu" in talking.buttons.values()
    assert "data-menu" in talking.html, "the page's own rests"
