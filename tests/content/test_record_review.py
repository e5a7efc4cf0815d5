"""Who has read a record: step by step, by a role, and only for the version that was read."""

from __future__ import annotations

import pytest

from content.review import ReviewProblem, Reviews, hash_of, read_reviews, records_under

DATA = {"id": "atelier-x", "practice": 70}
READER = "conseillère, Kayes"


def checked():
    return Reviews({}).moved("atelier-x", DATA, "checked", READER, "2026-11-21")


def test_a_record_that_nobody_read_is_a_draft():
    assert Reviews({}).state("atelier-x", DATA) == "draft"
    assert Reviews({}).count({"atelier-x": DATA}) == {"draft": 1, "checked": 0, "translated": 0, "published": 0}


def test_a_record_goes_one_step_at_a_time_and_back_at_will():
    reviews = checked()
    with pytest.raises(ReviewProblem, match="translated"):
        reviews.moved("atelier-x", DATA, "published", READER, "2026-11-21")
    for state in ("translated", "published", "draft"):
        reviews = reviews.moved("atelier-x", DATA, state, READER, "2026-11-21")
        assert reviews.state("atelier-x", DATA) == state


def test_a_changed_record_is_a_draft_again():
    assert checked().state("atelier-x", {**DATA, "practice": 60}) == "draft"
    assert hash_of({"practice": 70, "id": "atelier-x"}) == hash_of(DATA)


@pytest.mark.parametrize("by", ["Madame Awa Diarra", "awa@yahoo.fr", " "])
def test_a_reader_is_a_role_and_never_a_name(by):
    with pytest.raises(ReviewProblem, match="rôle"):
        Reviews({}).moved("atelier-x", DATA, "checked", by, "2026-11-21")


def test_what_is_written_is_read_again(tmp_path):
    (tmp_path / "review.yaml").write_text(checked().written(), "utf-8")
    problems: list[str] = []
    assert read_reviews(tmp_path, {"atelier-x"}, problems) == checked()
    assert problems == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('nulle-part: {state: draft, hash: "a", by: a, on: "2026-11-21"}', "n'existe pas"),
        ('atelier-x: {state: lu, hash: "a", by: a, on: "2026-11-21"}', "draft"),
        ('atelier-x: {state: draft, hash: "a", by: a}', "il manque"),
        ('atelier-x: {state: draft, hash: "a", by: a, on: hier}', "date"),
    ],
)
def test_a_line_that_cannot_be_is_told_with_its_line(tmp_path, line, words):
    (tmp_path / "review.yaml").write_text(f"# relecture\n{line}\n", "utf-8")
    problems: list[str] = []
    read_reviews(tmp_path, {"atelier-x"}, problems)
    (one,) = problems
    assert "review.yaml:2:" in one
    assert words in one


def test_the_records_are_hashed_as_they_are_written(tmp_path):
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "atelier-x.yaml").write_text("# un commentaire\npractice: 70\nid: atelier-x\n", "utf-8")
    assert checked().state("atelier-x", records_under(tmp_path)["atelier-x"]) == "checked"
