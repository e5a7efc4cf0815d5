"""What the first visit costs on a phone whose owner pays by the megabyte."""

from __future__ import annotations

import re

from tests.chat.conftest import Phone

FIRST_LOAD_MAX = 100 * 1000
SCRIPT_MAX = 12 * 1024  # with what plays and records for who cannot read, and keeps in order all that could not go yet


async def test_the_first_load_is_light(phone: Phone) -> None:
    parts = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', phone.html))
    assert len(parts) == 3
    total = len(phone.html.encode())
    for part in parts:
        answer = await phone.client.get(part)
        assert answer.status_code == 200
        total += len(answer.content)
    assert total < FIRST_LOAD_MAX * 0.26


async def test_the_script_is_small(phone: Phone) -> None:
    answer = await phone.client.get("/static/chat.js")
    assert len(answer.content) <= SCRIPT_MAX


async def test_nothing_comes_from_another_host(talking: Phone) -> None:
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', talking.html)
