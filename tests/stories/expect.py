"""What a story expects after each turn, and what it need not repeat.

Mode, level, facts and the services shown are held after *every* turn: a turn names only what it changes, and a change
that no turn names is a failure. Texts are named turn by turn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.records.clock import move
from tests.stories.bambara import LANGUAGE, faults
from tests.stories.player import HOUR, Heard, Player
from tests.stories.records import LOOKS, desk

ALWAYS = ("say", "tap", "worker", "partner", "sweep", "see", "bm", "not", "silent", "messages", "offered", "not_offered",
          "wires")  # fmt: skip
STANDING = ("mode", "level", "facts", "no_facts", "services", "desk", "not_desk")
ON = "on"
"""Channels on which alone this turn happens."""
KNOWN = {*ALWAYS, *STANDING, *LOOKS, ON}
UNTIL_NIGHT = 8 * HOUR  # from Monday morning, when stories begin, to two hours after the team has gone
NEVER_SAID = re.compile(
    r"\béchec|\béchou|\braté|clandestin|illégal|"  # R73: no word for failure, no blame
    r"parce que vous avez migré|priorité aux migrants|"  # R66
    r"\bdate de (?:vol|départ)|votre vol\b|votre kit\b|vous recevrez|vous aurez droit",  # R9, R51, R52
    re.IGNORECASE,
)
"""No text of any story may say this, whatever was asked."""


@dataclass
class Standing:
    """Where things stand after the last turn, as the story told it."""

    mode: str = "bot"
    level: str = "none"
    facts: dict[str, Any] = field(default_factory=dict)
    services: list[str] = field(default_factory=list)

    def tell(self, turn: dict[str, Any]) -> None:
        """Take over what ``turn`` says changes."""
        self.mode = turn.get("mode", self.mode)
        self.level = turn.get("level", self.level)
        self.services = turn.get("services", self.services)
        self.facts = {name: value for name, value in self.facts.items() if name not in turn.get("no_facts", ())}
        self.facts |= turn.get("facts", {})
        if self.mode == "gone":
            self.__init__(mode="gone")  # type: ignore[misc]


async def play(story: dict[str, Any], player: Player, language: str) -> None:
    """Play a story and hold every expectation. The first two turns choose the language unless the story does itself; one
    that is told *at_night* begins when nobody is on shift.
    """
    if story.get("at_night"):
        await player.database.write(move, UNTIL_NIGHT)
    if not story.get("from_the_start"):
        await player.turn({"say": "bonjour"})
        await player.turn({"say": {"fr": "1", "bm": "2"}[language]})
    standing = Standing()
    for number, turn in enumerate(story["turns"], 1):
        where = f"{story['story']} · {language} · {player.channel} · turn {number}: {turn}"
        unknown = set(turn) - KNOWN
        assert not unknown, f"{where}\nnot understood: {unknown}"
        if player.channel not in turn.get(ON, player.channel):
            continue
        if standing.mode == "gone":
            standing = Standing()
        heard = await player.turn(turn)
        if heard is None:
            continue
        standing.tell(turn)
        _texts(turn, heard, where)
        if heard.session.language == LANGUAGE:
            _bambara(turn, player, heard, where)
        _stands(standing, heard, where)
        await _records(turn, player, heard, where)


def _texts(turn: dict[str, Any], heard: Heard, where: str) -> None:
    said = heard.french
    assert "see" in turn or "silent" in turn, f"{where}\nthe story must say what is seen. Seen:\n{said}"
    place = 0
    for words in turn.get("see", ()):
        found = said.find(words, place)
        assert found >= 0, f"{where}\nnot seen (in this order): {words!r}\n--- seen:\n{said}"
        place = found + len(words)
    for words in turn.get("not", ()):
        assert words not in said, f"{where}\nmust not be seen: {words!r}\n--- seen:\n{said}"
    never = NEVER_SAID.search(said)
    assert never is None, f"{where}\nis never said: {never and never.group()!r}\n--- seen:\n{said}"
    if "silent" in turn:
        assert not heard.messages, f"{where}\nmust say nothing, said:\n{said}"
    if "messages" in turn:
        assert len(heard.messages) == turn["messages"], f"{where}\n{len(heard.messages)} messages:\n{said}"
    if "offered" in turn:
        assert list(heard.offered) == turn["offered"], f"{where}\noffered: {list(heard.offered)}"
    for choice in turn.get("not_offered", ()):
        assert choice not in heard.offered, f"{where}\nmust not be offered: {choice}"
    if "wires" in turn:
        assert [wire.kind for wire in heard.wires] == turn["wires"], f"{where}\n{[w.kind for w in heard.wires]}"


def _bambara(turn: dict[str, Any], player: Player, heard: Heard, where: str) -> None:
    """The Bambara words that the story names, and that nothing of what Sira says is left in French."""
    said = "\n".join(message.text for message in heard.messages)
    place = 0
    for words in turn.get("bm", ()):
        found = said.find(words, place)
        assert found >= 0, f"{where}\nnot seen in Bambara (in this order): {words!r}\n--- seen:\n{said}"
        place = found + len(words)
    if not str(turn.get("worker", "")).startswith("reply"):
        wrong = [fault for message in heard.messages for fault in faults(player.book, message)]
        assert not wrong, f"{where}\n{wrong}\n--- seen:\n{said}"


def _stands(standing: Standing, heard: Heard, where: str) -> None:
    session = heard.session
    facts = {name: list(value) if isinstance(value, tuple) else value for name, value in session.facts.items()}
    now = Standing(heard.row["mode"], heard.row["level"] or "none", facts, list(session.shown))
    assert now == standing, f"{where}\nstands: {now}\nstory:  {standing}\n--- seen:\n{heard.french}"


async def _records(turn: dict[str, Any], player: Player, heard: Heard, where: str) -> None:
    if "desk" in turn or "not_desk" in turn:
        page = await player.database.read(desk, player, heard)
        for words in turn.get("desk", ()):
            assert words in page, f"{where}\nworkers do not see {words!r}:\n{page}"
        for words in turn.get("not_desk", ()):
            assert words not in page, f"{where}\nworkers must not see {words!r}:\n{page}"
    for name, look in LOOKS.items():
        if name in turn:
            found = await player.database.read(look, player, heard)
            assert found == turn[name], f"{where}\n{name}: {found!r}\nstory: {turn[name]!r}"
