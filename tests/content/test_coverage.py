"""Where nobody would be served is found by the directory itself, and no row of a sheet is lost in silence."""

from __future__ import annotations

import dataclasses

import pytest
from typer.testing import CliRunner

from bot.cli.content import room
from content.coverage import (
    ASSISTED,
    OUTSIDE,
    alone,
    coverage,
    no_written_bed,
    only_wide,
    reserved,
    without_best,
    without_centre,
)
from content.entries import LeftOut
from content.facts import registry
from content.load import ContentProblem
from content.parts import Source
from content.sheets import Sheets, load_sheets, tally

SHEET = Sheets.model_validate(
    {
        "labels": {
            "cost": {"fr": "Coût", "in": ["costs"]},
            "literacy": {"fr": "Alphabétisation", "in": ["offers.literacy"]},
            "funding": {"fr": "Financements actuels / principaux", "also": ["Financements"]},
            "certificate": {"fr": "Certification"},
        },
        "sheets": {"FP2": {"name": "CFP Sénou", "rows": ["cost", "literacy", {"funding": ["confirm"]}, "certificate"]}},
    }
)


@pytest.fixture(scope="module")
def sheets():
    return load_sheets()


@pytest.fixture(scope="module")
def cells(directory):
    return {(cell.region, cell.need): cell for cell in coverage(directory)}


@pytest.fixture
def senou(directory):
    """One record of sheet 2, without anything left out."""
    return directory.services["cfp-senou"].model_copy(update={"left_out": ()})


def rows_of(service):
    (one,) = tally(SHEET, [service])
    return {row.label.split()[0]: row for row in one.rows}


def test_every_region_and_need_has_a_cell(cells, directory):
    assert set(cells) == {
        (region, need) for region in directory.places.level("region") for need in registry()["need"].labels
    }


def test_regions_without_a_training_centre_are_found(directory, sheets):
    assert {"koulikoro", "gao", "sikasso", "mopti"} <= set(without_centre(directory, sheets))
    assert not {"bamako", "kayes", "segou"} & set(without_centre(directory, sheets))


def test_a_course_in_the_town_is_near_and_one_for_another_region_is_not(cells):
    assert "aek-kayes" in cells["kayes", "trade"].near["training"]
    assert all("aek-kayes" not in services for services in cells["gao", "trade"].near.values())
    assert all("aek-kayes" not in services for services in cells["gao", "trade"].far.values())


def test_a_region_cut_from_a_served_one_is_served_from_far(cells):
    assert "aek-kayes" in cells["nioro", "trade"].far["training"]


def test_one_office_for_the_whole_country_is_no_course_on_the_spot(cells, directory):
    assert "agrivision-cours" in cells["bamako", "trade"].near["training"]
    elsewhere = [cells[region, "trade"] for region in directory.places.level("region") if region != "bamako"]
    assert all("agrivision-cours" in cell.wide["training"] for cell in elsewhere)
    assert {"tombouctou", "kidal"} <= set(only_wide(tuple(cells.values()))["trade"])


def test_what_is_online_or_by_members_is_wide(cells):
    assert {"agrivision-reseau", "waeif-reseau"} <= set(cells["gao", "farm"].wide["network"])


def test_only_a_written_bed_answers_who_has_nowhere_to_sleep(cells, directory):
    assert cells["bamako", "shelter"].near == {"protection": ("ame-accueil",)}
    assert not cells["gao", "shelter"].kinds
    assert "croix-rouge-points-surs" in cells["gao", "health"].far["protection"]  # its project ended in 2023
    assert "gao" in alone(tuple(cells.values()))["shelter"]
    beds = no_written_bed(directory, OUTSIDE)
    assert "croix-rouge-points-surs" in beds
    assert "ame-accueil" not in beds


def test_a_planned_centre_serves_nobody(cells, directory):
    assert directory.services["cfp-markala"].state == "planned"
    cell = cells["segou", "trade"]
    assert all(
        "cfp-markala" not in services for found in (cell.near, cell.far, cell.wide) for services in found.values()
    )


def test_a_hole_is_a_need_that_no_service_of_the_region_answers(directory):
    found = coverage(directory)
    for need, regions in alone(found).items():
        assert not [cell for cell in found if cell.need == need and cell.region in regions and cell.kinds]
    assert "tombouctou" in without_best(found)["trade"]
    assert "bamako" not in without_best(found)["trade"]


def test_without_services_every_region_is_a_hole(directory):
    empty = dataclasses.replace(directory, services={})
    regions = tuple(directory.places.level("region"))
    assert all(holes == regions for holes in alone(coverage(empty)).values())
    assert len(alone(coverage(empty))) == len(registry()["need"].labels)


def test_what_only_one_way_of_returning_opens_is_named(directory):
    assert "ecica-retour" in reserved(directory, ASSISTED, OUTSIDE)
    assert "waeif-ferme" in reserved(directory, OUTSIDE, ASSISTED)


def test_every_labelled_row_of_the_37_sheets_has_a_place(directory, sheets):
    tallies = tally(sheets, directory.services.values())
    assert [one.sheet for one in tallies] == [f"FP{number}" for number in range(1, 38)]
    assert [(one.sheet, row.label) for one in tallies for row in one.missing] == []


def test_a_row_is_kept_by_a_field_that_cites_its_sheet(senou):
    assert rows_of(senou)["Coût"].fields == ("costs",)
    elsewhere = {key: Source(document="000", how="stated", read_on="2022-12") for key in senou.sources}
    elsewhere["s9"] = Source(document="002", sheet="FP2", how="stated", read_on="2022-11")
    assert not rows_of(senou.model_copy(update={"sources": elsewhere}))["Coût"].accounted


def test_what_the_sheet_denies_is_kept_too(senou):
    assert rows_of(senou.model_copy(update={"offers": {"literacy": False}}))["Alphabétisation"].accounted
    assert not rows_of(senou.model_copy(update={"offers": {}}))["Alphabétisation"].accounted


@pytest.mark.parametrize(
    "written", ["Financements", "Financements principaux", "Type de structure et financements : bailleurs"]
)
def test_a_row_is_left_out_by_its_name_in_the_author_s_words(senou, written):
    bare = senou.model_copy(update={"confirm": ()})
    assert not rows_of(bare)["Financements"].accounted
    left = bare.model_copy(update={"left_out": (LeftOut(row=written, why="Bailleurs."),)})
    assert rows_of(left)["Financements"].reasons == (f"{written} : Bailleurs.",)


def test_a_row_without_a_field_needs_a_reason(senou):
    assert not rows_of(senou)["Certification"].accounted


def test_an_unknown_label_or_field_is_told_with_its_line(tmp_path):
    path = tmp_path / "sheets.yaml"
    path.write_text('labels:\n  cost: {fr: "Coût", in: [costs]}\nsheets:\n  FP1: {name: X, rows: [coast]}\n', "utf-8")
    with pytest.raises(ContentProblem, match=r"sheets.yaml:4: .*« coast » n'est pas dans labels"):
        load_sheets(path)
    path.write_text('labels:\n  cost: {fr: "Coût", in: [price]}\nsheets: {}\n', "utf-8")
    with pytest.raises(ContentProblem, match=r"sheets.yaml:2: .*« price » n'est pas une entrée des fiches"):
        load_sheets(path)


def test_the_map_names_the_holes_and_the_count_ends_well():
    drawn = CliRunner().invoke(room, ["coverage"])
    assert drawn.exit_code == 0
    assert "Aucune fiche de centre de formation : Koulikoro" in drawn.output
    assert "« Apprendre un métier », à distance / partout seulement : Tombouctou" in drawn.output
    assert "pas comptée pour « où dormir » : caritas-urgence" in drawn.output
    assert "avec aide au retour" in CliRunner().invoke(room, ["coverage", "--assisted"]).output
    counted = CliRunner().invoke(room, ["coverage", "--sheets"])
    assert counted.exit_code == 0
    assert "37 fiches : toutes ont leur place" in counted.output


def test_a_row_without_a_place_ends_the_count_badly(monkeypatch, sheets):
    fresh = sheets.labels["challenges"].model_copy(update={"fr": "Ligne nouvelle"})
    more = sheets.model_copy(update={"labels": {**sheets.labels, "challenges": fresh}})
    monkeypatch.setattr("bot.cli.content.load_sheets", lambda: more)
    counted = CliRunner().invoke(room, ["coverage", "--sheets"])
    assert counted.exit_code == 1
    assert "FP1 : « Ligne nouvelle » n'a pas de place" in counted.output
    assert "sans place." in counted.output
