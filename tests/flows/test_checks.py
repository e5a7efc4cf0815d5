"""Every check of flows finds its fault: a good house with one thing broken."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.engine.book import Book
from bot.flowcheck import check, known_of
from bot.library import BookProblem, load_book, read_book
from flows.checks.all import CHECKS
from flows.load import FlowProblem, load
from locales.catalogue import Catalogues
from tests.flows.house import broken

BREAKS = [
    ("a target that does not exist", "orientation.yaml", "  save: in\n  next: region", "  save: in\n  next: regiom", "regiom"),
    ("a target that is nearly one", "orientation.yaml", "  save: in\n  next: region", "  save: in\n  next: regoin", "« region » ?"),
    ("a start that does not exist", "menu.yaml", "start: ", "start: x", "n'est pas un état"),
    ("a flow that the engine opens is gone", "money.yaml", "flow: money", "flow: monnaie", "« money » manque"),
    ("a state that the engine opens is gone", "safety.yaml", "\nwhat:", "\nwhich:", "« what » manque"),
    ("a state that nobody reaches", "general.yaml", "papers:\n  say", "lonely: {end: true}\npapers:\n  say", "lonely"),
    ("a choice without a way on", "general.yaml", "urgent: urgent, person: person/", "person: person/", "urgent"),
    ("a circle without a question", "safety.yaml", "done: {end: true}", "done:\n  say: Bonjour.\n  next: done", "tourne en rond"),
    ("a fact that is not declared", "orientation.yaml", "save: certificate", "save: certificat", "certificat"),
    ("a value that the fact does not know", "refine.yaml", 'pressing: {label: "Oui, ça presse"', 'urgente: {label: "Oui, ça presse"', "urgente"),
    ("an answer over one that does not exist", "refine.yaml", "over: [expelled]", "over: [expeled]", "expeled"),
    ("an action that does not exist", "general.yaml", "do: emergency", "do: emergensy", "emergensy"),
    ("a placeholder that nobody fills", "referral.yaml", "numéro {receipt}", "numéro {reciept}", "reciept"),
    ("a number question that takes 0", "orientation.yaml", "from: 10", "from: 0", "0 cache"),
    ("a choice whose number is an age too", "orientation.yaml", "from: 10", "from: 9", "à la fois"),
    ("a span across eighteen", "orientation.yaml", "value: 15, set: {age_to: 17}", "value: 15, set: {age_to: 18}", "« 15_17 »"),
    ("two spans with one age", "refine.yaml", "value: 25, set: {age_to: 30}", "value: 24, set: {age_to: 30}", "« 25_30 »"),
    ("a label that is too long", "menu.yaml", "label: Me plaindre", "label: Me plaindre de quelque chose", "caractères"),
    ("two choices that fold to one word", "safety.yaml", "label: Je préfère passer", "label: OUI ça va", "autre choix"),
    ("a choice that is a word for everything", "menu.yaml", "label: Me plaindre", "label: Stop", "partout"),
    ("a sensitive word in a notification", "safety.yaml", "ask: \"Une question d'abord", "ask: \"Danger ? Une question d'abord", "notification"),
    ("a consent that takes too long to read", "welcome.yaml", "    {ways}", "    " + "Elle est là. " * 40 + "{ways}", "700"),
    ("a question too long to be heard", "owes.yaml", "en ce moment ?", "en ce moment, ou bien un autre jour, ou plus tard, quand vous serez dans votre ville ?", "mots à entendre"),
    ("a safety text that takes more than its minute", "safety.yaml", "why: Si quelque", "why: " + "Elle est là. " * 50 + "Si quelque", "secondes à entendre"),
    ("a question without an example", "menu.yaml", "  retry: Touchez un bouton, ou écrivez un chiffre de 1 à 10.\n", "", "retry"),
    ("a sensitive flow entered at the side", "menu.yaml", "care: protection/", "care: protection/need", "moment"),
    ("more than seven questions before help", "orientation.yaml", "  save: land\n  next: suggestions/", "  save: land\n  next: earning", "questions avant"),
    ("a safety text that nobody marked", "owes.yaml", "safety: true\n", "", "safety: true"),
    ("a human behind a question", "person.yaml", "start: ask_human", "start: words", "hand_over"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "good", "bad", "found"), [case[1:] for case in BREAKS], ids=[case[0] for case in BREAKS]
)
def test_the_check_finds_it(
    file: str, good: str, bad: str, found: str, book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentences = _found(book, broken(tmp_path, file, good, bad), monkeypatch)
    assert any(found in sentence for sentence in sentences), sentences
    assert any(":" in sentence.split(" ")[0] for sentence in sentences)


@pytest.mark.parametrize(("file", "good", "bad"), [BREAKS[0][1:4], BREAKS[-1][1:4]], ids=[BREAKS[0][0], BREAKS[-1][0]])
def test_nobody_serves_what_the_check_refuses(
    file: str, good: str, bad: str, book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = broken(tmp_path, file, good, bad)
    sentences = _found(book, folder, monkeypatch)
    monkeypatch.setattr("bot.library.FLOWS", folder)
    with pytest.raises(BookProblem) as refused:
        load_book()
    assert list(refused.value.problems) == sentences


def test_a_translation_that_does_not_fit_is_told_with_its_line_and_said_in_french(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = book.flows["menu"].nodes["choose"]
    text, label = node.text, node.options[0].label
    assert text is not None
    too_much = {text.key: (text.fr, "kuma " * 60), label.key: (label.fr, "i bɛ se ka nin sugandi sisan")}
    added = Catalogues({**book.catalogues.messages, "bm": {**book.catalogues.messages["bm"], **too_much}})
    monkeypatch.setattr("bot.library.FLOWS", broken(tmp_path, "menu.yaml", "flow: menu", "flow: menu"))
    monkeypatch.setattr("bot.library.Catalogues.load", lambda: added)
    with capture_logs() as lines:
        served = load_book()
    assert {line["key"] for line in lines} == set(too_much)
    assert all(line["log_level"] == "warning" and re.search(r"bm/.*sira\.po:[1-9]", line["place"]) for line in lines)
    assert served.catalogues.say(text, "bm") == text.fr
    assert len(served.catalogues.messages["bm"]) == len(added.messages["bm"]) - len(too_much)


def _found(book: Book, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the check says of the flows in ``folder``, beside this release's services."""
    return [str(one) for one in check(read_book(folder), root=folder)]


def test_every_check_has_an_example_here(book: Book, tmp_path: Path) -> None:
    unseen = {check.__name__ for check in CHECKS}
    for number, (_, file, good, bad, _) in enumerate(BREAKS):
        folder = broken(tmp_path / str(number), file, good, bad)
        known = known_of(replace(book, flows=load(folder)), folder)
        unseen -= {check.__name__ for check in CHECKS if check.__name__ in unseen and next(check(known), None)}
    assert unseen == set()


def test_the_flows_as_they_are_have_nothing_to_mend(book: Book) -> None:
    assert check(book) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("flow: x\nstart: a\na:\n  say: Bonjour\n  ask: Quoi ?\n  next: a\n", "un seul de"),
        ("flow: x\nstart: a\na:\n  say: Bonjour\n", "next"),
        ("flow: x\nstart: a\na: {end: true}\na: {end: true}\n", "deux fois"),
        ("flow: x\nstart: a\na:\n  branch:\n    - {when: {nothing_known: 1}, go: a}\n", "nothing_known"),
        ("flow: x\n  bad: [\n", "ne se lit pas"),
        ("- a\n- b\n", "flow:"),
        (
            "flow: x\nstart: a\na:\n  say: Bonjour.\n  sya: Encore.\n  next: a\n",
            "x.yaml:5: a → sya : cette clé n'existe pas ici ; vouliez-vous écrire « say » ?",
        ),
        (
            "flow: x\nstart: a\na:\n  why: Pour rien.\n  aks: Quoi ?\n  next: a\n",
            "x.yaml:5: a → aks : « aks » n'existe pas ; vouliez-vous écrire « ask » ?",
        ),
        ("flow: x\nstart: a\na:\n  next: a\n", "ne dit pas ce qu'il est"),
        (
            "flow: x\nstart: a\na:\n  say: Bonjour\n  next: a\n  end: true\n",
            "x.yaml:6: a → end : cet état a aussi « say »",
        ),
        ("flow: x\nstart: a\na:\n  branch:\n    - {go: a}\n    - {gou: a}\n", "branch → n° 2"),
        ("flow: x\na: {end: true}\n", "il manque cette entrée"),
        ("flow: x\nstart: a\na:\n  ask: Quoi ?\n  answer: {}\n  next: a\n", "un seul de"),
        ("flow: x\nstart: a\na:\n  ask: Quoi ?\n  answer: {number: {from: un, to: 9}}\n  next: a\n", "nombre entier"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_file_and_line(text: str, found: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    with pytest.raises(FlowProblem) as refused:
        load(tmp_path)
    assert found in str(refused.value)
    assert "x.yaml:" in str(refused.value)


def test_two_files_with_one_flow_name_each_other(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text("flow: x\nstart: a\na: {end: true}\n", "utf-8")
    with pytest.raises(FlowProblem, match=r"two\.yaml:1: .* existe déjà dans .*one\.yaml"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("file", "good", "bad"),
    [
        ("orientation.yaml", "  save: in\n  next: region", "  save: in\n  next: regiom"),
        ("general.yaml", "urgent: urgent, person: person/", "urgent: urgnt, person: person/"),
        ("safety.yaml", '    - {when: {talk_consent: "no"}, go: done}', '    - {when: {talk_consent: "no"}, go: dnoe}'),
    ],
)
def test_a_way_that_leads_nowhere_is_told_at_its_own_line(
    file: str, good: str, bad: str, book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = broken(tmp_path, file, good, bad)
    line = (folder / file).read_text("utf-8").split(bad)[0].count("\n") + bad.count("\n") + 1
    sentences = [str(one) for one in check(read_book(folder), root=folder)]
    assert any(f"{file}:{line}: " in one and "n'existe pas" in one for one in sentences), sentences
