"""What stands under a question beside its choices: the next choices aloud, a human, « Écouter »; and their numbers.

They are counted on behind the choices, on the screen and by the voice, so a number that is typed must mean them too.
"""

from __future__ import annotations

from typing import Final

from bot.engine.choices import buttons_of
from bot.engine.effects import BACK, FURTHER, LISTEN, Button, Send
from bot.engine.options import offered
from bot.engine.turn import Turn
from bot.engine.values import filled
from bot.engine.voiced import can_be_heard
from bot.engine.whose import is_held
from flows.flow import Node, Option
from flows.limits import CHOICES_MAX, SPOKEN_CHOICES_MAX, WHATSAPP_QUICK_REPLIES_MAX
from flows.schema import Ask
from locales.numbers import number_in
from locales.ordinals import ordinal_in

PERSON: Final = "person"
"""The command, and the id of the choice in every question that has one."""
PAGE: Final = "web"
"""The channel whose page has a place of its own for « Écouter », outside the choices: there it may stand at each question."""
HEARD: Final = "phrase.heard_so"
"""The key of « J'ai compris : … Sinon, écrivez « retour » »."""
GOES_BACK: Final = frozenset({"go_on", "back"})
"""Choices that mean the same as « retour »."""
BENEATH: Final = "beneath"
"""The note of the commands that were shown with numbers under the open question, in their order."""


def beneath(turn: Turn, node: Node, shown: tuple[Option, ...], *, person: bool) -> tuple[Button, ...]:
    """The buttons after those of ``shown``. ``person``: a way to a human, unless the question has one, and to hear it all."""
    someone = turn.book.phrase("button_person")
    human = person and all(option.id != PERSON and option.label.fr != someone.fr for option in shown)
    found: list[Button] = []
    if turn.voice and len(shown) > SPOKEN_CHOICES_MAX and (len(shown) < CHOICES_MAX or human):
        found.append(Button(FURTHER, turn.book.phrase("button_further"), "🔊"))  # ten fill the list: its number is said
    if human:
        found.append(Button(f"@{PERSON}", someone, "🧑"))
    if (turn.voice or heard_in(turn)) and _leads_back(turn, shown) and _room(turn, len(shown) + len(found)):
        found.append(Button(BACK, turn.book.phrase("button_back"), "↩️"))
    listens = person or not turn.language
    if not turn.voice and (listens or turn.moment.channel == PAGE) and is_audible(turn, node, shown):
        found.append(Button(LISTEN, turn.book.phrase("button_listen"), "🔊"))
    numbered = [button for button in found if button.id != LISTEN or listens]
    _remember(turn, numbered[: max(0, CHOICES_MAX - len(shown))])  # no sign stands for a number above ten
    return tuple(found)


def heard_in(turn: Turn) -> bool:
    """Whether « J'ai compris : … » stands in front of what is said next, and its words are to be taken back by a touch."""
    return any(text.key == HEARD for text in turn.pending)


def _leads_back(turn: Turn, shown: tuple[Option, ...]) -> bool:
    """Whether « retour » would undo an answer about themselves, given since the yes or no, that no choice here undoes."""
    behind = bool(turn.history) or len(turn.frames) > 1
    said = turn.book.phrase("button_back").fr
    one = any(
        option.id in GOES_BACK or option.label.fr == said for option in shown
    )  # two that sound alike are one too many
    return bool(turn.consent) and behind and not is_held(turn) and not one


def _room(turn: Turn, many: int) -> bool:
    """Whether one more choice changes nothing for the others: not past a list's last row, nor three buttons folded into
    one. A page or a chat without numbers in its text has room for all.
    """
    listed = many == WHATSAPP_QUICK_REPLIES_MAX or many >= CHOICES_MAX
    return turn.moment.tappable and not (turn.moment.numbered and listed)


def is_audible(turn: Turn, node: Node, shown: tuple[Option, ...]) -> bool:
    """Whether the question of ``node`` would be heard whole, with its choices, by who asks for it now."""
    if not speaks(turn):
        return False
    question = Send((filled(turn, node.text),), buttons_of(node, shown))
    return can_be_heard(turn.book, question, turn.language)


def say_silent(turn: Turn, question: Send) -> bool:
    """To who listens, before a ``question`` that stays silent: that it does, in a message of its own, which is heard. A voice
    that only stops leaves somebody who cannot read before a wall. False: the question is heard, or nothing can say so.
    """
    told = turn.book.phrase("voice_not_here")
    heard = not turn.voice or can_be_heard(turn.book, question, turn.language)
    if heard or not can_be_heard(turn.book, Send((told,)), turn.language):
        return False
    turn.send_apart(told)
    return True


def speaks(turn: Turn) -> bool:
    """Whether there is a voice to be heard, in the person's language or, before they have one, in any."""
    languages = (turn.language,) if turn.language else turn.book.catalogues.languages
    return any(turn.book.voices.speaks(language) for language in languages)


def _remember(turn: Turn, numbered: list[Button]) -> None:
    if numbered:
        turn.notes[BENEATH] = [button.id.removeprefix("@") for button in numbered]
    else:
        turn.notes.pop(BENEATH, None)


def numbered_beneath(turn: Turn, text: str) -> str | None:
    """The command whose number ``text`` is, behind the last choice of the open question; None for any other words."""
    spec = turn.node.spec if turn.frames else None
    if not isinstance(spec, Ask) or spec.answer.text:  # there a number is the answer
        return None
    if spec.answer.number and ordinal_in(text) is None:  # « 10 ans » is an age beside whatever has the number 10
        return None
    number, many = number_in(text), len(offered(turn, turn.node))
    if not isinstance(number, int) or number <= many:
        return None
    told = turn.notes.get(BENEATH) or (["further"] if turn.voice and many > SPOKEN_CHOICES_MAX else [])
    place = number - many - 1
    return str(told[place]) if place < len(told) else None
