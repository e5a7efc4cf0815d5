"""What a person's words and files mean, in a fixed order: safety, commands, coming back, the answer, and kind misses."""

from __future__ import annotations

from collections.abc import Collection

from bot.engine import answers, commands, safety
from bot.engine.aloud import number_or_age
from bot.engine.aside import said_beside, takes_words
from bot.engine.asked import Asked
from bot.engine.beneath import PERSON, numbered_beneath
from bot.engine.complaint_told import complaint_heard
from bot.engine.effects import OpenHandover
from bot.engine.erasing import yes_erase
from bot.engine.handover import promise
from bot.engine.heard import say_span_back
from bot.engine.how_are_you import GENTLE
from bot.engine.kept import keep_words
from bot.engine.languages_named import language_named, speak
from bot.engine.left import is_left, numbered_open, reassure
from bot.engine.receipt import is_receipt_told
from bot.engine.rest import come_back, just_stopped, lay_aside, resting
from bot.engine.taps import accepted, ask_again
from bot.engine.told import told_first
from bot.engine.turn import WELCOME, Turn
from bot.engine.values import filled
from bot.engine.whose import is_held, is_theirs
from locales.answer import understand
from locales.words import command_in, language_of, safety_signs, topic_in

IN_WORDS = GENTLE | {"thanks"}
"""Where their own words are awaited, these are among them."""
CALLS = frozenset({"person", "help"})
READABLE_BY_A_HUMAN = frozenset({"voice", "image", "video", "document", "location"})


def said(turn: Turn, text: str) -> None:
    """Typed words."""
    asked = Asked.of(turn) if turn.frames and turn.node.is_question else None
    named = (asked.exact(text) or yes_erase(turn, text)) if asked and not is_held(turn) else None
    turn.touched = named is not None or text.strip().isdecimal() or command_in(text) is not None
    if named and not resting(turn):  # then it is an answer, whatever words it holds
        turn.for_team |= is_theirs(turn)
        say_span_back(turn, named, asked.shown if asked else (), text)
        accepted(turn, named)
        return
    signs = safety_signs(text)
    if (signs and safety.alarm(turn, signs, text)) or is_receipt_told(turn, text) or complaint_heard(turn, text):
        return
    command = numbered_open(turn, text) or command_in(text) or _calls(turn, text) or numbered_beneath(turn, text)
    theirs = is_held(turn) or (is_theirs(turn) and not (asked and _answers(asked, text)))
    if theirs and command not in commands.BESIDE:
        reassure(turn, called=command == PERSON)
    elif command and command in _open_now(turn):
        if resting(turn) and not just_stopped(turn):
            lay_aside(turn)
        commands.run(turn, command)
    elif language := language_named(turn, text):
        speak(turn, language)
    elif resting(turn):
        come_back(turn, text)
    elif command and not named and not (command in IN_WORDS and asked and takes_words(turn)):
        number_or_age(turn, command, text)
        commands.run(turn, command)
    elif not said_beside(turn, text):
        _answered(turn, asked, text)


def _open_now(turn: Turn) -> Collection[str]:
    """The commands that are done before it is asked who holds the phone. Who wrote « stop » a moment ago still does."""
    if just_stopped(turn):
        return commands.BESIDE | commands.AFTER_SILENCE
    return commands.AFTER_SILENCE - commands.RECALL if resting(turn) else commands.AFTER_SILENCE


def _answered(turn: Turn, asked: Asked | None, text: str) -> None:
    if asked:
        answers.take(turn, asked, text)
    else:
        _begin(turn, text)


def _begin(turn: Turn, text: str) -> None:
    """The first words of all: a whole sentence chooses its language and is not asked for again."""
    if not turn.frames and not turn.consent:
        turn.push(WELCOME)
        if not turn.language and told_first(turn, text) and language_of(text):
            answers.take(turn, Asked.of(turn), text)
            return
    ask_again(turn)


def sent(turn: Turn, media: str) -> None:
    """Voice notes, pictures and places are never invalid: a human gets them, the question stays open."""
    if is_theirs(turn):
        _for_the_human(turn, media)
        return
    if media in READABLE_BY_A_HUMAN and turn.consent == "no":
        turn.note(filled(turn, turn.book.phrase("media_refused")))
    elif media in READABLE_BY_A_HUMAN:
        private = bool(turn.frames) and turn.flow.head.private
        if turn.frames and turn.node.is_question and takes_words(turn):
            keep_words(turn, f"({media})")
            return
        turn.send((turn.book.phrase(f"media_{media}"),), kind="receipt")
        if not private:
            turn.effects.append(OpenHandover("P3", f"media_{media}"))
            turn.send(promise(turn, "P3"), kind="receipt")
    else:
        turn.note(turn.book.phrase(f"media_{media}" if f"media_{media}" in turn.book.phrases else "media_other"))
    if resting(turn):
        come_back(turn)
        return
    ask_again(turn)


def _for_the_human(turn: Turn, media: str) -> None:
    """What only a human can read is theirs; of what nobody gets (a call, a contact) it is said that it was not kept."""
    readable = media in READABLE_BY_A_HUMAN
    if is_left(turn) and not readable:
        turn.note(turn.book.phrase(f"media_{media}" if f"media_{media}" in turn.book.phrases else "media_other"))
    reassure(turn, words=readable)


def _answers(asked: Asked, text: str) -> bool:
    """Whether it is an answer to a worker's own question; what only resembles one is said to that worker."""
    return understand(text, asked.choices, slips=False) is not None


def _calls(turn: Turn, text: str) -> str | None:
    """A human or help asked for inside a sentence (protection A9), except where the words are the answer awaited."""
    topic = topic_in(text)
    if topic not in CALLS:
        return None
    return None if turn.frames and not resting(turn) and (takes_words(turn) or turn.flow.head.private) else topic
