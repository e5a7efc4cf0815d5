"""What people write is text, wherever it is shown (D1)."""

from __future__ import annotations

from html import escape, unescape

import pytest
from fastapi import FastAPI

from bot.records.tables import media
from tests.console.conftest import Desk, Person
from tests.doubles.telegram_api import TelegramApi

NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<a href='javascript:alert(1)'>ici</a>",
    "<svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "{{ 7*7 }} {% raw %} ${7*7} #{7*7}",
    "<style>*{display:none}</style>",
    "\u202etxt.exe \u0000 \ufeff",
    "<!--<b>",
    "&lt;b&gt; &amp;",
]


@pytest.mark.parametrize("words", NASTY)
async def test_a_message_is_text(awa: Desk, person: Person, the_conversation, words: str) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody(words)
    answer = await awa.client.get(f"/desk/c/{await the_conversation()}")
    kept = words.replace("\0", "")
    assert kept.split()[0] in unescape(answer.text)
    assert (
        f'<div class="words">{escape(kept.strip()).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")}'
        in answer.text
    )
    for tag in ("<script>alert", "<img", "<svg", "<style>", "onerror=alert(1)>", "href='javascript"):
        assert tag not in answer.text
    assert "49 " not in answer.text


async def test_the_words_of_a_reply_that_was_not_sent_are_text(
    awa: Desk, bou: Desk, person: Person, the_conversation
) -> None:  # type: ignore[no-untyped-def]
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    await bou.get(address)
    await bou.post(f"{address}/claim")
    await awa.get(address)
    answer = await awa.post(f"{address}/reply", text=NASTY[4])
    assert answer.status_code == 409
    assert "<script>alert" not in answer.text
    assert NASTY[4] in unescape(answer.text)


async def test_names_captions_and_file_names_are_text_or_nowhere(
    app: FastAPI,
    awa: Desk,
    person: Person,
    telegram: TelegramApi,
    the_conversation,  # type: ignore[no-untyped-def]
) -> None:
    await person.asks_for_somebody()
    update = telegram.person_sends(
        person.chat, "document", b"%PDF-1.4 hello", file_name="<b>name.pdf", mime_type="text/html"
    )
    update["message"]["caption"] = NASTY[0]
    update["message"]["from"]["first_name"] = "Fatoumata"
    await person.sends(update)
    answer = await awa.get(f"/desk/c/{await the_conversation()}")
    assert escape(NASTY[0]) in answer.text
    assert "name.pdf" not in answer.text
    assert "Fatoumata" not in answer.text
    assert "Prénom" not in answer.text
    assert "n’est pas arrivé" not in awa.words
    await app.state.db.write(lambda conn: conn.execute(media.update().values(state="refused")))
    answer = await awa.get(f"/desk/c/{await the_conversation()}")
    assert "Le fichier n’est pas arrivé ici. Demandez à la personne de l’envoyer à nouveau." in awa.words
    assert escape(NASTY[0]) in answer.text, "the words that came with it stay"
