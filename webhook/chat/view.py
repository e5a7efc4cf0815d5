"""From a sitting to what stands around the talk: the choices that count now, and where the page keeps them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Final

from bot.channels.message import Choice
from bot.engine.beneath import GOES_BACK
from bot.engine.book import Book
from bot.engine.effects import BACK, LISTEN, Button, Send
from bot.engine.voiced import can_be_heard
from flows.schema import Ask
from webhook.chat.bubbles import SLOWLY
from webhook.chat.pinned import Asked, asked
from webhook.chat.present import BOT, PERSON
from webhook.chat.sitting import Sitting

PERSON_CHOICE: Final = "0:@person"
LANGUAGE_CHOICE: Final = "0:@language"
HIDE_CHOICE: Final = "0:@hide"
MENU_CHOICE: Final = "0:@menu"
LISTEN_CHOICE: Final = f"0:{LISTEN}"
REPEAT_CHOICE: Final = "0:@repeat"
SLOWLY_CHOICE: Final = f"0:@{SLOWLY}"
SILENT_CHOICE: Final = "0:@silent"
HERE_CHOICE: Final = "0:@here"

NEAR_CHOICES: Final = 3
"""Fewer answers stay in sight at the foot of the page; so many only with their question."""
SCREEN_LETTERS: Final = 350
"""More than these do not fit on a phone of 360 × 640 with the writing row."""
CHOICE_LETTERS: Final = 30
"""The room of a choice that stands beside another, in letters of the text."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """« Hello, which language? » once a language; the same words are not said twice."""

    language: str
    text: str


def greetings(book: Book) -> tuple[Greeting, ...]:
    """The first question in every language that has it."""
    asked = book.node("welcome", "language").text
    assert asked is not None  # noqa: S101 — the checks of the flows refuse a question without words
    said = {language: book.catalogues.say(asked, language) for language in book.catalogues.languages}
    first = dict(reversed([(words, language) for language, words in said.items()]))
    return tuple(Greeting(language, words) for language, words in said.items() if first[words] == language)


def languages(book: Book) -> tuple[Choice, ...]:
    """The first buttons, made before any conversation exists: turn 0."""
    options = book.node("welcome", "language").options
    return tuple(Choice(f"0:{option.id}", option.label.fr, option.picture) for option in options)


def asked_again(book: Book, sitting: Sitting, offered: Sequence[Choice]) -> tuple[Asked, ...]:
    """What to say once more beside the choices, which stay in sight: nothing where the question itself is, nor where what is
    agreed to must be read before they come.
    """
    if not 0 < len(offered) <= NEAR_CHOICES or are_seen(sitting) or binds(book, sitting):
        return ()
    return asked(book, sitting.lines[-1].words, sitting.language)


def binds(book: Book, sitting: Sitting) -> bool:
    """Whether the last words ask for an answer that cannot be undone: who agrees has had its whole text before their eyes."""
    flow, _, rest = sitting.lines[-1].words.key.partition(".") if sitting.lines else ("", "", "")
    node = book.flows[flow].nodes.get(rest.partition(".")[0]) if flow in book.flows else None
    return node is not None and isinstance(node.spec, Ask) and node.spec.barrier


def are_near(book: Book, sitting: Sitting, offered: Sequence[Choice], said_again: Sequence[Asked]) -> bool:
    """Whether the choices stay at the foot of the page, whatever is read above."""
    few = 0 < len(offered) < NEAR_CHOICES and (are_seen(sitting, offered) or not binds(book, sitting))
    return few or bool(said_again)


def are_seen(sitting: Sitting, offered: Sequence[Choice] = ()) -> bool:
    """Whether the whole answer to the person's last words is seen at once, with its choices."""
    return sum(map(len, _said(sitting))) + len(offered) * CHOICE_LETTERS <= SCREEN_LETTERS


def offers(book: Book, phrase: str, offered: Sequence[Choice]) -> bool:
    """Whether the question itself offers what the page's own button ``phrase`` does."""
    words = book.phrase(phrase)
    labels = {book.catalogues.say(words, language) for language in book.catalogues.languages}
    return any(choice.label in labels for choice in offered)


def back_choice(book: Book, sitting: Sitting, offered: Sequence[Choice]) -> str:
    """The button that takes the last answer back, as of the open question, so that two touches undo one; "" where no answer is
    asked for, nothing is to be undone, or a choice of the question does it.
    """
    ids = {choice.payload.partition(":")[2] for choice in offered}
    asks = any(not one.startswith("@") for one in ids)
    if not (sitting.undoes and asks) or ids & {BACK, *GOES_BACK} or offers(book, "button_back", offered):
        return ""
    return f"{sitting.since}:{BACK}"


def _said(sitting: Sitting) -> list[str]:
    """What was said since the person's last words, the newest first."""
    return [line.words.text for line in takewhile(lambda line: line.mark.author != PERSON, reversed(sitting.lines))]


def is_aloud(sitting: Sitting) -> bool:
    """Whether they listen: the same buttons of the voice stand under every question, also under one that has none yet."""
    if sitting.listening:
        return True
    asked = (line for line in reversed(sitting.lines) if line.mark.author == BOT and line.words.choices)
    return any(line.words.voice for line in islice(asked, 1))


def voice_choice(book: Book, sitting: Sitting, offered: Sequence[Choice]) -> str:
    """The button that turns voices on or off; "" where the open question cannot be heard. ``offered``: its choices."""
    if sitting.state == "new":
        return LISTEN_CHOICE if can_be_heard(book, _first(book), "") else ""
    if is_aloud(sitting):
        return SILENT_CHOICE
    return next((choice.payload for choice in offered if is_listen(choice)), "")


def is_listen(choice: Choice) -> bool:
    """Whether it is « Écouter », which has a place of its own on the page."""
    return choice.payload.endswith(LISTEN)


def _first(book: Book) -> Send:
    """The first question, as the engine will put it."""
    node = book.node("welcome", "language")
    assert node.text is not None  # noqa: S101 — the checks of the flows refuse a question without words
    return Send((node.text,), tuple(Button(option.id, option.label) for option in node.options))
