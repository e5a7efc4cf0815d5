"""The workbench of one turn: opened from a session, closed into the next session and its effects.

It is the only mutable thing in the engine and never leaves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.engine.book import Book
from bot.engine.effects import Button, Effect, ForTheTeam, Log, PromptKind, Send, Step
from bot.engine.moment import Moment
from bot.engine.session import HISTORY_MAX, Frame, Session
from content.rules import UP_TO
from flows.flow import Arrow, Flow, Node
from locales.text import Lines, Text

WELCOME = "welcome"
"""The flow that asks for the first yes."""
SAID_SINCE = "said_since"
"""The note of the states (flow, state) that were said between the last answer and the open question: to say them again."""
TAKEN = frozenset({"human", "stopped"})
"""Modes in which a worker may hold the talk; who had stopped it comes back by whatever they write."""


class Turn:
    """Facts, frames and effects while a turn is thought through."""

    def __init__(self, book: Book, session: Session, moment: Moment) -> None:
        self.book = book
        self.before = session
        self.moment = moment
        self.seq = session.seq + 1
        self.since = session.since
        self.tries = session.tries
        self.language = session.language
        self.consent = session.consent
        self.frames = list(session.frames)
        self.facts = dict(session.facts)
        self.unknown = list(session.unknown)
        self.notes = dict(session.notes)
        self.history = list(session.history)
        self.shown = tuple(one for one in session.shown if not book.directory.is_out(one))
        self.dismissed = session.dismissed
        self.alarms = session.alarms
        self.requests = session.requests
        self.helped = session.helped
        self.hidden = False
        self.invited = False
        self.voice = session.voice
        self.heard = session.heard
        self.for_team = False  # what came is said to whoever of the team holds the talk
        self.last_at = session.last_at  # the person's last sign of life; news from us does not count
        self.told = list(session.told)
        self.tapped = ""  # whatever comes between two taps makes the second a wish of its own
        self.touched = False  # what came is a button, its words or a command: nothing was told that could be kept
        self.told_where = False  # where to go at once has been said in this turn
        self.effects: list[Effect] = []
        self.agreeing = False  # the yes or no that the team asked for is being taken, in this turn
        self.moved = False  # another question than the one that stood open may be put in this turn
        self.finished = False  # hidden, stopped or erased: nothing more is said in this turn
        self.walked: list[tuple[str, str]] = []  # states (flow, state) that have said something in this turn
        self.pending: list[Text] = []  # lines that go in front of the next prompt

    # — saying —

    def send(self, lines: tuple[Text, ...], buttons: tuple[Button, ...] = (), kind: PromptKind = "prompt") -> None:
        """Queue one message; what was noted before it stands in front."""
        whole = (*self.pending, *lines)
        self.pending.clear()
        private = bool(self.frames) and self.flow.head.private
        self.effects.append(Send(whole, buttons, kind, private=private, heard=self.heard))

    def send_apart(self, line: Text) -> None:
        """One message, and what was noted stays in front of the next: a recorded line is heard where a note is not."""
        noted, self.pending = self.pending, []
        self.send((line,), kind="receipt")
        self.pending = noted

    def send_lines(self, lines: tuple[Text, ...], kind: PromptKind = "prompt") -> None:
        """One message of several short lines, such as a card or a list."""
        self.send((Text("", "{lines}", {"lines": Lines(lines)}),), kind=kind)

    def note(self, text: Text) -> None:
        """A short line in front of whatever is said next, so that a kind word costs no message of its own."""
        self.pending.append(text)

    def flush(self) -> None:
        """Say what was noted when nothing followed it."""
        if self.pending:
            self.send(())

    # — where and when we are —

    @property
    def today(self) -> date:
        """The day of this turn, UTC."""
        return datetime.fromtimestamp(self.moment.at, UTC).date()

    @property
    def flow(self) -> Flow:
        """The flow of the top frame."""
        return self.book.flows[self.frames[-1].flow]

    @property
    def node(self) -> Node:
        """The state of the top frame."""
        top = self.frames[-1]
        return self.book.flows[top.flow].nodes[top.state]

    def goto(self, arrow: Arrow, why: str) -> None:
        """Walk an arrow: the top frame moves; every arrow is counted. Who sets out on a road anew has left it where they
        stood on it before: that visit does not wait below.
        """
        flow = self.book.flows[arrow.flow]
        state = arrow.state or flow.head.start
        source = f"{self.frames[-1].flow}.{self.frames[-1].state}"
        if flow.name != self.frames[-1].flow:
            self.frames[:-1] = [frame for frame in self.frames[:-1] if frame.flow != flow.name]
        self.frames[-1] = Frame(flow.name, flow.version, state)
        self.moved = True
        self.effects.append(Log(source, f"{flow.name}.{state}", why))

    def remember_said(self) -> None:
        """The state of the top frame says something that belongs to the question to come."""
        top = self.frames[-1]
        self.walked.append((top.flow, top.state))

    def push(self, flow: str, state: str = "") -> None:
        """An interrupt: a new frame on top; the one below waits where it is."""
        spec = self.book.flows[flow]
        target = state or spec.head.start
        source = f"{self.frames[-1].flow}.{self.frames[-1].state}" if self.frames else "-"
        self.frames.append(Frame(flow, spec.version, target))
        self.moved = True
        self.effects.append(Log(source, f"{flow}.{target}", "push"))

    def pop(self) -> None:
        """The top flow is over."""
        self.frames.pop()

    # — what we know —

    def learn(self, facts: Mapping[str, Any]) -> None:
        """Set facts; without consent nothing is kept (protection A1). A number told anew is exact, unless a span is told."""
        if self.consent != "yes":
            return
        for name, value in facts.items():
            if value is None:
                self.facts.pop(name, None)
            else:
                self.facts[name] = value
            if UP_TO.get(name, name) not in facts:
                self.facts.pop(UP_TO[name], None)
            if name in self.unknown:
                self.unknown.remove(name)

    def jot(self, name: str, value: object) -> None:
        """Note what the talk itself needs to go on kindly; of who said no not even that is kept (protection A1)."""
        if self.consent != "no":
            self.notes[name] = value

    def checkpoint(self, changed: tuple[str, ...]) -> None:
        """Remember how things were before an answer that changes the facts named: a ``Checkpoint``, as it is written."""
        ends = (UP_TO[name] for name in changed if name in UP_TO)
        undo = {name: self.facts.get(name) for name in (*changed, *ends)}
        self.history.append((tuple([(f.flow, f.version, f.state) for f in self.frames]), undo, tuple(self.told)))
        del self.history[:-HISTORY_MAX]

    def close(self) -> Step:
        """The next session and the effects, in the order in which they were thought."""
        self.flush()
        if self.for_team and self.moment.mode in TAKEN:
            self.effects.append(ForTheTeam())
        session = Session(
            language=self.language,
            frames=tuple(self.frames),
            facts=self.facts,
            unknown=tuple(self.unknown),
            notes=self.notes,
            history=tuple(self.history),
            seq=self.seq,
            since=self.since,
            tries=self.tries,
            last_at=self.last_at,
            consent=self.consent,
            shown=self.shown,
            dismissed=self.dismissed,
            alarms=self.alarms,
            requests=self.requests,
            helped=self.helped,
            hidden=self.hidden,
            invited=self.invited,
            voice=self.voice,
            heard=self.heard,
            tapped=self.tapped,
            told=tuple(self.told),
        )
        return Step(session, tuple(self.effects))
