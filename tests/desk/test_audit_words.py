"""What stands in the audit is said in words: no code of ours is read by an auditor."""

from __future__ import annotations

import re
from pathlib import Path

import bot
import webhook
from bot.desk.words import words

NOTED = re.compile(r'note\(\s*conn,\s*[^,]+,\s*(?:\(\s*)?f?"([a-z_]+)[":{]')


def test_every_deed_that_is_noted_has_its_words() -> None:
    found = set()
    for package in (bot, webhook):
        for path in Path(package.__path__[0]).rglob("*.py"):
            found |= set(NOTED.findall(path.read_text(encoding="utf-8")))
    assert {"claim", "reply", "end", "add_worker", "referral"} <= found, "the look finds them"
    assert found - set(words("done")) == set()
