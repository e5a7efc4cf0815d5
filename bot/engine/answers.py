"""From the person's words to an answer of the open question, or a kind miss."""

from __future__ import annotations

from dataclasses import dataclass

from bot.engine.effects import OpenHandover
from bot.engine.handover import promise
from bot.engine.named import TRADE_LISTS, named, near_trades, told_beside
from bot.engine.options import offered, written
from bot.engine.reachable import number_typed, own_number
from bot.engine.turn import Turn
from bot.engine.urgent import block
from bot.engine.values import filled
from bot.engine.walk import choose, put, walk
from flows.flow import Option
from flows.schema import Ask
from locales.answer import Options, Unsure, understand, understand_exactly, understand_partly
from locales.durations import age_in
from locales.numbers import number_in
from locales.text import Text
from locales.words import reply_in

VOICE_OFFERED_AT = 2  # the second answer in a row that is not understood: numbers, voice, a person
HUMAN_AT = 3  # the third: a human (protection A9)
AGE = "age"
OTHER_NUMBER = "second_way"
"""The question whether there is another number, in flows/referral.yaml."""
CALLED = "call"
"""The answer that a number typed in its place means."""
FINER = {"region": ("cercle", "place"), "cercle": ("place",)}
"""What a new answer makes untrue: whoever moves from Kayes to Gao is not in Yélimané any more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What may be answered to the open question, worked out once for the message: options, and every way to write each."""

    shown: tuple[Option, ...]
    written: tuple[Option, ...]
    choices: Options
    unseen: Options

    @classmethod
    def of(cls, turn: Turn) -> Asked:
        """Of the question on top."""
        shown, unseen = offered(turn, turn.node), written(turn, turn.node)
        return cls(shown, unseen, _choices(turn, shown), _choices(turn, unseen))

    def option(self, id_: object) -> Option | None:
        """The option with this id, or None."""
        return next((option for option in (*self.shown, *self.written) if option.id == id_), None)

    def exact(self, text: str) -> Option | None:
        """The option that ``text`` names to the letter (folded), or None."""
        return self.option(understand_exactly(text, (*self.choices, *self.unseen)))


def take(turn: Turn, asked: Asked, text: str) -> None:
    """Understand ``text`` as an answer of the open question."""
    spec = turn.node.spec
    if not isinstance(spec, Ask):
        raise TypeError(turn.node.name)
    if spec.answer.text is not None:
        _take_words(turn, text, phone=spec.answer.text.phone)
        return
    if spec.answer.number is not None:
        number = age_in(text, turn.today.year) if spec.save == AGE else number_in(text)
        if isinstance(number, int) and spec.answer.number.low <= number <= spec.answer.number.high:
            _accept_value(turn, number)
            return
    if not _told_number(turn, asked, text):
        _take_choice(turn, spec, asked, text)


def _take_choice(turn: Turn, spec: Ask, asked: Asked, text: str) -> None:
    found = _meant(turn, spec, asked, text)
    if isinstance(found, Option):
        accept(turn, found)
    elif isinstance(found, Unsure):
        turn.note(turn.book.phrase("yes_or_no"))
        put(turn, turn.node, again=True)
    elif reply_in(text) == "go_on":
        turn.note(turn.book.phrase("go_on"))
        put(turn, turn.node, again=True)
    elif not _unknown_trade(turn, spec, text):
        _miss(turn, text)


def _take_words(turn: Turn, text: str, *, phone: bool) -> None:
    """Words are kept as they are, but for the choices beside them; of a telephone number only the number is kept."""
    beside = understand(text, _choices(turn, turn.node.options), slips=False)
    chosen = next((option for option in turn.node.options if option.id == beside), None)
    number = number_typed(turn, text) if phone else None
    if chosen:
        accept(turn, chosen)
    elif not phone:
        keep_words(turn, text)
    elif number is None:
        _miss(turn, text)
    else:
        turn.note(turn.book.phrase("number_noted", number=number))
        _accept_value(turn, number)


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


def _unknown_trade(turn: Turn, spec: Ask, text: str) -> bool:
    """A trade that no sheet knows is understood all the same: near ones are named, and it is no miss."""
    near = near_trades(turn, spec.answer.options or "", text)
    if near:
        turn.note(turn.book.phrase("trade_unknown", trades=near))
        put(turn, turn.node, again=True)
    return bool(near)


def _meant(turn: Turn, spec: Ask, asked: Asked, text: str) -> Option | Unsure | None:
    """The option that the words mean: to the letter, nearly, by name of a town or trade, or by some of its words."""
    found = understand(text, asked.choices, slips=not spec.barrier) or _reply(text, asked.shown)
    if isinstance(found, Unsure):
        return found
    if found is None:
        elsewhere = named(turn, spec.answer.options or "", text)
        if elsewhere is not None or spec.barrier:
            return elsewhere
        found = understand_partly(text, asked.choices) or understand(text, asked.unseen, ordinals=False)
    return asked.option(found) or told_beside(turn, spec.save, text)


def accept(turn: Turn, option: Option) -> None:
    """One option is the answer: save, and walk on."""
    spec = turn.node.spec
    if not isinstance(spec, Ask):
        raise TypeError(turn.node.name)
    node = turn.node
    saved: dict[str, object] = {name: None for name in FINER.get(spec.save, ()) if name in turn.facts}
    saved |= _set_beside(turn, spec, option)
    saved |= option.set
    if spec.save and not option.aside:
        saved[spec.save] = None if option.unknown else option.value
    _remember(turn, spec, tuple(saved))
    turn.learn(saved)
    if spec.save and option.unknown and spec.save not in turn.unknown:
        turn.unknown.append(spec.save)
    if spec.keep and not option.aside:
        turn.notes[spec.keep] = option.value
    turn.tries = 0
    if node.by_result:
        turn.goto(node.by_result.get(option.id) or node.by_result["else"], f"choice:{option.id}")
    else:
        turn.goto(choose(turn, node.arrows), f"choice:{option.id}")
    walk(turn)


def _set_beside(turn: Turn, spec: Ask, option: Option) -> dict[str, object]:
    """What an earlier choice of this question set beside its answer, to be taken back with it.

    Whoever said « j'ai des dettes » and now says « je ne sais pas » has no debts that press any more.
    """
    before = turn.facts.get(spec.save) if spec.save and not option.aside else None
    if before is None:
        return {}
    earlier = (one.set.items() for one in turn.node.options if one.value == before)
    return {name: None for one in earlier for name, value in one if turn.facts.get(name) == value}


def keep_words(turn: Turn, text: str) -> None:
    """Free words for the human: kept as they are, up to the length that the flow allows."""
    spec = turn.node.spec
    if not isinstance(spec, Ask) or spec.answer.text is None:
        raise TypeError(turn.node.name)
    _accept_value(turn, text.strip()[: spec.answer.text.max])


def _accept_value(turn: Turn, value: int | str) -> None:
    node, spec = turn.node, turn.node.spec
    if not isinstance(spec, Ask):
        raise TypeError(node.name)
    _remember(turn, spec, (spec.save,) if spec.save else ())
    if spec.save:
        turn.learn({spec.save: value})
    if spec.keep:
        turn.notes[spec.keep] = value
    turn.tries = 0
    turn.goto(node.by_result["else"] if node.by_result else choose(turn, node.arrows), "answer")
    walk(turn)


def _remember(turn: Turn, spec: Ask, changed: tuple[str, ...]) -> None:
    if spec.barrier:
        turn.history.clear()
    else:
        turn.checkpoint(changed)


def _choices(turn: Turn, options: tuple[Option, ...]) -> Options:
    return tuple((option.id, turn.book.readings(option)) for option in options)


def _reply(text: str, shown: tuple[Option, ...]) -> str | Unsure | None:
    """« Oui », « je ne sais pas » and their kin, where the question has such an answer."""
    reply = reply_in(text)
    ids = {option.id for option in shown}
    if reply == "unsure" and {"yes", "no"} <= ids:
        return Unsure()
    if reply in ids:
        return reply
    if reply in {"dont_know", "prefer_not"}:
        return next((option.id for option in shown if option.unknown), None)
    return None


def _miss(turn: Turn, text: str) -> None:
    """First an example; then numbers, voice and a person; the third time a human, said plainly."""
    turn.tries += 1
    node = turn.node
    refused = turn.consent == "no"
    if turn.tries >= HUMAN_AT:
        turn.tries = 0
        if refused:
            _point_the_way(turn)
            return
        turn.effects.append(OpenHandover("P3", "not_understood"))
        turn.send((turn.book.phrase("missed_human"), *promise(turn, "P3")), kind="receipt")
        put(turn, node, again=True)
        return
    if turn.tries == VOICE_OFFERED_AT:
        told = "missed_twice" if turn.moment.numbered else "missed_twice_buttons"
        turn.note(turn.book.phrase("missed_twice_refused" if refused else told))
        put(turn, node, again=True, person=True)
        return
    turn.note(turn.book.phrase("missed_trade" if _names_something(turn, text) else "missed"))
    turn.note(_how_to_answer(turn))
    put(turn, node, again=True)


def _how_to_answer(turn: Turn) -> Text:
    """What to do, of what the channel has: no digit is asked for where none is written, no button where none is."""
    node, spec, moment = turn.node, turn.node.spec, turn.moment
    choices = isinstance(spec, Ask) and not (spec.answer.number or spec.answer.text) and bool(offered(turn, node))
    listed = isinstance(spec, Ask) and spec.answer.options is not None
    if choices and not moment.numbered:
        return turn.book.phrase("answer_by_name" if listed else "answer_by_button")
    if choices and not moment.tappable and not listed:
        return turn.book.phrase("answer_by_number")
    if node.retry is not None:
        return filled(turn, node.retry)
    return turn.book.phrase("missed_once" if node.options else "missed_once_open")


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
