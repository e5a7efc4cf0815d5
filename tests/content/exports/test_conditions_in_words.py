"""Conditions as others read them: what is written bounds, what is inferred asks, papers stand apart."""

from __future__ import annotations

import pytest

from content.clauses import parse_clause
from content.exports.conditions import ages, conditions_in_words, papers, women_only
from content.exports.visible import Shared
from content.parts import Rule
from content.schema import Service

WRITTEN, INFERRED = "s1", "i1"


@pytest.fixture
def asking(shared: Shared):
    """CFP Sénou, with a stated and an inferred source, and other conditions."""
    senou = next(one for one in shared.services if one.id == "cfp-senou")

    def with_rules(clause: dict, src: str = WRITTEN) -> Service:
        rule = Rule(clause=parse_clause(clause), src=src)
        return senou.model_copy(update={"must": (rule,), "bring": ()})

    return with_rules


@pytest.mark.parametrize(
    ("clause", "src", "bounds"),
    [
        ({"age": {"from": 18, "to": 35}}, WRITTEN, (18, 35)),
        ({"age": {"from": 18}, "sex": "f"}, WRITTEN, (18, None)),
        ({"age": "unknown"}, WRITTEN, (None, None)),
        ({"age": {"from": 18, "to": 35}}, INFERRED, (None, None)),
        ({"any": [{"age": {"from": 18}}, {"schooling": "def"}]}, WRITTEN, (None, None)),
        ({"not": {"age": {"to": 17}}}, WRITTEN, (None, None)),
    ],
)
def test_an_age_bounds_only_when_it_is_written_and_holds_for_everybody(asking, clause, src, bounds) -> None:
    assert ages(asking(clause, src)) == bounds


@pytest.mark.parametrize(("src", "only"), [(WRITTEN, True), (INFERRED, False)])
def test_women_only_is_never_inferred(asking, src: str, only: bool) -> None:
    assert women_only(asking({"sex": "f"}, src)) is only


@pytest.mark.parametrize(
    ("clause", "src", "words"),
    [
        ({"age": {"from": 18, "to": 35}}, WRITTEN, "Âge demandé : de 18 à 35."),
        ({"age": {"from": 18}}, INFERRED, "À confirmer : Âge demandé : 18 et plus."),
        ({"schooling": "unknown"}, WRITTEN, "Il faut demander le niveau d'école."),
        ({"region": "kayes"}, WRITTEN, "Votre région : Kayes."),
        ({"any": [{"land": "yes"}, {"group": "yes"}]}, WRITTEN,
         "Il faut une terre pour ce travail ou Ce service est pour un groupe qui existe déjà."),
        ({"not": {"return_kind": "avrr"}}, WRITTEN, "Sauf : Ce service est pour qui est rentré ainsi : Avec l'OIM."),
        ({"document": "nina"}, WRITTEN, ""),
        ({"document": "nina", "age": {"from": 18}}, WRITTEN, "Papiers demandés : Carte NINA ; Âge demandé : 18 et plus."),
    ],
)  # fmt: skip
def test_a_condition_reads_as_a_sentence(asking, say, clause, src: str, words: str) -> None:
    assert conditions_in_words(asking(clause, src), say) == words


@pytest.mark.parametrize(
    ("clause", "src", "lines"),
    [
        ({"document": "nina"}, WRITTEN, ("Carte NINA",)),
        (
            {"any": [{"document": "birth_certificate"}, {"document": "nina"}]},
            WRITTEN,
            ("Acte de naissance ou Carte NINA",),
        ),
        (
            {"all": [{"document": "birth_certificate"}, {"document": "nina"}]},
            WRITTEN,
            ("Acte de naissance", "Carte NINA"),
        ),
        ({"any": [{"document": "nina"}, {"certificate": "yes"}]}, WRITTEN, ()),
        ({"document": "nina"}, INFERRED, ()),
    ],
)
def test_papers_of_which_one_is_enough_share_a_line(asking, say, clause, src: str, lines: tuple[str, ...]) -> None:
    assert papers(asking(clause, src), say) == lines
