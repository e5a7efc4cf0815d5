"""A complaint in the person's own words, whatever is asked and whoever holds the talk: « l'agent m'a demandé de l'argent ».

It was read by the very workers it was about while a case waited or was held.
"""

from __future__ import annotations

from typing import Final

from bot.engine.actions.complain import ABOUT, NAME, NUMBER, TEXT, UNASKED
from bot.engine.complaint_effects import AddToComplaint
from bot.engine.kept import keep_words
from bot.engine.rest import lay_aside, resting
from bot.engine.turn import Turn
from bot.engine.values import filled
from bot.engine.walk import put, walk
from flows.schema import Ask
from locales.complaining import complains
from locales.fold import words
from locales.words import command_in, reply_in

FLOW, QUESTION, WORDS = "complaint", "about", "words"
FILE, ANSWER, ADDED = "file", "answer_here", "added"
SENTENCE_MIN: Final = 3
"""Words from which what was typed is no name of a choice that was missed."""
SOMEBODY: Final = frozenset(
    words(
        "agent agents gardien gardiens vigile chef responsable directeur directrice formateur formatrice conseiller conseillère"
        " assistant assistante monsieur madame quelqu personne il elle ils elles mɔgɔ"
    )
)


def complaint_heard(turn: Turn, text: str) -> bool:
    """Keep a complaint that nobody asked for, and say so; on its own path the words are an answer, and « je veux me
    plaindre » alone asks for that path. False: it is none.
    """
    if (turn.frames and turn.flow.name == FLOW) or command_in(text) is not None or not complains(text):
        return False
    if resting(turn):
        lay_aside(turn)
    turn.notes[ABOUT] = _about(words(text))
    turn.notes[TEXT] = text.strip()[: _length(turn)]
    turn.notes.pop(NAME, None)
    turn.notes[UNASKED] = "yes"
    turn.push(FLOW, FILE)
    walk(turn)
    return True


def complaint_told(turn: Turn, text: str) -> bool:
    """Keep the words as the complaint's and go on; False where the question is another, or no sentence was written."""
    said = words(text)
    spec = turn.node.spec
    if turn.flow.name != FLOW or not isinstance(spec, Ask) or len(said) < SENTENCE_MIN or reply_in(text) is not None:
        return False
    if turn.node.name == QUESTION:
        turn.notes[ABOUT] = _about(said)
        turn.checkpoint(())
        turn.goto(turn.node.by_result["else"], "told")
        keep_words(turn, text)
        return True
    if turn.node.name == ANSWER and UNASKED in turn.notes:
        turn.effects.append(AddToComplaint(str(turn.notes[NUMBER]), text.strip()[: _length(turn)]))
        turn.note(filled(turn, turn.book.node(FLOW, ADDED).text))
        put(turn, turn.node, again=True)
        return True
    return False


def _about(said: tuple[str, ...]) -> str:
    return "other" if SOMEBODY.isdisjoint(said) else "worker"


def _length(turn: Turn) -> int:
    """As much as is taken where the words are asked for."""
    spec = turn.book.node(FLOW, WORDS).spec
    return spec.answer.text.max if isinstance(spec, Ask) and spec.answer.text else 0
