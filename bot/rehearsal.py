"""A conversation without database or network: engine, wording and renderer as they are, time by hand.

``sira try`` plays it; stories replay it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.channels.capabilities import BY_NAME
from bot.channels.message import Message
from bot.channels.render import render
from bot.channels.wire import Wire
from bot.engine import effects as fx
from bot.engine.book import Book
from bot.engine.events import Event, Picked, Said, Sent, Started
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import step
from bot.engine.way_back import given
from bot.farewell import goodbye
from bot.library import load_book
from bot.wording import messages
from content.levels import LEVELS, URGENT_LEVELS

START = 1_795_165_200  # a Friday morning in November 2026, when the talk begins
TURN_SECONDS = 20
_PASSING = re.compile(r"\+(\d+)([smhd])")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@dataclass
class Rehearsal:
    """One person's talk. ``effects`` and ``messages`` are those of the last turn; ``level`` the highest hand-over."""

    book: Book
    channel: str
    session: Session = field(default_factory=Session)
    at: int = START
    mode: str = "bot"
    level: str = ""
    effects: tuple[fx.Effect, ...] = ()
    messages: tuple[Message, ...] = ()
    lines: list[tuple[str, tuple[Message, ...]]] = field(default_factory=list)
    number: int = 0
    former: list[tuple[Session, str, str]] = field(default_factory=list)

    @classmethod
    def begin(cls, channel: str = "terminal", load: Callable[[], Book] = load_book) -> Rehearsal:
        """A person who has not written yet."""
        return cls(load(), channel)

    def say(self, line: str) -> tuple[str, ...]:
        """What the person writes, or ``+16m``, ``/voice``, ``/start CODE``, ``/tap CHOICE``. Returns what comes back."""
        passing = _PASSING.fullmatch(line.strip())
        if passing:
            self.at += int(passing.group(1)) * _UNITS[passing.group(2)]
            return ()
        self.happen(_event(line, self.session))
        self.lines.append((line, self.messages))
        return tuple(text for message in self.messages for text in self.shown(message))

    def happen(self, event: Event) -> None:
        """One turn; the session is written out and read back, as in life."""
        self.at += TURN_SECONDS
        self.number += 1
        moment = Moment(
            at=self.at,
            mode=self.mode,
            ticket=f"TRY{self.number + 222:03d}".replace("0", "Z").replace("1", "Y"),
            waiting=bool(self.level),
            urgent=self.level in URGENT_LEVELS,
            channel=self.channel,
            numbered=BY_NAME[self.channel].numbered,
            tappable=BY_NAME[self.channel].buttons_max > 0,
        )
        result = step(self.book, self.session, event, moment)
        if any(self._before(effect.number) for effect in result.effects if isinstance(effect, fx.AskFormer)):
            result = step(self.book, self.session, event, replace(moment, former=True))
        self.session = Session.from_json(result.session.to_json())
        self.effects = result.effects
        sends = [effect for effect in result.effects if isinstance(effect, fx.Send)]
        if any(isinstance(effect, fx.Forget) for effect in result.effects):
            sends.append(goodbye(self.book, stub=self.level in URGENT_LEVELS))
        self.messages = tuple(message for send in sends for message in messages(self.book, send, self.session))
        self._follow(result.effects)
        for effect in result.effects:
            if isinstance(effect, fx.TakeBack):
                self._take_back(effect.number)

    def shown(self, message: Message) -> tuple[str, ...]:
        """The message as the channel shows it, buttons in brackets."""
        return tuple(_readable(wire) for wire in render(message, BY_NAME[self.channel]))

    def _follow(self, effects: tuple[fx.Effect, ...]) -> None:
        for effect in effects:
            match effect:
                case fx.OpenHandover(level=level):
                    if not self.level or LEVELS.index(level) > LEVELS.index(self.level):
                        self.level = level
                    if self.mode in {"bot", "stopped"}:
                        self.mode = "queued"
                case fx.Stop():
                    self.mode = "stopped"
                case fx.Forget() | fx.NewPerson():
                    if isinstance(effect, fx.NewPerson):
                        self.former.append((self.session, self.level, self.mode))
                    self.session, self.level, self.mode = Session(), "", "bot"
        if self.mode == "stopped" and not any(isinstance(effect, fx.Stop) for effect in effects):
            self.mode = "queued" if self.level else "bot"

    def _before(self, number: str) -> tuple[Session, str, str] | None:
        """Whoever held the phone before and was given this number, with level and mode."""
        return next((one for one in self.former if number in given(one[0])), None)

    def _take_back(self, number: str) -> None:
        theirs = self._before(number)
        if theirs is not None:
            self.former.remove(theirs)
            self.former.append((self.session, self.level, self.mode))
            self.session, self.level, self.mode = theirs
            self.happen(Said(number))


def _event(line: str, session: Session) -> Event:
    if line.startswith("/start"):
        return Started(line.removeprefix("/start").strip())
    if line.startswith("/tap "):
        return Picked(line.removeprefix("/tap ").strip(), session.seq)
    if line.startswith("/") and line[1:] in {"voice", "image", "video", "document", "location", "sticker", "contact"}:
        return Sent(line[1:])
    return Said(line)


def _readable(wire: Wire) -> str:
    if wire.kind in {"buttons", "list"}:
        buttons = " ".join(f"[{choice.label}]" for choice in wire.choices)
        return f"{wire.text}\n{buttons}"
    return wire.text
