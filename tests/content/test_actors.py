"""Programmes are kept so that nobody is sent to what has ended; each fault in one is a sentence with file and line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from content.actors import expired, left_by, load_programmes
from content.endings import without_programme
from content.exports.visible import visible
from content.load import ROOT, load
from content.match import match
from content.parts import Note
from content.record import Record
from content.scenario import load_scenarios
from locales.yamlfile import read

TODAY = date(2026, 11, 21)

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


def test_a_programme_of_a_partner_closes_its_services_when_it_ends():
    """« Agrivision, 2021–2023 » stood in 2026 before a partner that works."""
    farmer = {"age": 25, "region": "segou", "need": ["business"], "trade": "poultry", "firm": "informal", "land": "yes"}
    ended = {"agrivision-jeunes", "agrivision-entreprises", "agrivision-mangue"}
    then = {one.id for one in match(load(today=date(2023, 12, 31)), farmer, TODAY).services}
    now = match(load(today=TODAY), farmer, TODAY)
    assert ended <= then
    assert not ended & {one.id for one in now.services}
    assert "donilab-incubation" in {one.id for one in now.first()}


def test_what_an_ended_programme_helped_to_pay_stays_and_must_be_confirmed(directory):
    before, after = load(today=date(2023, 12, 31)), load(today=TODAY)
    ill = {"age": 25, "region": "gao", "need": ["health"]}
    assert "state" not in match(before, ill, TODAY).of("croix-rouge-points-surs").unsaid
    assert "state" in match(after, ill, TODAY).of("croix-rouge-points-surs").unsaid
    assert match(after, ill, TODAY).of("croix-rouge-points-surs").outcome == "confirm"
    assert dict(before.over) == {}


def test_of_two_partners_the_one_that_may_have_closed_comes_second(directory):
    both = {slug: directory.services["caritas-kolokani"].model_copy(update={"id": slug}) for slug in ("a", "b")}
    twins = replace(directory, services=MappingProxyType(both), over=MappingProxyType({"a": "unknown"}))
    person = {"age": 25, "region": "koulikoro", "cercle": "kolokani", "group": "yes", "need": ["farm"]}
    assert [one.id for one in match(twins, person, TODAY).services] == ["b", "a"]


def test_of_two_partners_the_one_read_long_ago_comes_second(directory):
    record = directory.services["caritas-kolokani"]
    old = {key: source.model_copy(update={"read_on": "2019-04"}) for key, source in record.sources.items()}
    both = {"a": record.model_copy(update={"id": "a", "sources": old}), "b": record.model_copy(update={"id": "b"})}
    person = {"age": 25, "region": "koulikoro", "cercle": "kolokani", "group": "yes", "need": ["farm"]}
    found = match(replace(directory, services=MappingProxyType(both)), person, TODAY).services
    assert [one.id for one in found] == ["b", "a"]


@pytest.mark.parametrize(
    "note", ["Le projet allait de 2021 à 2023.", "Prévu jusqu'en 2024.", "Prévu jusqu'à fin 2024."]
)
def test_a_record_that_names_its_last_year_needs_a_programme_that_ends(directory, note):
    path = ROOT / "services" / "anpe-accueil.yaml"
    doubt = Note(fr=note, about="opening", src="s1")
    record = Record(directory.services["anpe-accueil"].model_copy(update={"confirm": (doubt,)}), read(path))
    problems = []
    programmes = load_programmes(directory.services, problems)
    (told,) = without_programme([record], programmes)
    assert "anpe-accueil.yaml" in told
    assert "runs: [anpe-accueil]" in told
    carried = [one.model_copy(update={"runs": ("anpe-accueil",)}) for one in programmes if one.id == "peaj"]
    assert list(without_programme([record], carried)) == []


def test_other_years_and_other_doubts_need_no_programme(directory):
    path = ROOT / "services" / "anpe-accueil.yaml"
    notes = (
        Note(fr="Pas ouvert en 2022.", about="state", src="s1"),
        Note(fr="De 2021 à 2023.", about="costs", src="s1"),
    )
    record = Record(directory.services["anpe-accueil"].model_copy(update={"confirm": notes}), read(path))
    assert list(without_programme([record], load_programmes(directory.services, []))) == []


def test_an_export_calls_what_has_ended_defunct():
    shared = visible(load(today=TODAY), TODAY)
    assert {one.id for one in shared.services if one.state == "closed"} >= {"agrivision-jeunes", "facej-demarrage"}


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
