"""What goes out comes back: nothing changes by itself, and a change touches its own words alone."""

from __future__ import annotations

import difflib

import pytest

from content.load import ROOT
from content.sheet import workbook_in, workbook_out
from content.sheet.draft import Draft
from content.sheet.grid import POSITION, SERVICE, GridRow
from content.sheet.planning import plan
from content.sheet.tabs import tabs
from locales.yamlfile import read


def lines(desk, service, text):
    """The lines that are taken out and put in."""
    found = difflib.ndiff(desk.text(service).splitlines(), text.splitlines())
    return [one for one in found if one[0] in "-+"]


@pytest.fixture(scope="module")
def files():
    """Every record, by its service."""
    return {path.stem: read(path) for path in sorted((ROOT / "services").glob("*.yaml"))}


@pytest.fixture(scope="module")
def sheet(files, tmp_path_factory):
    """All of them, written out and read again."""
    path = tmp_path_factory.mktemp("all") / "all.xlsx"
    workbook_out.write(path, list(files.values()))
    return workbook_in.read(path)


def test_all_records_come_back_without_a_change(files, sheet):
    assert sheet.faults == ()
    assert plan(sheet, ROOT).files == {}
    for service, file in files.items():
        draft = Draft(service, file.data, file.source)
        for tab in tabs():
            grid = sheet.grids[tab.title]
            draft.take(tab, grid, [row for row in grid.rows if row.said("Service") == service])
        assert (draft.source, draft.changes, draft.faults) == (file.source, [], {})


def test_every_value_that_is_shown_can_be_read_again(files, sheet):
    """A service that moves to a new id by its cells alone has the same facts."""
    for service, file in files.items():
        draft = Draft(service, {"id": service}, f"id: {service}\n")
        for tab in tabs():
            grid = sheet.grids[tab.title]
            mine = [row for row in grid.rows if row.cells[SERVICE] == service]
            draft.take(tab, grid, [GridRow(row.number, {**row.cells, POSITION: None}) for row in mine])
        assert draft.faults == {}
        assert _plain(draft.data) == _plain(file.data)


def _plain(value):
    """Values without their spelling: one thing and a list of it mean the same."""
    match value:
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case [one]:
            return _plain(one)
        case list():
            return [_plain(one) for one in value]
    return value


@pytest.mark.parametrize(
    ("tab", "service", "wanted", "heading", "cell", "out", "put"),
    [
        ("Services", "cfp-senou", {}, "Places en tout", "300 à 350", "total: 350", "total: [300, 350]"),
        ("Services", "aek-kayes", {}, "Durée", "1 an", None, "lasts: {years: 1}"),
        ("Services", "aek-kayes", {}, "Pratique, en %", 75, "practice: 80", "practice: 75"),
        ("Services", "aek-kayes", {}, "Besoins", "Apprendre un métier", "needs: [trade, skills, unsure]", "needs: [trade]"),
        ("Coûts", "cfp-senou", {"N°": 1}, "Montant", "30 000", "amount: 25000", "amount: 30000"),
        ("Coûts", "cpm-cap-bt", {"N°": 1}, "Seulement si", "sexe = Femme", "when: {sex: m}", "when: {sex: f}"),
        ("Conditions", "cfp-senou", {"Sujet": "âge"}, "Ce qu'il faut", "de 17 à 40", "age: {from: 17}", "age: {from: 17, to: 40}"),
        ("Conditions", "cfp-senou", {"Sujet": "lecture"}, "Remarque", None, "note: {fr: \"Il n'y a", "reads: [yes, little], src: i1"),
        ("Lieux", "cfp-senou", {"N°": 1}, "Régions servies", "Bamako ; Koulikoro", "serves: [bamako]", "serves: [bamako, koulikoro]"),
        ("Métiers", "aek-kayes", {"Métier": "Soudure"}, "Durée", "3 à 6 mois", "id: welding", "src: s1, lasts: {months: [3, 6]}"),
        ("Aides", "aek-kayes", {"Aide": "logement"}, "Offert", "oui", "lodging: unknown", "lodging: true"),
        ("Sources", "aek-kayes", {"Repère": "s2"}, "Lu en", "2019-05", "2019-04", "2019-05"),
        ("Contacts", "aek-kayes", {"N°": 1}, "Téléphone", "+223 79 18 51 60 ; +223 70 00 00 01", '"+223 79 18 51 60"', "+223 70 00 00 01"),
    ],
)  # fmt: skip
def test_one_cell_changes_one_line_of_one_file(desk, tab, service, wanted, heading, cell, out, put):
    desk.change(tab, desk.find(tab, service, **wanted), heading, cell)
    planned = desk.planned()
    assert planned.faults == ()
    assert list(planned.files) == [service]
    changed = lines(desk, service, planned.files[service])
    assert [one[0] for one in changed] == (["+"] if out is None else ["-", "+"])
    assert put in changed[-1]
    assert out is None or out in changed[0]


def test_comments_beside_and_above_a_changed_value_stay(desk):
    row = desk.find("Conditions", "baobab-credit", Sujet="activité")
    desk.change("Conditions", row, "Ce qu'il faut", "Activité non déclarée")
    text = desk.planned().files["baobab-credit"]
    assert "must: [{firm: informal, src: s2}]     # micro-entrepreneurs, entreprises informelles" in text
    assert text.startswith("# Fiche 22.")


def test_a_row_that_is_taken_out_takes_its_entry_and_a_new_one_comes_last(desk):
    desk.book["À apporter"].delete_rows(desk.find("À apporter", "cfp-senou", **{"N°": 2}))
    desk.add("À apporter", Service="cfp-senou", Phrase="Un stylo.", Source="s1")
    desk.add("Aides", Service="cfp-senou", Aide="stage", Offert="non")
    desk.add("Contacts", Service="cfp-senou", Site="https://exemple.ml/", Source="s1")
    planned = desk.planned()
    assert planned.faults == ()
    changed = lines(desk, "cfp-senou", planned.files["cfp-senou"])
    assert '-   - {fr: "Quatre photos d\'identité.", src: s1}' in changed
    assert '+   - {fr: "Un stylo.", src: s1}' in changed
    assert any("internship: false" in one for one in changed)
    assert any("+223 66 89 68 87" in one and "https://exemple.ml/" in one for one in changed)
    assert any("« 2 » retiré" in one for one in planned.changes)


def test_a_deleted_service_row_deletes_no_file_and_says_so(desk):
    desk.book["Services"].delete_rows(desk.find("Services", "cfp-senou"))
    planned = desk.planned()
    assert (planned.files, planned.faults) == ({}, ())
    assert any("cfp-senou" in one and "fiche reste" in one for one in planned.remarks)


def test_a_new_row_is_a_new_record(desk):
    desk.add("Services", Service="atelier-x", **{"Organisme (repère)": "atelier-x", "Organisme": "Atelier X"},
             Sorte="formation", **{"Nom du service": "Atelier X, soudure", "Non dit": "école ; français ; papier ; retour"})  # fmt: skip
    desk.add("Métiers", Service="atelier-x", Métier="Soudure", Durée="12 mois", Source="s1")
    desk.add("Lieux", Service="atelier-x", Région="Kayes", Ville="Kayes", Source="s1")
    desk.add("Conditions", Service="atelier-x", Sujet="âge", **{"Ce qu'il faut": "de 18 à 40"}, Source="s1")
    desk.add("Sources", Service="atelier-x", Repère="s1", Document="002", Comment="écrit", **{"Lu en": "2022-11"})
    for who, expect, more in (
        ("âge = 50 ; région = Kayes", "refusé", {"Refusé à cause de": "âge"}),
        ("région = Kayes", "à demander à la personne", {"Question à poser": "âge"}),
        ("âge = 24 ; région = Kayes ; papier Carte NINA = oui", "à confirmer avec l'organisme", {}),
    ):
        desk.add("Exemples", Service="atelier-x", **{"La personne": who, "Résultat attendu": expect}, **more)
    planned = desk.planned()
    assert planned.faults == ()
    assert any("atelier-x" in one and "brouillon" in one for one in planned.remarks)
    text = planned.files["atelier-x"]
    assert "  - {id: welding, lasts: {months: 12}, src: s1}\n" in text
    assert "  - {age: {from: 18, to: 40}, src: s1}\n" in text
    assert "documents: {nina: yes}" in text


def test_what_changed_here_since_the_export_is_not_overwritten(desk):
    path = desk.root / "services" / "cfp-senou.yaml"
    path.write_text(path.read_text("utf-8").replace("practice: 70", "practice: 60"), "utf-8")
    assert desk.planned().files == {}
    desk.change("Services", desk.find("Services", "cfp-senou"), "Ne pas proposer", "oui")
    planned = desk.planned()
    assert planned.files == {}
    assert any("a changé depuis l'export" in one for one in planned.faults)
