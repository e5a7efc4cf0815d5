"""The open question, as words are held against it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.engine.ages import AGE, are_two_ages
from bot.engine.choices import choices_of
from bot.engine.options import answerable
from bot.engine.turn import Turn
from flows.flow import Option
from flows.schema import Ask
from locales.answer import Options, understand_exactly


@dataclass(frozen=True, slots=True)
class Asked:
    """What may be answered to the open question, worked out once for the message: options, and every way to write each.

    ``numbered``: a bare number that a choice has is that choice's. ``years``: an age is asked for.
    """

    shown: tuple[Option, ...]
    written: tuple[Option, ...]
    choices: Options
    unseen: Options
    numbered: bool
    years: bool

    @classmethod
    def of(cls, turn: Turn) -> Asked:
        """Of the question on top."""
        shown, unseen = answerable(turn, turn.node)
        spec = turn.node.spec
        beyond = not isinstance(spec, Ask) or spec.answer.number is None or spec.answer.number.low > len(shown)
        numbered = isinstance(spec, Ask) and spec.answer.text is None and beyond
        years = isinstance(spec, Ask) and spec.save == AGE
        return cls(shown, unseen, choices_of(turn, shown), turn.book.choices(unseen), numbered, years)

    def option(self, id_: object) -> Option | None:
        """The option with this id, or None."""
        return next((option for option in (*self.shown, *self.written) if option.id == id_), None)

    def exact(self, text: str) -> Option | None:
        """The option that ``text`` names to the letter (folded), or by nothing but its number as shown; else None."""
        if self.years and are_two_ages(text):
            return None
        meant = understand_exactly(text, (*self.choices, *self.unseen))
        named = None if meant is None else self.option(meant)
        if named is None and self.numbered and text.isdecimal() and text[0] != "0" and int(text) <= len(self.shown):
            return self.shown[int(text) - 1]
        return named
