"""A form that is not taken: a calm page in the desk for who works in a browser, one line for a script, the same for all."""

from __future__ import annotations

from typing import Any

import pytest

from tests.console.conftest import Desk, Person, checked
from webhook.body import BODY_MAX

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CASES = [
    (b"csrf=x", 403, "Cette page a expiré.", "Revenez en arrière et recommencez."),
    (b"text=%FF\xff", 400, "Ce formulaire n'a pas pu être lu.", "Revenez en arrière et recommencez."),
    (b"text=" + b"a" * (BODY_MAX + 1), 413, "Ce texte est trop long.", "raccourcissez-le."),
]


@pytest.mark.parametrize(("body", "status", "words", "then"), CASES)
async def test_a_browser_reads_a_page_of_the_desk_with_the_ways_back(
    awa: Desk, person: Person, the_conversation: Any, body: bytes, status: int, words: str, then: str
) -> None:
    await person.asks_for_somebody()
    address = f"/desk/c/{await the_conversation()}"
    answer = checked(await awa.client.post(f"{address}/note", content=body, headers={**BROWSER, **FORM}))
    awa.html = answer.text
    assert answer.status_code == status
    assert f"<h1>{words.replace(chr(39), '&#39;')}</h1>" in answer.text
    assert then in awa.words
    assert f'href="{address}"' in answer.text, "back to the talk"
    assert 'aria-label="Pages"' in answer.text, "in the desk's frame"


async def test_a_script_reads_one_line(awa: Desk) -> None:
    answer = checked(await awa.client.post("/desk/find", content=b"csrf=x", headers=FORM))
    assert (answer.status_code, answer.text) == (403, "Cette page a expiré. Revenez en arrière et recommencez.")
    assert answer.headers["content-type"].startswith("text/plain")


async def test_a_strange_talk_is_refused_exactly_like_one_that_does_not_exist(
    awa: Desk, cis: Desk, person: Person, the_conversation: Any
) -> None:
    await person.asks_for_somebody()
    there, nowhere = await the_conversation(), "0" * 32
    for body, status, _, _ in CASES:
        seen = set()
        for talk in (there, nowhere):
            answer = await cis.client.post(f"/desk/c/{talk}/note", content=body, headers={**BROWSER, **FORM})
            assert answer.status_code == status
            seen.add(answer.text.replace(talk, "TALK"))
        assert len(seen) == 1


async def test_who_is_not_signed_in_reads_no_page_s_name(new_desk: Any) -> None:
    answer = checked(await new_desk().client.post("/desk/logout", content=b"csrf=x", headers={**BROWSER, **FORM}))
    assert answer.status_code == 403
    assert "Cette page a expiré." in answer.text
    assert "/desk/audit" not in answer.text
