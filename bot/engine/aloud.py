"""By voice: everything read aloud, the next choices, silence again, and what is done for who does not read."""

from __future__ import annotations

from bot.engine.ages import AGE
from bot.engine.beneath import is_audible, speaks
from bot.engine.effects import FURTHER, Send
from bot.engine.options import offered
from bot.engine.turn import Turn
from bot.engine.voiced import can_be_heard
from bot.engine.walk import put, reopen, walk
from content.rules import UP_TO
from flows.limits import SPOKEN_CHOICES_MAX
from flows.schema import Ask
from locales.numbers import number_in

BY_VOICE = "by_voice"
"""The note of how to answer them: they cannot read, or would rather listen. A preference, and no fact to match with."""
CANNOT_READ, WISHED = "cannot_read", "wished"


def cannot_read(turn: Turn) -> None:
    """How to go on without reading, at once, with a way to a human; whoever answers is to know it."""
    turn.jot(BY_VOICE, CANNOT_READ)
    by_voice = turn.moment.speakable and turn.consent != "no"  # what they say would be thrown away
    turn.note(turn.book.phrase("cannot_read" if by_voice else "cannot_read_here"))
    if speaks(turn) and not turn.voice:
        listen(turn)
    elif turn.frames and turn.node.is_question:
        put(turn, turn.node, again=True, person=True)
    else:
        walk(turn)


def listen(turn: Turn) -> None:
    """Everything aloud from here on, beginning with the open question; said once when a machine is the speaker."""
    turn.jot(BY_VOICE, turn.notes.get(BY_VOICE, WISHED))
    if not speaks(turn):
        turn.note(turn.book.phrase("voice_none"))
        if turn.moment.speakable and turn.consent != "no":
            turn.note(turn.book.phrase("voice_by_team"))
        reopen(turn)
        return
    if not turn.voice and any(turn.book.voices.is_machine(one) for one in _languages(turn)):
        _tell_machine(turn)
    turn.voice = True
    silent = turn.frames and turn.node.is_question and not is_audible(turn, turn.node, offered(turn, turn.node))
    told = turn.book.phrase("voice_not_here")
    if silent and not can_be_heard(
        turn.book, Send((told,)), turn.language
    ):  # else it is said before each such question
        turn.note(told)
    _open_question(turn)


def silent(turn: Turn) -> None:
    """Words alone again."""
    if turn.voice:
        turn.note(turn.book.phrase("voice_off"))
    turn.voice = False
    turn.notes.pop(BY_VOICE, None)
    reopen(turn)


def further(turn: Turn) -> None:
    """The next choices aloud; after the last the first again."""
    turn.heard += SPOKEN_CHOICES_MAX
    if not turn.frames or not turn.node.is_question or turn.heard >= len(offered(turn, turn.node)):
        turn.heard = 0
    _open_question(turn)


def number_or_age(turn: Turn, command: str, text: str) -> None:
    """« 10 » is the number of « Entendre la suite » at the question of the age, and the age of a child: who meant the age
    hears which answer that is, and does not go round in a circle.
    """
    spec = turn.node.spec if turn.frames else None
    age = number_in(text)
    if (
        command != FURTHER.removeprefix("@")
        or not isinstance(spec, Ask)
        or spec.save != AGE
        or not isinstance(age, int)
    ):
        return
    for place, option in enumerate(offered(turn, turn.node), 1):
        low, most = option.value, option.set.get(UP_TO[AGE])
        if isinstance(low, int) and isinstance(most, int) and low <= age <= most:
            turn.note(turn.book.phrase("further_or_age", age=age, number=place))
            return


def _open_question(turn: Turn) -> None:
    if turn.frames and turn.node.is_question:
        put(turn, turn.node, again=True, whole=True)
    else:
        walk(turn)


def _tell_machine(turn: Turn) -> None:
    """In front of the question where that can be heard; in a message of its own otherwise, which would silence the question."""
    told = turn.book.phrase("voice_machine")
    if can_be_heard(turn.book, Send((told,)), turn.language):
        turn.note(told)
    else:
        turn.send((told,), kind="receipt")


def _languages(turn: Turn) -> tuple[str, ...]:
    return (turn.language,) if turn.language else turn.book.catalogues.languages
