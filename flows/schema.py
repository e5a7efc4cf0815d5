"""The shape of a flow file. Six kinds of state, a closed union; a person who does not program reads one in one sitting.

Everything here is read once at start and never changes. Labels never route: state names and choice ids are what is
stored, sent and counted.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Target = str
"""``state`` of this flow, ``flow/state`` of another, or ``flow/`` for its start."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class When(_Frozen):
    """One arrow of a branch: taken when the clause holds for the facts; without ``when`` it is taken always."""

    go: Target
    when: dict[str, Any] | None = None


def _arrows(raw: object) -> object:
    if isinstance(raw, str):
        return [{"go": raw}]
    return raw


Arrows = Annotated[tuple[When, ...], BeforeValidator(_arrows)]


class ChoiceSpec(_Frozen):
    """``value`` is what is saved (the id when absent); ``set`` saves further facts; ``when`` hides the choice.

    ``also`` lists words that mean this choice when typed, besides its label and number. ``unknown``: the person does not
    know or would not say, and is not asked again; ``aside``: an answer beside the question, which saves nothing;
    ``typed``: understood when it is written, without a button of its own; ``over``: the choices that may be true as well, and
    beside which this one is the answer when a sentence names both.
    """

    label: str
    picture: str = ""
    value: str | int | bool | list[str] | None = None
    set: dict[str, Any] = {}
    when: dict[str, Any] | None = None
    also: tuple[str, ...] = ()
    unknown: bool = False
    aside: bool = False
    typed: bool = False
    over: tuple[str, ...] = ()


def _choice(raw: object) -> object:
    return {"label": raw} if isinstance(raw, str) else raw


class NumberSpec(_Frozen):
    """A whole number between two bounds, both allowed. 0 is never allowed: typed alone, it hides the chat."""

    low: int = Field(alias="from")
    high: int = Field(alias="to")
    or_choice: dict[str, Annotated[ChoiceSpec, BeforeValidator(_choice)]] = {}


class TextSpec(_Frozen):
    """Free words, kept for the human who takes over; never understood by the machine, but for the choices beside them.

    ``phone``: the words must hold a telephone number, and only it is kept.
    """

    max: int
    phone: bool = False
    or_choice: dict[str, Annotated[ChoiceSpec, BeforeValidator(_choice)]] = {}


class Answer(_Frozen):
    """Exactly one of: fixed choices, a number, free words, or choices that come from the directory or the talk."""

    choice: dict[str, Annotated[ChoiceSpec, BeforeValidator(_choice)]] | None = None
    number: NumberSpec | None = None
    text: TextSpec | None = None
    options: str | None = None
    extra: dict[str, Annotated[ChoiceSpec, BeforeValidator(_choice)]] = {}

    @model_validator(mode="after")
    def _one(self) -> Answer:
        given = [name for name in ("choice", "number", "text", "options") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("il faut un seul de : choice, number, text, options")
        return self


class Say(_Frozen):
    """Words without a question. ``kind`` safety is never dropped, not even when a human has taken over; ``safety``: it is
    about consent, violence, distress or erasing (`flows/safety.py`).
    """

    say: str
    kind: Literal["prompt", "safety", "receipt", "command"] = "prompt"
    safety: bool = False
    next: Arrows


class Ask(_Frozen):
    """One question. ``save`` names a fact, ``keep`` a note of this talk; ``only_if`` is « useful », « new » (not known yet) or a clause.

    ``again``: the question alone, where a long text was read once and need not be read again.
    ``barrier``: *back* cannot undo this answer (consent given, referral sent). ``safety``: as of ``Say``.
    """

    ask: str
    answer: Answer
    why: str = ""
    retry: str = ""
    again: str = ""
    save: str = ""
    keep: str = ""
    only_if: Literal["useful", "new"] | dict[str, Any] | None = None
    barrier: bool = False
    kind: Literal["prompt", "safety", "command"] = "prompt"
    safety: bool = False
    next: dict[str, Target] | Arrows


class Branch(_Frozen):
    """The first arrow whose clause holds; the last one has none, so that there is always a way on."""

    branch: tuple[When, ...]


class Do(_Frozen):
    """Something the engine does by name (``bot/engine/actions``); ``next`` by its result, or one way on."""

    do: str
    with_: dict[str, Any] = Field({}, alias="with")
    next: dict[str, Target] | Target


class HandOverSpec(_Frozen):
    """``level`` P0–P3; ``reason`` a stable word for the queue; ``focus`` who should take it."""

    level: Literal["P0", "P1", "P2", "P3"]
    reason: str
    focus: Literal["", "protection"] = ""


class HandOver(_Frozen):
    """Asks for a human; what is said about who and when comes from the desk and is true."""

    hand_over: HandOverSpec
    next: Arrows


class End(_Frozen):
    """The frame is over; the one below goes on where it was."""

    end: Literal[True]


State = Say | Ask | Branch | Do | HandOver | End
KINDS: dict[str, type[State]] = {
    "say": Say,
    "ask": Ask,
    "branch": Branch,
    "do": Do,
    "hand_over": HandOver,
    "end": End,
}


class FlowHead(_Frozen):
    """``always``: goes on while a human holds the chat; ``beside``: what is no answer to it is for that human;
    ``private``: its turns are not in the transcript.

    ``sensitive``: must pass the private-moment question first. ``safety``: each of its sentences is about safety.
    ``renamed`` maps old state names to new ones.
    """

    flow: str
    start: str
    always: bool = False
    beside: bool = False
    private: bool = False
    sensitive: bool = False
    safety: bool = False
    renamed: dict[str, str] = {}
    notes: tuple[str, ...] = ()
