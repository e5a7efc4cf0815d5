"""By whom and when somebody was hurt decides what is said: not « go to the police » of the police, nor « flee » of last year."""

from __future__ import annotations

import pytest

from locales.words import around_danger

LAW = ["la police me frape et prend mon argent", "les gendarmes m'ont frappé", "police ma tapé", "un policier m'a violée",
       "des militaires me cherchent", "j'ai peur de la police", "polisiw bɛ n bugɔ"]  # fmt: skip
PAST = ["ils m'ont violé en libye", "on ma frappé en algerie", "en libye ils m'ont torturé", "j'ai été violée pendant le voyage",
        "ils m'ont frappé il y a deux ans", "quand j'étais en libye on m'a enfermé", "u ye n bugɔ Libi la"]  # fmt: skip
NEITHER = ["mon mari me frappe", "il va me tuer", "je suis allé à la police, mon oncle me frappe", "il m'a frappé hier soir",
           "ils me frappent ici en Libye", "en libye ils m'ont frappé et ici mon mari me bat", "où est la police",
           "on m'a frappé", "u bɛ ka n bugɔ"]  # fmt: skip


@pytest.mark.parametrize("text", LAW)
def test_the_law_that_is_feared_is_heard(text: str) -> None:
    assert "law" in around_danger(text)


@pytest.mark.parametrize("text", PAST)
def test_what_is_over_is_heard(text: str) -> None:
    assert around_danger(text) == {"past"}


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_now_or_by_others_is_neither(text: str) -> None:
    assert not around_danger(text)
