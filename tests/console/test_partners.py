"""The organisations' page: one line each, in groups that are folded; a form only for the one that is looked for."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI

from bot.desk.answer_rates import Rate
from tests.console.conftest import Desk

FORM = 'name="email"'


async def test_all_stand_as_lines_in_folded_groups_without_a_form(awa: Desk) -> None:
    await awa.get("/desk/partners")
    assert FORM not in awa.html
    lines = re.findall(r'<a href="/desk/partners\?of=([^"]+)">', awa.html)
    assert len(lines) == len(set(lines)) > 30
    assert re.search(r"<details><summary><b>Sans adresse</b> \(\d+\)", awa.html), "folded"
    assert "Adresse vérifiée" not in awa.words, "a group without anybody is not there"


async def test_a_line_leads_to_its_form_and_what_is_kept_moves_to_its_group(awa: Desk) -> None:
    await awa.get("/desk/partners?of=ecica")
    assert awa.html.count(FORM) == 1
    assert (await awa.post("/desk/partners", organisation="ecica", email="accueil@ecica.example")).headers[
        "location"
    ] == "/desk/partners?of=ecica"
    await awa.get("/desk/partners")
    assert re.search(r"<details open><summary><b>Adresse à vérifier</b> \(1\)", awa.html), "what is to be done is open"


async def test_a_name_shows_what_bears_it_and_nothing_else(awa: Desk) -> None:
    await awa.get("/desk/partners?q=ECICA")
    assert awa.html.count(FORM) >= 1
    assert "Sans adresse" not in awa.words
    await awa.get("/desk/partners?q=nulle-part")
    assert "Aucune organisation de ce nom." in awa.words
    assert FORM not in awa.html


@pytest.mark.parametrize(
    ("past_term", "answered", "said"),
    [
        (9, 0, ""),
        (2, 1, ""),
        (10, 1, "0 à 25 % · en pause : ne répond pas"),
        (12, 4, "25 à 50 %"),
        (10, 10, "75 à 100 %"),
    ],
)
async def test_how_often_an_organisation_answers_is_what_the_talk_goes_by_and_tells_no_count(
    app: FastAPI, awa: Desk, past_term: int, answered: int, said: str
) -> None:
    rate = Rate("ecica", past_term, answered)
    silence = app.state.house.silence
    silence.rates, silence.looked_at = {"ecica": rate}, float("inf")
    silence.organisations = frozenset({"ecica"} if rate.silent else ())
    await awa.get("/desk/partners")
    line = awa.html.partition("partners?of=ecica")[2].partition("</li>")[0].replace("\xa0", " ").replace("\u202f", " ")
    often = re.sub(r"<[^>]+>", "", line.partition("<small>")[2])
    assert often == (f"demandes qui ont une réponse : {said}" if said else ""), line
    assert ("en pause" in awa.words) == rate.silent
