"""Programmes are kept so that nobody is sent to what has ended; each fault in one is a sentence with file and line."""

from __future__ import annotations

from datetime import date

import pytest

from content.actors import expired, left_by, load_programmes
from content.load import load
from content.match import match
from content.scenario import load_scenarios

GOOD = """\
id: essai
org: bailleur-x
org_name: Bailleur X
name: "Essai : un métier"
purpose: "Payer des cours."
state: running
dates: {from: "2020", to: "2023", src: s1}
where: {regions: [kayes], cercles: [kita], src: s1}
publics: [{who: "Jeunes de 18 à 30 ans.", src: s1}]
returnees: not_stated
runs: [facej-demarrage]
pays: [cfp-senou]
sources:
  s1: {document: "002", sheet: FA1, how: stated, read_on: "2022-11"}
"""


def faults(folder, directory, text, name="essai.yaml"):
    (folder / name).write_text(text, encoding="utf-8")
    problems = []
    load_programmes(directory.services, problems, folder)
    return [problem.removeprefix(f"{folder}/") for problem in problems]


@pytest.fixture(scope="module")
def programmes(directory):
    problems = []
    found = {one.id: one for one in load_programmes(directory.services, problems)}
    assert problems == []
    return found


def test_every_actor_sheet_of_the_document_has_its_programmes(programmes):
    sheets = {source.sheet for one in programmes.values() for source in one.sources.values()}
    assert {f"FA{number}" for number in range(1, 12)} <= sheets


def test_what_the_document_calls_over_is_over(programmes):
    assert {slug for slug, one in programmes.items() if one.state == "ended"} == {
        "projes", "construire-le-mali", "ejom", "adel", "pafam", "fier",
    }  # fmt: skip
    assert programmes["acefor"].state == programmes["aide-francaise"].state == "suspended"


def test_a_programme_is_no_service(programmes, directory):
    assert not set(programmes) & set(directory.services)


def test_a_service_on_suspended_aid_asks_for_a_confirmation(programmes, directory):
    paid = {slug for one in programmes.values() if one.state == "suspended" for slug in one.pays}
    assert {"grdr-projets", "avsf-agriculture", "cfp-markala"} <= paid
    assert all(directory.services[slug].confirm for slug in paid)


def test_a_programme_whose_last_day_has_passed_is_over_whatever_its_file_says(programmes):
    facej = programmes["facej"]
    assert facej.standing(date(2024, 12, 31)) == "running"
    assert facej.standing(date(2025, 1, 1)) == "ended"
    assert programmes["pcr-sat"].standing(date(2023, 1, 1)) == "suspended"
    assert programmes["mli-026"].standing(date(2024, 12, 31)) == "running"
    assert programmes["aecid-formation"].standing(date(2026, 1, 1)) == "unknown"


def test_services_of_a_programme_that_has_run_out_are_named_for_review(programmes):
    assert "facej" not in {one.id for one in expired(programmes.values(), date(2024, 12, 31))}
    assert "facej" in {one.id for one in expired(programmes.values(), date(2025, 1, 1))}
    assert all(one.runs or one.pays for one in expired(programmes.values(), date(2040, 1, 1)))


def test_no_service_of_a_programme_that_is_over_is_suggested_to_anybody(programmes):
    today = date(2026, 11, 21)
    directory = load(today=today)
    over = {slug for one in programmes.values() if one.standing(today) in {"ended", "suspended"} for slug in one.runs}
    assert {"facej-croissance", "facej-demarrage"} <= over
    for person in load_scenarios(directory):
        found = match(directory, person.facts, today)
        assert not over & {one.id for one in found.services}
        assert all("state" in one.failed for one in found.refused if one.id in over)


def test_who_is_refused_because_a_programme_is_over_reads_that_the_service_is_closed():
    today = date(2026, 11, 21)
    told = match(load(today=today), {"age": 25, "region": "segou", "firm": "informal"}, today).of("facej-croissance")
    assert told.failed == ("state",)
    assert [text.key for text in told.blocking] == ["match.state.failed"]


def test_a_programme_that_runs_on_keeps_its_services_open(programmes):
    day = date(2024, 12, 31)
    assert (
        match(load(today=day), {"age": 25, "region": "segou", "firm": "informal"}, day).of("facej-croissance").outcome
        == "confirm"
    )


def test_a_service_that_another_programme_still_runs_must_be_confirmed(programmes, directory):
    facej = programmes["facej"]
    other = facej.model_copy(update={"id": "autre", "dates": programmes["particip"].dates, "state": "running"})
    assert left_by((facej,), directory.services, date(2026, 1, 1))["facej-demarrage"] == "closed"
    assert left_by((facej, other), directory.services, date(2026, 1, 1))["facej-demarrage"] == "unknown"


def test_a_good_programme_has_no_fault(tmp_path, directory):
    assert faults(tmp_path, directory, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "state: running",
            "state: ended",
            "essai.yaml:11: runs → n° 1 : programme fini ou suspendu : « state: closed » dans facej-demarrage.yaml.",
        ),
        (
            "pays: [cfp-senou]",
            "pays: [cfp-perdu]",
            "essai.yaml:12: pays → n° 1 : la fiche « cfp-perdu » n'existe pas dans services/.",
        ),
        (
            "regions: [kayes]",
            "regions: [kaye]",
            "essai.yaml:8: where → regions → n° 1 : « kaye » n'est pas dans places.yaml (regions).",
        ),
        (
            "cercles: [kita]",
            "cercles: [kitta]",
            "essai.yaml:8: where → cercles → n° 1 : « kitta » n'est pas dans places.yaml (cercles).",
        ),
        (
            'to: "2023"',
            'to: "2019"',
            "essai.yaml:7: dates : la fin est avant le début ; échangez from et to.",
        ),
        (
            'to: "2023", src: s1',
            'to: "2023", src: s2',
            "essai.yaml:7: dates → src : la source « s2 » n'est pas dans sources.",
        ),
        (
            "regions: [kayes], cercles: [kita], ",
            "",
            "essai.yaml:8: where : dites où : regions, cercles, ou une note si le document ne nomme aucune région.",
        ),
        (
            "Payer des cours.",
            "Payer des cours, voir Madame Exemple aussi.",
            "essai.yaml:5: « Madame Exemple » est un nom de personne ; écrivez sa fonction.",
        ),
        (
            "Payer des cours.",
            "Écrire à bureau@exemple.org pour un cours.",
            "essai.yaml:5: « bureau@exemple.org » est une boîte aux lettres ; retirez-la.",
        ),
        ("id: essai", "id: autre", "essai.yaml:1: id : le fichier s'appelle essai.yaml ; renommez l'un ou l'autre."),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path, directory, old, new, fault):
    assert fault in faults(tmp_path, directory, GOOD.replace(old, new))


def test_a_key_that_does_not_exist_is_told(tmp_path, directory):
    (told,) = faults(tmp_path, directory, GOOD + "budget: 3\n")
    assert told.startswith("essai.yaml:15: budget : cette clé n'existe pas")


def test_aid_that_stopped_demands_a_confirmation_in_the_service(tmp_path, directory):
    stopped = GOOD.replace("state: running", "state: suspended").replace("runs: [facej-demarrage]\n", "")
    bare = {"cfp-senou": directory.services["cfp-senou"].model_copy(update={"confirm": ()})}
    (tmp_path / "essai.yaml").write_text(stopped, encoding="utf-8")
    problems = []
    load_programmes(bare, problems, tmp_path)
    (told,) = problems
    assert told.endswith(
        "essai.yaml:11: pays → n° 1 : aide finie ou suspendue : ajoutez « confirm » dans cfp-senou.yaml."
    )
    assert faults(tmp_path, directory, stopped) == []
