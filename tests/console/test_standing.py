"""Once a worker has answered, the pages say so, and no deadline runs on; once the person writes again, they say that."""

from __future__ import annotations

import re

from tests.console.conftest import Desk, Person
from tests.console.test_drafts import _held


async def test_who_has_an_answer_is_not_still_to_be_answered(awa: Desk, person: Person, the_conversation, wait) -> None:  # type: ignore[no-untyped-def]
    address = await _held(awa, person, the_conversation)
    await awa.post(f"{address}/reply", text="Bonjour.")
    for page in ("/desk/queue", address):
        await awa.get(page)
        assert re.search(r"répondu \d+ h \d\d", awa.words), page
        assert "à répondre" not in awa.words, page
    await person.says("et demain ?")
    await wait(180)
    for page in ("/desk/queue", address):
        await awa.get(page)
        assert "a réécrit, attend depuis 3 min" in awa.words, page
        assert "à répondre" not in awa.words, page
    await awa.post(f"{address}/release")
    await awa.get("/desk/queue")
    assert "à répondre" in awa.words, "given back, it waits under its deadline again"
