"""Each fault names its tab, its cell and what to write; all are told at once, and nothing is planned meanwhile."""

from __future__ import annotations

from datetime import datetime

import pytest
from openpyxl import Workbook

from content.sheet import workbook_in


@pytest.mark.parametrize(
    ("tab", "service", "wanted", "heading", "cell", "words"),
    [
        ("Services", "cfp-senou", {}, "État", "ouver", "choisissez : ouvert"),
        ("Services", "cfp-senou", {}, "Nom court", "Un nom bien trop long pour un bouton", "24"),
        ("Services", "cfp-senou", {}, "Nom du service", None, "il manque"),
        ("Services", "cfp-senou", {}, "Organisme", "Madame Awa Diarra", "nom de personne"),
        ("Services", "cfp-senou", {}, "Places en tout", "beaucoup", "nombre entier"),
        ("Services", "cfp-senou", {}, "Pratique, en %", 3.5, "nombre entier"),
        ("Services", "cfp-senou", {}, "Durée", "3 lunes", "choisissez : heures"),
        ("Services", "cfp-senou", {}, "Langues des cours", "klingon", "klingon"),
        ("Coûts", "cfp-senou", {"N°": 1}, "Montant", "6 à 3", "borne"),
        ("Coûts", "cfp-senou", {"N°": 1}, "Source", "s9", "s9"),
        ("Coûts", "cfp-senou", {"N°": 1}, "Source", None, "il manque"),
        ("Coûts", "cfp-senou", {"N°": 2}, "Seulement si", "Femme", "nom = valeur"),
        ("Métiers", "cfp-senou", {"N°": 2}, "Métier", "sorcellerie", "sorcellerie"),
        ("Lieux", "cfp-senou", {"N°": 1}, "Ville", "Gao", "bamako"),
        ("Conditions", "cfp-senou", {"N°": 1}, "Ce qu'il faut", "vieux", "de 18 à 40"),
        ("Conditions", "cfp-senou", {"N°": 1}, "Ce qu'il faut", "de 40 à 18", "borne"),
        ("Contacts", "cfp-senou", {"N°": 1}, "Téléphone", "76-00", "76-00"),
        ("Remarques", "cfp-senou", {"N°": 1}, "Phrase", "Écrivez à awa@yahoo.fr", "awa@yahoo.fr"),
        ("Sources", "cfp-senou", {"Repère": "s2"}, "Lu en", "hier", "hier"),
        ("Sources", "cfp-senou", {"Repère": "s2"}, "Lu en", datetime(2022, 11, 1), "format Texte"),  # noqa: DTZ001
        ("Exemples", "cfp-senou", {"N°": 1}, "La personne", "âge = 500 ; région = Bamako", "500"),
    ],
)  # fmt: skip
def test_a_fault_names_its_cell_and_what_to_write(desk, tab, service, wanted, heading, cell, words):
    row = desk.find(tab, service, **wanted)
    desk.change(tab, row, heading, cell)
    planned = desk.planned()
    assert planned.files == {}
    letter = desk.book[tab].cell(row, desk.heads(tab)[heading]).column_letter
    place = f"{tab}, cellule {letter}{row} ({heading}) : "
    assert any(one.startswith(place) and words in one for one in planned.faults), planned.faults


def test_all_faults_are_told_at_once(desk):
    desk.change("Services", desk.find("Services", "cfp-senou"), "État", "ouver")
    desk.change("Coûts", desk.find("Coûts", "cpm-cap-bt", **{"N°": 1}), "Montant", "cher")
    desk.change("Contacts", desk.find("Contacts", "aek-kayes", **{"N°": 1}), "Téléphone", "76-00")
    faults = desk.planned().faults
    assert len(faults) == 3
    assert {one.partition(",")[0] for one in faults} == {"Services", "Coûts", "Contacts"}


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("https://exemple.ml","ouvert")'])
def test_a_formula_is_refused_by_the_name_of_its_cell(desk, formula):
    row = desk.find("Services", "cfp-senou")
    desk.change("Services", row, "En une phrase", formula)
    assert desk.planned().faults == (
        f"Services, cellule G{row} (En une phrase) : une formule n'est pas acceptée ; écrivez la valeur.",
    )


@pytest.mark.parametrize("start", "=+-@")
def test_words_that_look_like_a_formula_go_out_and_come_back_as_text(desk, tmp_path, start):
    row = desk.find("Remarques", "aek-kayes", **{"N°": 1})
    cell = desk.book["Remarques"].cell(row, desk.heads("Remarques")["Phrase"])
    cell.value, cell.data_type = f"{start}SOMME(A1)", "s"
    planned = desk.planned()
    assert planned.faults == ()
    (desk.root / "services" / "aek-kayes.yaml").write_text(planned.files["aek-kayes"], "utf-8")

    from openpyxl import load_workbook

    from content.sheet import workbook_out
    from locales.yamlfile import read

    workbook_out.write(tmp_path / "again.xlsx", [read(desk.root / "services" / "aek-kayes.yaml")])
    written = load_workbook(tmp_path / "again.xlsx")["Remarques"]["C2"]
    assert (written.value, written.data_type, written.quotePrefix) == (f"{start}SOMME(A1)", "s", True)


def test_a_tab_or_a_column_that_is_gone_is_a_fault(desk):
    del desk.book["Coûts"]
    desk.book["Lieux"]["C1"] = "Pays"
    faults = desk.planned().faults
    assert any("onglet « Coûts »" in one for one in faults)
    assert any("Lieux : la colonne « Région »" in one for one in faults)


def test_numbers_and_services_that_do_not_exist_are_faults(desk):
    rows = {
        desk.add("Coûts", Service="cfp-senou", **{"N°": 9}, Quoi="cours"): "le numéro « 9 » n'existe pas",
        desk.add("Coûts", Service="cfp-senou", **{"N°": 1}, Quoi="cours"): "« 1 » est écrit deux fois",
        desk.add("Coûts", Service="nulle-part", Quoi="cours"): "« nulle-part » n'est pas dans l'onglet « Services »",
    }
    rows[desk.book["Coûts"].max_row] = "écrivez le repère du service"
    desk.change("Coûts", desk.book["Coûts"].max_row, "Quoi", "cours")
    desk.add("Services", Service="Nulle Part")
    desk.add("Services", Service="cfp-senou")
    faults = desk.planned().faults
    for row, words in rows.items():
        assert any("Coûts, cellule" in one and f"{row} (" in one and words in one for one in faults), (words, faults)
    assert any("« Nulle Part » ; écrivez un repère" in one for one in faults)
    assert any("« cfp-senou » est écrit deux fois ; gardez une seule ligne" in one for one in faults)


def test_a_cell_that_cannot_be_read_hides_no_other_fault(desk):
    desk.change("Services", desk.find("Services", "cfp-senou"), "Nom du service", "=A1")
    desk.change("Coûts", desk.find("Coûts", "cpm-cap-bt", **{"N°": 1}), "Montant", "cher")
    formula, amount = desk.planned().faults
    assert "(Nom du service) : une formule" in formula
    assert "(Montant) : « cher »" in amount


def test_what_is_no_workbook_of_ours_is_told_in_one_sentence(tmp_path):
    (tmp_path / "a.xlsx").write_text("bonjour")
    with pytest.raises(workbook_in.SheetProblem, match="xlsx"):
        workbook_in.read(tmp_path / "a.xlsx")
    Workbook().save(tmp_path / "b.xlsx")
    assert any("onglet « Services »" in one for one in workbook_in.read(tmp_path / "b.xlsx").faults)


def test_a_workbook_that_unpacks_to_too_much_is_not_read(desk, monkeypatch):
    monkeypatch.setattr(workbook_in, "UNPACKED_MAX", 1000)
    with pytest.raises(workbook_in.SheetProblem, match="trop grand"):
        desk.read()
