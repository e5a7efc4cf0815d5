"""What was said in Bambara stands on the page with the French of it beside."""

from __future__ import annotations

import re
from html import unescape

from tests.console.conftest import Desk, Person


async def test_what_the_machine_said_in_bambara_has_its_french_beside_it(
    awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    await person.says("bonjour", "2", "1", "1", "n bɛ fɛ ka kuma ni mɔgɔ dɔ ye", "n bɛ fɛ ka kalan")
    for _ in range(3):
        await person.says("personne")
    await awa.get(f"/desk/c/{await the_conversation()}")
    lines = re.findall(
        r'<li class="bot [^"]*" lang="bm" dir="ltr">.*?<div class="words">(.*?)</div>\s*<div class="french" lang="fr" dir="ltr">(.*?)</div>',
        awa.html,
        re.DOTALL,
    )
    assert lines
    assert any(re.search("[ɛɔɲŋ]", unescape(bambara)) for bambara, _ in lines)
    assert all(bambara != french and not re.search("[ɛɔɲŋ]", unescape(french)) for bambara, french in lines)
    assert "bambara · Telegram" in awa.words


async def test_a_worker_s_own_words_are_shown_once_in_the_language_they_were_sent(
    awa: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    await person.says("bonjour", "2", "1", "1", "personne", "n bɛ fɛ ka kalan")
    address = f"/desk/c/{await the_conversation()}"
    await awa.get(address)
    await awa.post(f"{address}/claim")
    await awa.get(address)
    assert "bambara ou français" in awa.words
    await awa.post(f"{address}/reply", text="I ni ce. N b'i ka kuma kalan.")
    await awa.get(address)
    assert awa.words.count("I ni ce. N b'i ka kuma kalan.") == 1
