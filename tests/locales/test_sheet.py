"""The speakers' sheet: what goes out comes back, a row that cannot stand is refused alone, nothing in it is run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from locales.pofiles import Entry
from locales.review import Reviewed, State, hash_of
from locales.sheet.answers import Answer, SheetProblem, read
from locales.sheet.columns import ANSWER, FRENCH, KEY, MARK, PHONE, REMARK, STATE, TAB, TRANSLATION, WIDTHS, WORDS
from locales.sheet.line import Line, Proposal, Sheet, Shown, mark_of
from locales.sheet.taken import Taken, take
from locales.sheet.written import write

ASK = Entry("age.ask", "Quel âge avez-vous ?", "I si ye san joli ye?", ("Mot à mot : Ton âge est combien d'années ?",))
WAIT = Entry("wait.say", "Attendez {wait}.", "{wait} makɔnɔ.")
SKIP = Entry("age.choice.skip", "Je préfère passer", "N b'a fɛ ka tɛmɛ")
ENTRIES = {entry.key: entry for entry in (ASK, WAIT, SKIP)}
LIMITS = {"age.choice.skip": 20}
DAY = "2026-11-21"


def _states(state: State = "draft", by: str = "") -> dict[str, Reviewed]:
    return {
        one.key: Reviewed(state, hash_of(one.french), hash_of(one.words), by, DAY if by else "")
        for one in ENTRIES.values()
    }


def _sheet(*entries: Entry, proposals: dict[str, Proposal] | None = None) -> Sheet:
    states = _states()
    lines = tuple(
        Line(one, "question", 0, states.get(one.key, Reviewed("draft", hash_of(one.french), ""))) for one in entries
    )
    return Sheet("bm", (Shown("orientation", "age", entries[0].words, (SKIP.words,), lines),), proposals or {})


def _answer(entry: Entry, **given: str) -> Answer:
    return Answer(2, entry.key, given.pop("mark", mark_of(entry)), **given)


def _take(*answers: Answer, states: dict[str, Reviewed] | None = None, who: str = "locutrice, Kayes") -> Taken:
    return take(answers, ENTRIES, _states() if states is None else states, LIMITS, who, DAY)


def _fill(path: Path, row: int, **cells: object) -> None:
    book = load_workbook(path)
    titles = list(WIDTHS)
    for title, value in cells.items():
        book[TAB].cell(
            row,
            titles.index({"answer": ANSWER, "words": WORDS, "remark": REMARK, "state": STATE, "key": KEY}[title]) + 1,
            value,
        )
    book.save(path)


def test_a_sheet_that_nobody_answered_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    assert write(path, _sheet(ASK, WAIT, SKIP)) == 3
    assert read(path, "bm") == ((), ())


def test_a_sentence_that_was_written_over_is_refused_and_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    write(path, _sheet(ASK, WAIT, SKIP))
    book = load_workbook(path)
    book[TAB].cell(3, list(WIDTHS).index(TRANSLATION) + 1, "{wait} makɔnɔ dɔɔnin.")
    book.save(path)
    answers, faults = read(path, "bm")
    assert answers == ()
    (fault,) = faults
    assert (fault.row, fault.key, "« Nouveau texte »" in str(fault)) == (3, WAIT.key, True)
    _fill(path, 3, words="{wait} makɔnɔ dɔɔnin.")
    assert [one.words for one in read(path, "bm")[0]] == ["{wait} makɔnɔ dɔɔnin."], "said in its own column it is taken"


def test_what_was_answered_comes_back_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    write(path, _sheet(ASK, WAIT, SKIP))
    _fill(path, 3, answer="à changer", words="{wait} makɔnɔ sabali.", remark="plus poli")
    (answer,), faults = read(path, "bm")
    assert (answer.row, answer.key, answer.words, answer.remark) == (
        3,
        "wait.say",
        "{wait} makɔnɔ sabali.",
        "plus poli",
    )
    assert (answer.mark, faults) == (mark_of(WAIT), ())


def test_a_row_shows_the_message_as_on_the_phone_and_its_literal_meaning(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    write(path, _sheet(ASK))
    titles = list(WIDTHS)
    row = [cell.value for cell in load_workbook(path)[TAB][2]]
    assert row[titles.index(PHONE)] == "I si ye san joli ye?\n[ N b'a fɛ ka tɛmɛ ]"
    assert "Ton âge est combien d'années ?" in row


def test_a_proposal_of_the_console_stands_in_the_answers(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    write(path, _sheet(ASK, WAIT, proposals={"age.ask": Proposal(False, "I si ye joli ye?", "court")}))
    (answer,), _ = read(path, "bm")
    assert (answer.answer, answer.words, answer.remark) == ("à changer", "I si ye joli ye?", "court")


@pytest.mark.parametrize("nasty", ["=1+1", '=HYPERLINK("http://x","y")', "+cmd|' /C calc'!A0", "-2", "@SUM(A1)"])
def test_nothing_on_the_sheet_is_a_formula(tmp_path: Path, nasty: str) -> None:
    path = tmp_path / "sheet.xlsx"
    write(path, _sheet(Entry("x", nasty, nasty, (nasty,)), proposals={"x": Proposal(False, nasty, nasty)}))
    cells = [cell for cell in load_workbook(path)[TAB][2] if cell.value == nasty]
    assert len(cells) >= 5
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_a_formula_that_came_back_is_refused_and_the_next_row_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    write(path, _sheet(ASK, WAIT))
    _fill(path, 2, words='=HYPERLINK("http://x")')
    _fill(path, 3, answer="ça va")
    answers, faults = read(path, "bm")
    assert [answer.key for answer in answers] == ["wait.say"]
    assert [*map(str, faults)] == ["Ligne 2 (age.ask) : une formule n'est pas acceptée ; écrivez le texte."]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"answer": "peut-être"}, "« peut-être » n'est pas une réponse"),
        ({"state": "fini"}, "« fini » n'est pas un état"),
        ({"answer": "ça va", "key": " "}, "la clé manque"),
        ({"words": "x" * 6000}, "plus de 5000 signes"),
        ({"words": "I si\u202eye"}, "signe invisible"),
        ({"words": "I si\ue000ye"}, "signe invisible"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(tmp_path: Path, cells: dict[str, object], says: str) -> None:
    path = tmp_path / "sheet.xlsx"
    write(path, _sheet(ASK))
    _fill(path, 2, **cells)
    answers, faults = read(path, "bm")
    assert not answers
    assert says in str(faults[0])


def test_what_is_no_sheet_of_ours_says_what_to_do(tmp_path: Path) -> None:
    text, other, bare = tmp_path / "a.xlsx", tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    text.write_text("bonjour", "utf-8")
    Workbook().save(other)
    book = Workbook()
    book.create_sheet(TAB)["A1"] = KEY
    book.save(bare)
    for path, says in (
        (text, "au format .xlsx"),
        (other, "l'onglet « Phrases » manque"),
        (bare, "la colonne « Repère »"),
    ):
        with pytest.raises(SheetProblem, match=says):
            read(path, "bm")


def test_a_sheet_of_another_language_is_refused_whole_and_named(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    bare = Entry(ASK.key, ASK.french, "")
    line = Line(bare, "question", 0, Reviewed("draft", hash_of(bare.french), ""))
    write(path, Sheet("ff", (Shown("orientation", "age", bare.french, (), (line,)),)))
    _fill(path, 2, words="Duuɓi maa foti?")
    with pytest.raises(SheetProblem, match=r"cette feuille est en « ff », .* en « snk ».*--lang ff"):
        read(path, "snk")
    assert [(one.words, one.mark) for one in read(path, "ff")[0]] == [("Duuɓi maa foti?", mark_of(bare))]


@pytest.mark.parametrize(("language", "order"), [("ar", 2.0), ("bm", 0.0)])
def test_what_is_written_from_the_right_stands_so_in_its_cells(tmp_path: Path, language: str, order: float) -> None:
    path = tmp_path / "sheet.xlsx"
    line = Line(ASK, "question", 0, Reviewed("draft", hash_of(ASK.french), ""))
    write(path, Sheet(language, (Shown("orientation", "age", ASK.words, (), (line,)),)))
    titles, row = list(WIDTHS), load_workbook(path)[TAB][2]
    assert {row[titles.index(title)].alignment.readingOrder for title in (TRANSLATION, WORDS)} == {order}
    assert row[titles.index(FRENCH)].alignment.readingOrder == 0


def test_a_sentence_that_is_right_was_read_aloud() -> None:
    taken = _take(_answer(ASK, answer="ça va"))
    assert taken.states["age.ask"] == Reviewed(
        "read_aloud", hash_of(ASK.french), hash_of(ASK.words), "locutrice, Kayes", DAY
    )
    assert (taken.moved, taken.changed, taken.refused) == (("age.ask",), (), ())


def test_new_words_replace_the_old_and_their_literal_meaning_goes() -> None:
    taken = _take(_answer(ASK, answer="à changer", words="I si ye joli ye?", remark="plus\ncourt"))
    assert taken.entries["age.ask"].words == "I si ye joli ye?"
    assert taken.entries["age.ask"].comments == ("Remarque (locutrice, Kayes, 2026-11-21) : plus court",)
    assert taken.states["age.ask"].state == "draft"
    assert taken.states["age.ask"].words == hash_of("I si ye joli ye?")


def test_the_same_remark_is_written_once() -> None:
    first = _take(_answer(ASK, answer="à changer", remark="plus court"))
    again = take(
        [_answer(ASK, answer="à changer", remark="plus court")], first.entries, _states(), LIMITS, "autre", "2026-11-30"
    )
    assert again.entries == first.entries


STEPS = ("draft", "read_aloud", "said_back", "signed")
WORDS_OF = {"draft": "brouillon", "read_aloud": "lu à voix haute", "said_back": "redit", "signed": "signé"}


@pytest.mark.parametrize("before", STEPS)
@pytest.mark.parametrize("to", STEPS[1:])
def test_states_go_one_step_at_a_time(before: State, to: State) -> None:
    taken = _take(_answer(ASK, state=WORDS_OF[to]), states=_states(before, "autre"))
    step = STEPS.index(to) - STEPS.index(before)
    assert (taken.states["age.ask"].state, bool(taken.refused)) == (
        to if step in {0, 1} else before,
        step not in {0, 1},
    )


@pytest.mark.parametrize("before", ["locutrice, Kayes", "Locutrice,  kayes", "LOCUTRICE, Kayes"])
def test_who_read_it_aloud_does_not_say_it_back(before: str) -> None:
    (refused,) = _take(_answer(ASK, state="redit"), states=_states("read_aloud", before)).refused
    assert "une autre personne" in str(refused)


def test_a_second_speaker_of_the_same_town_says_it_back() -> None:
    taken = _take(_answer(ASK, state="redit"), states=_states("read_aloud", "locutrice 2, Kayes"))
    assert (taken.refused, taken.states[ASK.key].state) == ((), "said_back")


def test_a_slip_in_the_key_loses_no_answer_and_is_told() -> None:
    slipped = replace(_answer(ASK, words="I si ye joli ye?"), key="age.aks")
    taken = _take(slipped)
    assert taken.refused == ()
    assert taken.entries[ASK.key].words == "I si ye joli ye?"
    assert "la clé a été changée ; la phrase est « age.ask »" in str(taken.told[0])


def test_a_changed_key_that_may_be_two_sentences_is_refused_and_says_where_to_look() -> None:
    twice = {**ENTRIES, "twin.ask": replace(ASK, key="twin.ask")}
    slipped = replace(_answer(ASK, answer="ça va"), key="age.aks")
    taken = take([slipped], twice, _states(), LIMITS, "autre", DAY)
    assert "comparez la colonne « Clé »" in str(taken.refused[0])
    assert taken.moved == ()


def test_a_sentence_to_change_is_a_draft_again() -> None:
    taken = _take(_answer(ASK, answer="à changer", remark="on ne dit pas si"), states=_states("signed", "locuteur"))
    assert taken.states["age.ask"].state == "draft"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (_answer(WAIT, words="Makɔnɔ."), "doit garder exactement {wait}"),
        (_answer(ASK, words="+1"), "fait une formule"),
        (_answer(ASK, words="25 !"), "pas de mots"),
        (_answer(WAIT, words="{wait} {name} makɔnɔ."), "doit garder exactement {wait}"),
        (_answer(WAIT, words="{wait makɔnɔ."), "doit garder exactement {wait}"),
        (_answer(ASK, words="I si ye {n} ye?"), "n'écrivez rien entre accolades"),
        (_answer(SKIP, words="N b'a fɛ ka tɛmɛ sisan"), "22 signes, 20 au plus"),
        (_answer(ASK, words="I si ye san jolε ye?"), "« ε » est une lettre d'une autre écriture"),
        (Answer(9, "gone.ask", "a-b", "ça va"), "n'existe plus"),
        (_answer(ASK, answer="ça va", mark=f"{hash_of('Votre âge ?')}-{hash_of(ASK.words)}"), "le français a changé"),
        (_answer(ASK, answer="ça va", mark=f"{hash_of(ASK.french)}-{hash_of('I si?')}"), "la traduction a changé"),
        (_answer(ASK, answer="ça va", words="I si ye joli ye?"), "« ça va » et un nouveau texte"),
        (_answer(ASK, answer="à changer", state="signé"), "« à changer » et un état"),
        (_answer(ASK, state="signé"), "il manque l'étape « lu à voix haute »"),
        (_answer(ASK, answer="à changer"), "« à changer » sans dire comment"),
        (_answer(ASK, answer="à changer", words=ASK.words), "celui qui est déjà là"),
        (_answer(ASK, words=ASK.words), "celui qui est déjà là"),
        (_answer(ASK, answer="ça va", mark=""), "le repère (colonne cachée) a été effacé"),
    ],
)
def test_a_row_is_refused_alone_and_the_rest_is_taken(answer: Answer, says: str) -> None:
    other = SKIP if answer.key != SKIP.key else ASK
    taken = _take(answer, Answer(3, other.key, mark_of(other), "ça va"))
    (refused,) = taken.refused
    assert says in str(refused)
    assert str(refused).startswith(f"Ligne {answer.row} (")
    assert (taken.entries, taken.moved) == (ENTRIES, (other.key,))


def test_a_sentence_answered_twice_counts_once_and_not_at_all_where_the_answers_differ() -> None:
    fine = _answer(ASK, answer="ça va", state="lu à voix haute")
    taken = _take(fine, replace(fine, row=7))
    assert (len(taken.moved), len(taken.refused)) == (1, 1)
    assert "déjà à la ligne 2" in str(taken.refused[0])
    taken = _take(fine, Answer(7, ASK.key, mark_of(ASK), "à changer", "I si?"))
    assert (taken.entries, taken.moved) == (ENTRIES, ())
    assert ["aux lignes 2, 7" in str(one) for one in taken.refused] == [True, True]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Ca va", "ça va"), ("ÇA VA ", "ça va"), ("a changer", "à changer"), ("À Changer", "à changer")],
)
def test_an_answer_is_understood_without_its_accents(tmp_path: Path, typed: str, meant: str) -> None:
    path = tmp_path / "sheet.xlsx"
    write(path, _sheet(ASK))
    _fill(path, 2, answer=typed, state="Lu a voix haute")
    (answer,), faults = read(path, "bm")
    assert (answer.answer, answer.state, faults) == (meant, "lu à voix haute", ())


def test_new_words_without_an_answer_are_taken_and_told() -> None:
    taken = _take(_answer(ASK, words="I si ye joli ye?"))
    assert taken.changed == ("age.ask",)
    assert [str(one) for one in taken.told] == [
        "Ligne 2 (age.ask) : sans réponse, avec un nouveau texte : pris comme « à changer »."
    ]


def test_a_first_translation_needs_no_answer() -> None:
    empty = Entry("age.ask", ASK.french, "")
    taken = take([_answer(empty, words=ASK.words)], {"age.ask": empty}, {}, {}, "locuteur, Gao", DAY)
    assert (taken.changed, taken.told, taken.refused) == (("age.ask",), (), ())


@pytest.mark.parametrize("asked", ["signé", "redit"])
def test_new_words_are_kept_when_only_their_step_is_too_high(asked: str) -> None:
    taken = _take(_answer(ASK, words="I si ye joli ye?", answer="à changer", state=asked))
    assert (taken.entries["age.ask"].words, taken.states["age.ask"].state) == ("I si ye joli ye?", "read_aloud")
    assert f"avant « {asked} »" in str(taken.told[0])
    assert "comme « lu à voix haute »" in str(taken.told[0])
    assert taken.refused == ()


@pytest.mark.parametrize("who", ["locutrice, Kayes", "locuteur, Gao"])
def test_the_same_sheet_again_changes_nothing_and_says_nothing(who: str) -> None:
    sheet = (
        _answer(ASK, answer="à changer", words="I si ye joli ye?", state="signé", remark="plus court"),
        Answer(3, WAIT.key, mark_of(WAIT), "", "{wait} makɔnɔ sabali."),
        Answer(4, SKIP.key, mark_of(SKIP), "ça va"),
    )
    first = _take(*sheet)
    again = take(sheet, first.entries, first.states, LIMITS, who, DAY)
    assert (again.entries, again.states) == (first.entries, first.states)
    assert (again.changed, again.moved, again.remarked, again.refused, again.told) == ((), (), (), (), ())


def test_words_that_changed_otherwise_meanwhile_are_not_overwritten() -> None:
    first = _take(_answer(ASK, words="I si ye joli ye?"))
    again = take([_answer(ASK, words="I si san joli?")], first.entries, first.states, LIMITS, "locuteur", DAY)
    assert "la traduction a changé" in str(again.refused[0])


def test_faults_come_in_the_order_of_the_sheet() -> None:
    taken = _take(Answer(9, "gone.ask", "a-b", "ça va"), Answer(4, ASK.key, "", "ça va"), Answer(7, "", "", "ça va"))
    assert [one.row for one in taken.refused] == [4, 7, 9]


def test_every_column_has_its_place() -> None:
    assert {FRENCH, TRANSLATION, KEY, MARK} < set(WIDTHS)
