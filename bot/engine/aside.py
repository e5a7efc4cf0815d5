"""What is said beside the open question and answered at once: « pourquoi pas EIFA ? », the price, a greeting."""

from __future__ import annotations

from bot.engine import commands
from bot.engine.beside import answers_here
from bot.engine.minors import says_now
from bot.engine.options import offered
from bot.engine.owing import TO_A_SMUGGLER, owing
from bot.engine.told import hear, told_beside_answer
from bot.engine.turn import Turn
from bot.engine.why import among_ideas, names_another, tell_about
from flows.schema import Ask
from locales.words import is_courtesy, topic_in

ABOUT_READING = "cannot_read"


def said_beside(turn: Turn, text: str) -> bool:
    """Answer it, and say whether there was anything."""
    another = names_another(text) if among_ideas(turn) and turn.node.is_question else None
    if another is not None:
        tell_about(turn, another)
        return True
    topic = _topic(turn, text)
    if topic:
        told = told_beside_answer(turn, text) | says_now(turn, text)
        if told:
            hear(turn, told)
        commands.run(turn, topic)
    return topic is not None


def _topic(turn: Turn, text: str) -> str | None:
    """What they ask of Sira beside the open question: not where their own words are awaited, for a human or a complaint."""
    if not turn.frames or not turn.node.is_question or takes_words(turn) or turn.flow.head.private:
        return None
    topic = "hello" if is_courtesy(text) else topic_in(text)
    if topic == TO_A_SMUGGLER and owing(text, offered(turn, turn.node)):
        return None  # then it is the answer
    return None if answers_here(turn, topic) or (topic == ABOUT_READING and _asks_about_reading(turn)) else topic


def _asks_about_reading(turn: Turn) -> bool:
    """Where reading is asked for, « je ne sais pas lire » is the answer."""
    spec = turn.node.spec if turn.frames else None
    return isinstance(spec, Ask) and spec.save in {"reads", "schooling"}


def takes_words(turn: Turn) -> bool:
    """Whether their own words are awaited."""
    spec = turn.node.spec
    return isinstance(spec, Ask) and spec.answer.text is not None and not spec.answer.text.phone
