"""Each fault of a record is one sentence with file and line, the words at fault and what to write instead."""

from __future__ import annotations

import shutil

import pytest

from content.load import ROOT, ContentProblem, load

GOOD = """\
id: atelier-x-soudure
org: atelier-x
kind: training
name: {fr: "Atelier X, soudure"}
trades: [{id: welding, lasts: {months: 12}, certificate: attestation, state: open, src: s1}]
sites: [{region: kayes, place: kayes, serves: [kayes]}]
taught_in: [bm, fr]
costs: [{what: course, amount: 25000, currency: XOF, per: course, paid_by: person, src: s1}]
intake: {rhythm: when_group_full, src: s1}
places: {returnees: 40, src: s1}
must: [{age: {from: 18, to: 40}, src: s1}, {any: [{document: birth_certificate}, {document: nina}], src: s1}]
prefer: [{return_kind: [expelled, own_means], src: s1}]
confirm: [{fr: "Entretien avec le centre.", src: s1}]
disputed: [{field: age, kept: {from: 18, to: 40}, other: {from: 15, to: 40}, src: s2}]
not_stated: [schooling, lodging, french]
offers: {literacy: true, lodging: false, stipend: unknown}
contact: {phone: "+223 76 00 00 00", function: Directeur, visibility: case_worker, src: s1}
sources:
  s1: {document: "002", sheet: FP7, how: stated, read_on: 2022-11}
  s2: {document: "000", how: stated, read_on: 2022-12}
examples:
  - {who: {age: 24, region: kayes}, expect: depends, ask: document}
  - {who: {age: 50, region: kayes}, expect: refused, because: age}
  - {who: {age: 24, region: kayes, documents: {nina: yes}}, expect: confirm}
"""


@pytest.fixture
def room(tmp_path):
    """A folder with one good record."""
    (tmp_path / "services").mkdir()
    for name in ("emergency.yaml", "leads.yaml"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "services" / "atelier-x-soudure.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def faults(room):
    with pytest.raises(ContentProblem) as error:
        load(room)
    return [problem.removeprefix(f"{room}/") for problem in error.value.problems]


def broken(room, old, new):
    assert old in GOOD
    (room / "services" / "atelier-x-soudure.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    return faults(room)


def test_the_documented_example_is_a_good_record(room):
    service = load(room).services["atelier-x-soudure"]
    assert service.sheets == ("FP7",)
    assert service.org_name.fr == "Atelier X, soudure"
    assert service.label == "Atelier X, soudure"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('"+223 76 00 00 00"', "22376000000", 17, "22376000000"),
        ('"+223 76 00 00 00"', '"76-00"', 17, "76-00"),
        ("kind: training", "kind: school", 3, "school"),
        ("taught_in: [bm, fr]", "taught_im: [bm, fr]", 7, "vouliez-vous écrire « taught_in » ?"),
        ("{id: welding,", "{id: sorcery,", 5, "trades → n° 1 → id"),
        ("org: atelier-x\n", "", 1, "il manque"),
        ("id: atelier-x-soudure", "id: Atelier_X", 1, "Atelier_X"),
        ("id: atelier-x-soudure", "id: autre-nom", 1, "atelier-x-soudure.yaml"),
        ("{months: 12}", "{months: 12, weeks: 2}", 5, "unité"),
        ("{months: 12}", "{months: [6, 3]}", 5, "borne"),
        ("amount: 25000", "amount: 25.5", 8, "nombre entier"),
        ("literacy: true", "literacy: no", 16, "true, false ou unknown"),
        ("literacy: true", "gold: true", 16, "gold"),
        ("{id: welding,", "{id: sorcery,", 5, "sorcery"),
        ("{region: kayes, place: kayes, serves: [kayes]}", "{region: paris}", 6, "paris"),
        ("{region: kayes, place: kayes, serves: [kayes]}", "{region: gao, place: kayes}", 6, "kayes"),
        ("serves: [kayes]", "serves: [atlantis]", 6, "atlantis"),
        ("taught_in: [bm, fr]", "taught_in: [klingon]", 7, "klingon"),
        ("sources:\n  s1:", "sources:\n  s9:", 5, "s1"),
        ("read_on: 2022-11", "read_on: hier", 19, "hier"),
        ("{from: 18, to: 40}, src: s1}", "{from: 40, to: 18}, src: s1}", 11, "40"),
        ("{from: 18, to: 40}, src: s1}", "{from: 0}, src: s1}", 11, "no_condition"),
        ("{age: {from: 18, to: 40}, src: s1}", "{agee: 3, src: s1}", 11, "agee"),
        ("{age: {from: 18, to: 40}, src: s1}", "{age: {to: 17}, src: s1}, {age: {from: 18}, src: s1}", 11, "jamais"),
        ("{age: {from: 18, to: 40}, src: s1}", "{age: {to: 40}, src: s1}, {age: {from: 18}, src: s1}", 11, "deux fois"),
        ("{age: {from: 18, to: 40}, src: s1}, ", "", 11, "age"),
        ("not_stated: [schooling, lodging, french]", "not_stated: [schooling]", 11, "french"),
        ("not_stated: [", "no_condition: [age]\nnot_stated: [", 15, "age"),
        ("not_stated: [", "no_condition: [schooling]\nnot_stated: [", 16, "schooling"),
        ("not_stated: [", "no_condition: [shoe]\nnot_stated: [", 15, "shoe"),
        ("expect: confirm}", "expect: eligible}", 24, "confirm"),
        ("because: age", "because: region", 23, "region"),
        ("ask: document", "ask: schooling", 22, "schooling"),
        ("expect: refused, because: age", "expect: refused", 23, "because"),
        ("expect: depends, ask: document", "expect: depends", 22, "ask"),
        ("{age: 50, region: kayes}", "{age: 500, region: kayes}", 23, "500"),
        ("function: Directeur", 'function: "Madame Awa Diarra"', 17, "Madame Awa Diarra"),
        ("Entretien avec le centre.", "Demandez Awa Traoré.", 13, "Awa Traoré"),
        ("kind: training", "kind: training  # dit par Awa KEITA", 3, "Awa KEITA"),
        ("Entretien avec le centre.", "Écrivez à awa@yahoo.fr", 13, "awa@yahoo.fr"),
        ("Entretien avec le centre.", "Appelez le +223 76 11 22 33.", 13, "+223 76 11 22 33"),
        ("Entretien avec le centre.", "Appelez le 76 11 22 33.", 13, "76 11 22 33"),
        ("Entretien avec le centre.", "Appelez le 76112233.", 13, "76112233"),
        ("function: Directeur", "function: Ousmane Diarra", 17, "Ousmane Diarra"),
        ("function: Directeur", "function: Directeur Ousmane Diarra", 17, "fonction"),
        ("function: Directeur", "function: Ousmane", 17, "fonction"),
        ("not_stated: [schooling,", "not_stated: [shoe, schooling,", 15, "shoe"),
        ("{from: 18, to: 40}, src: s1}", "{from: 180}, src: s1}", 11, "180"),
        ("{from: 18, to: 40}, src: s1}", "{to: -5}, src: s1}", 11, "-5"),
        ("expect: refused, because: age", "expect: depends, ask: document", 21, "refused"),
        ("expect: depends, ask: document", "expect: confirm", 21, "depends"),
        ("name: {fr:", 'short: {fr: "Un nom bien trop long pour un bouton"}\nname: {fr:', 4, "24"),
        ('"Atelier X, soudure"', '"Atelier X, le cours de soudure"', 4, "short"),
        ('"Atelier X, soudure"', '"Refuge de Kayes"', 4, "neutre"),
        ("kind: training", "kind: network", 3, "needs"),
        ("serves: [kayes]}", "serves: all}", 6, "note"),
        ("kind: training", "kind: finance", 3, "instrument"),
        ("org: atelier-x", "org: atelier-x\norg: encore", 3, "deux fois"),
        ("kind: training", "kind: [training", 4, "ne se lit pas"),
    ],
)
def test_a_fault_is_told_with_its_line_and_words(room, old, new, line, words):
    found = broken(room, old, new)
    assert any(one.startswith(f"services/atelier-x-soudure.yaml:{line}:") and words in one for one in found), found


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"+223 76 00 00 00"', "22376000000", "22376000000"),
        ("literacy: true", "literacy: no", "true, false ou unknown"),
        ("{age: {from: 18, to: 40}, src: s1}", "{agee: 3, src: s1}", "agee"),
        ("{from: 18, to: 40}, src: s1}", "{from: 40, to: 18}, src: s1}", "40"),
        ("{age: {from: 18, to: 40}, src: s1}", "{age: {to: 17}, src: s1}, {age: {from: 18}, src: s1}", "jamais"),
        (GOOD[GOOD.index("examples:") :], "", "au moins 3 exemples, dont un exemple « depends »"),
        ("function: Directeur", "function: Madame Awa Diarra", "nom de personne"),
        ("Entretien avec le centre.", "Écrivez à awa@yahoo.fr", "awa@yahoo.fr"),
    ],
)
def test_each_of_the_named_faults_is_one_error_whatever_else_it_would_break(room, old, new, words):
    """A programme that pays for the record, and its examples, are not told as faults of their own."""
    (room / "actors").mkdir()
    paying = (ROOT / "actors" / "acefor.yaml").read_text(encoding="utf-8").partition("pays:")
    (room / "actors" / "acefor.yaml").write_text(
        paying[0] + "pays: [atelier-x-soudure]" + paying[2][paying[2].index("\nsources:") :], encoding="utf-8"
    )
    (found,) = broken(room, old, new)
    assert words in found


def test_fewer_than_three_examples_are_too_few(room):
    last = "  - {who: {age: 24, region: kayes, documents: {nina: yes}}, expect: confirm}\n"
    assert any("exemples" in one for one in broken(room, last, ""))


def test_all_faults_of_all_files_are_told_at_once(room):
    other = GOOD.replace("id: atelier-x-soudure", "id: atelier-y").replace("kind: training", "kind: school")
    (room / "services" / "atelier-y.yaml").write_text(other, encoding="utf-8")
    found = broken(room, "{id: welding,", "{id: sorcery,")
    assert any("atelier-y.yaml:3" in one for one in found)
    assert any("sorcery" in one for one in found)


def test_one_id_twice_is_one_fault_that_names_both_lines(room):
    (room / "services" / "copie.yaml").write_text("# Copie.\n" + GOOD, encoding="utf-8")
    (found,) = faults(room)
    assert found.startswith("services/copie.yaml:2: id : « atelier-x-soudure » existe déjà : ")
    assert "services/atelier-x-soudure.yaml:1 ;" in found


def test_a_file_that_took_the_id_of_another_is_the_one_that_is_told(room):
    (room / "services" / "a-copie.yaml").write_text(GOOD.replace("{id: welding,", "{id: tailoring,"), encoding="utf-8")
    (found,) = faults(room)
    assert found.startswith("services/a-copie.yaml:1: id : ")
    assert "services/atelier-x-soudure.yaml:1 ;" in found


def test_one_phone_for_two_organisations_is_a_fault(room):
    other = GOOD.replace("id: atelier-x-soudure", "id: copie").replace("org: atelier-x", "org: autre")
    (room / "services" / "copie.yaml").write_text(other.replace("Atelier X, soudure", "Autre"), encoding="utf-8")
    (found,) = faults(room)
    assert found.startswith("services/copie.yaml:17:")
    assert "« +223 76 00 00 00 » est aussi le numéro de atelier-x" in found


def test_one_organisation_with_two_slugs_is_told_at_the_odd_one(room):
    path = room / "services" / "atelier-x-soudure.yaml"
    source = path.read_text("utf-8").replace("org: atelier-x", "org: atelier-x\norg_name: {fr: Atelier X}")
    for name in ("soudure", "couture", "bois"):
        other = source.replace("atelier-x-soudure", f"atelier-x-{name}").replace(
            "Atelier X, soudure", f"Atelier X, {name}"
        )
        (room / "services" / f"atelier-x-{name}.yaml").write_text(other, "utf-8")
    odd = room / "services" / "atelier-x-couture.yaml"
    odd.write_text(odd.read_text("utf-8").replace("org: atelier-x\n", "org: nobody\n"), "utf-8")
    with pytest.raises(ContentProblem) as refused:
        load(room)
    told = [one for one in refused.value.problems if "« nobody »" in one]
    assert len(told) == 1
    assert "atelier-x-couture.yaml:2: " in told[0]
    assert "« atelier-x »" in told[0]


def test_two_services_with_one_label_are_a_fault(room):
    twin = GOOD.replace("id: atelier-x-soudure", "id: atelier-x-voisin").replace("Atelier X,", "ATELIER X,")
    (room / "services" / "atelier-x-voisin.yaml").write_text(twin, encoding="utf-8")
    assert any(
        one.startswith("services/atelier-x-voisin.yaml:4:") and "atelier-x-soudure.yaml" in one for one in faults(room)
    )


def test_places_of_the_emergency_plan_and_teams_must_exist(room):
    (room / "emergency.yaml").write_text(
        'numbers:\n  - {id: x, name: {fr: X}, where: [atlantis], phone: "1", source: s}\n', encoding="utf-8"
    )
    (room / "leads.yaml").write_text(
        "default: {organisation: sira, team: x}\nregions:\n  atlantis: {organisation: a, team: b}\n"
    )
    found = faults(room)
    assert any(one.startswith("emergency.yaml:2") and "atlantis" in one for one in found)
    assert any(one.startswith("leads.yaml:3") and "atlantis" in one for one in found)
    assert any("bamako" in one for one in found)


def test_the_directory_in_use_has_no_fault(directory):
    assert len(directory.services) >= 37
    assert repr(directory).startswith("Directory(")


def test_a_service_marked_do_not_use_is_known_but_never_matched(room):
    path = room / "services" / "atelier-x-soudure.yaml"
    path.write_text(GOOD.replace("org: atelier-x\n", "org: atelier-x\ndo_not_use: true\n"), encoding="utf-8")
    found = load(room)
    assert "atelier-x-soudure" in found.services
    assert len(found.prepared) == 0


def test_a_place_for_children_needs_a_source_that_says_so(room):
    record = room / "services" / "atelier-x-soudure.yaml"
    childish = GOOD.replace("kind: training", "kind: protection").replace("name: {fr:", "needs: [health]\nname: {fr:")
    childish = childish.replace("{from: 18, to: 40}, src: s1}", "{to: 17}, src: s2}")
    record.write_text(childish.replace('"000", how: stated', '"000", how: inferred'), encoding="utf-8")
    assert any(":12:" in fault and "enfants" in fault for fault in faults(room))
    record.write_text(childish, encoding="utf-8")
    assert any(":12:" in fault and "child_protection" in fault for fault in faults(room))
    record.write_text(childish.replace("literacy: true", "child_protection: true"), encoding="utf-8")
    assert not any("enfants" in fault for fault in faults(room))
