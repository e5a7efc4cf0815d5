"""From the person's words to an answer of the open question, or a kind miss."""

from __future__ import annotations

from collections.abc import Mapping

from bot.engine import commands
from bot.engine.about import said_about
from bot.engine.ages import AGE, age_typed, to_be_seen
from bot.engine.another_wish import another_wish
from bot.engine.aside import said_beside
from bot.engine.asked import Asked
from bot.engine.beside import heard_of_school, look_anew
from bot.engine.by_ear import as_it_sounds
from bot.engine.complaint_told import complaint_goes_on, complaint_told
from bot.engine.heard import TRADES, called_otherwise, say_back, say_span_back
from bot.engine.kept import accept, accept_value, keep_words
from bot.engine.meant import meant, over_the_others
from bot.engine.minors import grown_up, says_now
from bot.engine.misses import miss
from bot.engine.nearly import nearly_meant
from bot.engine.no_wish import no_wish
from bot.engine.other_need import NEED, other_need
from bot.engine.reachable import number_typed, own_number
from bot.engine.said_first import keep_until_yes
from bot.engine.told import hear, told_beside_answer, told_first
from bot.engine.turn import Turn
from bot.engine.walk import put, walk
from bot.engine.why import IDEAS
from flows.flow import Option
from flows.schema import Ask
from locales.answer import Unsure, understand
from locales.numbers import is_answer_number, number_in
from locales.words import command_in, is_courtesy

SAID_AGAIN = frozenset({"repeat", "slowly"})
"""Commands that are heard by ear too: « je compren pa »."""
OTHER_NUMBER = "second_way"
"""The question whether there is another number, in flows/referral.yaml."""
CALLED = "call"
"""The answer that a number typed in its place means."""


def take_plain(turn: Turn, text: str) -> bool:
    """Take ``text`` if it answers the open question beyond doubt; what it may mean besides is not guessed."""
    asked, spec = Asked.of(turn), turn.node.spec
    option = asked.exact(text)
    if option is not None:
        say_span_back(turn, option, asked.shown, text)
        accept(turn, option)
        return True
    words_awaited = isinstance(spec, Ask) and spec.answer.text is not None and not spec.answer.text.phone
    numbers = spec.answer.number if isinstance(spec, Ask) else None
    number = number_in(text) if numbers is not None else None
    if words_awaited and not is_courtesy(text):
        keep_words(turn, text)
    elif numbers is not None and isinstance(number, int) and numbers.low <= number <= numbers.high:
        accept_value(turn, number)
    else:
        return False
    return True


def take(turn: Turn, asked: Asked, text: str, *, heard: bool = False) -> None:
    """Understand ``text`` as an answer of the open question; ``heard``: it is how what they typed sounds, and is not guessed again."""
    spec = turn.node.spec
    if not isinstance(spec, Ask):
        raise TypeError(turn.node.name)
    if grown_up(turn, text):
        say_back(turn, {AGE: turn.facts[AGE]})
        walk(turn)
        return
    if spec.answer.text is not None:
        _take_words(turn, text, phone=spec.answer.text.phone)
        return
    late = says_now(turn, text)
    if late and (spec.barrier or spec.answer.number is not None):  # no yes and no number: first who it is
        hear(turn, late)
        put(turn, turn.node, again=True)
        return
    number = _counted(turn, spec, asked, text)
    if number is not None:
        told = told_beside_answer(turn, text)
        say_back(turn, {**told, **(to_be_seen(number) if spec.save == AGE else {})})
        accept_value(turn, number, told)
    elif not _told_number(turn, asked, text):
        _take_choice(turn, spec, asked, text, heard=heard)


def _counted(turn: Turn, spec: Ask, asked: Asked, text: str) -> int | None:
    """The number that the question asks for; an age also where only its span or its years were shown to be touched."""
    if spec.save == AGE:
        return age_typed(turn, text, asked.shown)
    wanted, number = spec.answer.number, number_in(text)
    taken = wanted is not None and isinstance(number, int) and wanted.low <= number <= wanted.high
    return number if taken and isinstance(number, int) else None


def _take_choice(turn: Turn, spec: Ask, asked: Asked, text: str, *, heard: bool) -> None:
    if not heard and complaint_told(turn, text):
        return
    found = meant(turn, spec, asked, text)
    told = {} if isinstance(found, Unsure) else told_beside_answer(turn, text) or told_first(turn, text)
    told |= says_now(turn, text)
    keep_until_yes(turn, told)
    if asked.exact(text) is None and _chooses_nothing(turn, spec, text, told):
        found = None
    if isinstance(found, Option):
        besides = _guessed(spec, found, asked, text, told)
        say_back(turn, {**told, **called_otherwise(turn, found, spec, asked.shown, text), **besides})
        say_span_back(turn, found, asked.shown, text)
        accept(turn, found, told)
    elif another_wish(turn, text) or other_need(turn, text) or complaint_goes_on(turn, text):
        return
    elif told:
        hear(turn, told)
        if not look_anew(turn, told):
            put(turn, turn.node, again=True)
    elif said_about(turn, spec, text) or heard_of_school(turn, text):
        return
    elif not heard and (again := as_it_sounds(turn, text)) is not None:
        _heard(turn, asked, again)
    elif not nearly_meant(turn, text, found, asked.choices):
        miss(turn, text)


def _chooses_nothing(turn: Turn, spec: Ask, text: str, told: Mapping[str, object]) -> bool:
    """« Je peux changer de ville » is what a card asks for, and changes no idea; who wishes for nothing has no wish."""
    return (bool(told) and turn.flow.name == IDEAS and not spec.save) or (spec.save == NEED and no_wish(text, told))


def _heard(turn: Turn, asked: Asked, again: str) -> None:
    """Nothing was understood as it was written: ``again`` is how it sounds, which is read once more and no further."""
    command, named = command_in(again), asked.exact(again)
    if command in SAID_AGAIN:
        commands.run(turn, command)
    elif named is not None:
        accept(turn, named)
    elif not said_beside(turn, again):
        take(turn, asked, again, heard=True)


def _guessed(spec: Ask, found: Option, asked: Asked, text: str, told: Mapping[str, object]) -> dict[str, object]:
    """What is said back of an answer that only some words of a sentence gave: a wish, or one way over another."""
    if found.over and over_the_others(text, asked) == found.id:
        return {spec.save: found.value}
    named = understand(text, asked.choices, slips=False) is not None or not told.keys().isdisjoint(TRADES)
    return {NEED: found.value} if spec.save == NEED and found.value and not named else {}


def _take_words(turn: Turn, text: str, *, phone: bool) -> None:
    """Words are kept as they are, but for the choices beside them; of a telephone number only the number is kept."""
    beside = understand(text, turn.book.choices(turn.node.options), slips=False)
    chosen = next((option for option in turn.node.options if option.id == beside), None)
    number = number_typed(turn, text) if phone else None
    if chosen:
        accept(turn, chosen)
    elif not phone and is_answer_number(text):
        miss(turn, text)  # of an answer that is not offered here: whoever only sends digits has said nothing yet
    elif not phone:
        keep_words(turn, text)
    elif number is None:
        miss(turn, text)
    else:
        turn.note(turn.book.phrase("number_noted", number=number))
        accept_value(turn, number)


def _told_number(turn: Turn, asked: Asked, text: str) -> bool:
    """A number written before it is asked for: the person's own, or the other one with whose it is."""
    if turn.node.name == OTHER_NUMBER and number_typed(turn, text) is not None:
        turn.goto(turn.node.by_result["yes"], "choice:yes")
        keep_words(turn, text)
        return True
    if not own_number(turn, text):
        return False
    called = asked.option(CALLED)
    if called is not None:
        accept(turn, called)
    else:
        put(turn, turn.node, again=True)
    return True
