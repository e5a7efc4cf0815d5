"""A complaint in the person's own words, whatever is asked and whoever holds the talk: « l'agent m'a demandé de l'argent ».

It was read by the very workers it was about while a case waited or was held.
"""

from __future__ import annotations

from typing import Final

from bot.engine.actions.complain import ABOUT, NAME, NUMBER, TEXT, TOLD, UNASKED
from bot.engine.complaint_effects import AddToComplaint
from bot.engine.options import offered
from bot.engine.rest import lay_aside, resting
from bot.engine.turn import Turn
from bot.engine.values import filled
from bot.engine.walk import put, walk
from flows.schema import Ask
from locales.answer import Options, names_only, understand, understand_partly
from locales.complaining import complains
from locales.fold import words
from locales.words import command_in, reply_in

FLOW, QUESTION, WORDS = "complaint", "about", "words"
FILE, ANSWER, ADDED = "file", "answer_here", "added"
SENTENCE_MIN: Final = 2
"""Words from which what was typed is no name of a choice that was missed."""
MORE_MIN: Final = 3
NOT_FOLLOWED: Final = frozenset(words("comprends comprend compren koi quoi comment"))
"""In a few words: « je comprends pas », « c'est quoi ça » asks about the question."""
NOT_FOLLOWED_MAX: Final = 4
SUBJECTS: Final = ("service", "wait", "sira")
"""Choices of the question that a sentence names by the way; of a person there are many names."""
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
    """Keep the words as the complaint's and go on; False where the question is another, or no complaint was written.

    The sentence is looked at whole, before a part of it may be taken for a choice: of « l'agent du centre m'a demandé de
    l'argent » only « un centre » was kept, and the desk read « je l'ai déjà dit ».
    """
    if not _asked(turn):
        return False
    choices = turn.book.choices(offered(turn, turn.node))
    return _is_sentence(text, choices) and _keep(turn, text, choices)


def danger_told(turn: Turn, text: str) -> bool:
    """As ``complaint_told``, for words in which a danger was heard: no single word of these is missed."""
    return _asked(turn) and _keep(turn, text, turn.book.choices(offered(turn, turn.node)))


def complaint_goes_on(turn: Turn, text: str) -> bool:
    """Keep what is written on behind a complaint that nobody asked for, where it is asked how to answer it."""
    asked = turn.flow.name == FLOW and turn.node.name == ANSWER and UNASKED in turn.notes
    if not asked or len(words(text)) < MORE_MIN or reply_in(text) is not None:
        return False
    turn.effects.append(AddToComplaint(str(turn.notes[NUMBER]), text.strip()[: _length(turn)]))
    turn.note(filled(turn, turn.book.node(FLOW, ADDED).text))
    put(turn, turn.node, again=True)
    return True


def take_words_back(turn: Turn) -> None:
    """« Retour » inside the complaint: its words are asked for again."""
    if turn.frames and turn.flow.name == FLOW:
        turn.notes.pop(TOLD, None)


def _asked(turn: Turn) -> bool:
    return bool(turn.frames) and (turn.flow.name, turn.node.name) == (FLOW, QUESTION)


def _is_sentence(text: str, choices: Options) -> bool:
    said = words(text)
    if len(said) < SENTENCE_MIN or reply_in(text) is not None or names_only(text, choices):
        return False
    if len(said) <= NOT_FOLLOWED_MAX and not NOT_FOLLOWED.isdisjoint(said):
        return False
    return understand(text, choices) is None


def _keep(turn: Turn, text: str, choices: Options) -> bool:
    named = understand_partly(text, choices)
    about = named if named in SUBJECTS and SOMEBODY.isdisjoint(words(text)) else _about(words(text))
    turn.checkpoint(())
    turn.notes.update({ABOUT: about, TEXT: text.strip()[: _length(turn)], TOLD: "yes"})
    turn.tries = 0
    ways = turn.node.by_result
    turn.goto(ways.get(about) or ways["else"], "told")
    walk(turn)
    return True


def _about(said: tuple[str, ...]) -> str:
    return "other" if SOMEBODY.isdisjoint(said) else "worker"


def _length(turn: Turn) -> int:
    """As much as is taken where the words are asked for."""
    spec = turn.book.node(FLOW, WORDS).spec
    return spec.answer.text.max if isinstance(spec, Ask) and spec.answer.text else 0
