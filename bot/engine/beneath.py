"""What stands under a question beside its choices: the next choices aloud, a human, « Écouter »; and their numbers.

They are counted on behind the choices, on the screen and by the voice, so a number that is typed must mean them too.
"""

from __future__ import annotations

from typing import Final

from bot.engine.effects import FURTHER, LISTEN, Button, Send
from bot.engine.options import offered
from bot.engine.turn import Turn
from bot.engine.values import filled
from bot.engine.voiced import can_be_heard
from flows.flow import Node, Option
from flows.limits import CHOICES_MAX, SPOKEN_CHOICES_MAX
from flows.schema import Ask
from locales.numbers import number_in
from locales.ordinals import ordinal_in

PERSON: Final = "person"
"""The command, and the id of the choice in every question that has one."""
PAGE: Final = "web"
"""The channel whose page has a place of its own for « Écouter », outside the choices: there it may stand at each question."""
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
    listens = person or not turn.language
    if not turn.voice and (listens or turn.moment.channel == PAGE) and is_audible(turn, node, shown):
        found.append(Button(LISTEN, turn.book.phrase("button_listen"), "🔊"))
    _remember(turn, [button for button in found if button.id != LISTEN or listens])
    return tuple(found)


def is_audible(turn: Turn, node: Node, shown: tuple[Option, ...]) -> bool:
    """Whether the question of ``node`` would be heard whole, with its choices, by who asks for it now."""
    if not speaks(turn):
        return False
    question = Send((filled(turn, node.text),), tuple(Button(option.id, option.label) for option in shown))
    return can_be_heard(turn.book, question, turn.language)


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
