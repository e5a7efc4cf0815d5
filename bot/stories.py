"""Stories: conversations as YAML, played by tests; ``sira try --record`` writes one."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.rehearsal import Rehearsal

WORDS_KEPT = 60  # of a message, enough to see which it was


def write_story(path: Path, played: Rehearsal) -> None:
    """Write what was played, as the tests read it: who says what, the beginning of what comes back."""
    turns = [
        {"say": said, "see": [message.text[:WORDS_KEPT].split("\n")[0] for message in messages]}
        for said, messages in played.lines
    ]
    facts = {name: value for name, value in played.session.facts.items() if value not in ([], ())}
    story = {"story": path.stem, "turns": turns, "ends": {"facts": facts, "level": played.level or "none"}}
    path.write_text(yaml.safe_dump(story, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")
