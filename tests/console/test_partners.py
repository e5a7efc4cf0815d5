"""The organisations' page: one line each, in groups that are folded; a form only for the one that is looked for."""

from __future__ import annotations

import re

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
