"""What was not understood, kindly: first an example, then other ways to answer, then a human."""

from __future__ import annotations

from bot.engine.ages import AGE, is_anothers_age
from bot.engine.beneath import is_audible
from bot.engine.effects import OpenHandover
from bot.engine.erasing import erasing
from bot.engine.handover import promise
from bot.engine.named import TRADE_LISTS
from bot.engine.options import offered
from bot.engine.turn import Turn
from bot.engine.urgent import block
from bot.engine.values import filled
from bot.engine.walk import put
from bot.engine.whose import has_human
from flows.schema import Ask
from locales.text import Text

VOICE_OFFERED_AT = 2  # the second answer in a row that is not understood: numbers, voice, a person
HUMAN_AT = 3  # the third: a human (protection A9)
HANDED = "handed_over"
"""The note that misses brought a human already; it counts while the request is open."""


def miss(turn: Turn, text: str) -> None:
    """First an example; then numbers, voice and a person; the third time a human, said plainly."""
    turn.tries += 1
    node = turn.node
    refused = turn.consent == "no"
    if erasing(turn) or _calls_nobody(turn):
        _only_how(turn)
        return
    if _waits(turn):
        _still_waited_for(turn)
        return
    if turn.tries >= HUMAN_AT:
        turn.tries = 0
        if refused:
            _point_the_way(turn)
            return
        if turn.moment.waiting and turn.notes.get(HANDED) == "yes":  # once is enough while it is open
            turn.note(turn.book.phrase("missed_waiting"))
            put(turn, node, again=True, person=True)
            return
        turn.notes[HANDED] = "yes"
        turn.effects.append(OpenHandover("P3", "not_understood"))
        turn.send((turn.book.phrase("missed_human"), *promise(turn, "P3")), kind="receipt")
        put(turn, node, again=True)
        return
    if turn.tries == VOICE_OFFERED_AT:
        told = "missed_twice" if turn.moment.numbered else "missed_twice_buttons"
        turn.note(turn.book.phrase("missed_twice_refused" if refused else told))
        if not turn.voice and is_audible(turn, node, offered(turn, node)):
            turn.note(turn.book.phrase("listen_too"))
        put(turn, node, again=True, person=True)
        return
    turn.note(turn.book.phrase(_missed(turn, text)))
    turn.note(_how_to_answer(turn))
    put(turn, node, again=True)


def _calls_nobody(turn: Turn) -> bool:
    """Whether somebody holds the talk already, or awaits it and would be told that words were written which belong to a
    complaint.
    """
    return has_human(turn) or (turn.moment.waiting and turn.flow.head.private)


def _only_how(turn: Turn) -> None:
    """Who is asking to destroy their words is not told that these are kept, and nobody is called to them unasked."""
    turn.note(turn.book.phrase("missed"))
    turn.note(_how_to_answer(turn))
    put(turn, turn.node, again=True, person=turn.tries >= VOICE_OFFERED_AT and not has_human(turn))


def _waits(turn: Turn) -> bool:
    """Whether a human has been asked for and has not come: what is not understood may well be meant for them."""
    return turn.moment.mode == "queued" and turn.moment.waiting and turn.consent != "no"


def _still_waited_for(turn: Turn) -> None:
    """« Je suis toujours là, il y a quelqu'un ? »: that it is kept, when the team reads it, and the question once more. The
    desk hears that they wrote again.
    """
    turn.effects.append(OpenHandover("P3", "wrote_again"))
    turn.send(promise(turn, "P3", again=True), kind="receipt")
    turn.note(_how_to_answer(turn))
    put(turn, turn.node, again=True, person=turn.tries >= VOICE_OFFERED_AT)


def _how_to_answer(turn: Turn) -> Text:
    """What to do, of what the channel has: no digit is asked for where none is written, no button where none is."""
    node, spec, moment = turn.node, turn.node.spec, turn.moment
    typed = not isinstance(spec, Ask) or spec.answer.number or spec.answer.text or spec.save == AGE
    choices = not typed and bool(offered(turn, node))
    listed = isinstance(spec, Ask) and spec.answer.options is not None
    if choices and not moment.numbered:
        return turn.book.phrase("answer_by_name" if listed else "answer_by_button")
    if choices and not moment.tappable and not listed:
        return turn.book.phrase("answer_by_number")
    if node.retry is not None:
        return filled(turn, node.retry)
    return turn.book.phrase("missed_once" if node.options else "missed_once_open")


def _missed(turn: Turn, text: str) -> str:
    """The phrase of a first miss."""
    spec = turn.node.spec
    if isinstance(spec, Ask) and spec.save == AGE and is_anothers_age(turn, text):
        return "missed_own_age"
    return "missed_trade" if _names_something(turn, text) else "missed"


def _names_something(turn: Turn, text: str) -> bool:
    """Whether words in place of a trade's name may be one: a few letters, no signs."""
    spec = turn.node.spec
    asked = isinstance(spec, Ask) and spec.answer.options in TRADE_LISTS
    return asked and text.replace(" ", "").replace("'", "").isalpha()


def _point_the_way(turn: Turn) -> None:
    """Who refused is handed to nobody unasked (protection A1): how to start again, and where help is without us."""
    turn.send((turn.book.phrase("missed_refused"),), kind="receipt")
    turn.send(block(turn), kind="safety")
    put(turn, turn.node, again=True)
