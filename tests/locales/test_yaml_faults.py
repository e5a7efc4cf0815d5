"""A file that cannot be read is refused in French, with its line and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from locales.yamlfile import YamlProblem, read

FAULTS = [
    ("a tab before a key", "a:\n\tb: 1\n", 2, "espaces"),
    ("a tab after a key", "a: 1\n\tb: 2\n", 2, "espaces"),
    ("a colon in a label between braces", "a:\n  {label: C'est: bon}\n", 2, "guillemets"),
    ("a colon in a sentence", "a: Bonjour : vous\n", 1, "guillemets"),
    ("a sentence that begins with a sign", "a: @vous\n", 1, "« @ »"),
    ("a sentence that begins with a brace", "a: {name} va\n", 1, "guillemets"),
    ("a quote that is not closed", 'a: 1\nb: "x\nc: 1\n', 2, "fermé"),
    ("another indent", "a:\n  b: 1\n c: 2\n", 3, "retrait"),
    ("a list broken off", "a:\n  - b\n  c: 1\n", 3, "« - »"),
    ("a bracket that is not closed", "a: [1, 2\nb: 1\n", 2, "« ] »"),
    ("a key without a colon", "a: 1\nb\nc: 2\n", 3, "« : »"),
    ("a backslash in quotes", 'a: "C:\\d"\n', 1, "simples"),
    ("a star", "a: *x\n", 1, "« * »"),
    ("an exclamation mark", "a: !x y\n", 1, "« ! »"),
    ("a character that nobody sees", "a: 1\nb: \x01\n", 2, "invisible"),
    ("two documents", "a: 1\n---\nb: 2\n", 2, "---"),
    ("a brace as a key", "a: 1\n{a: 1}: 2\n", 2, "clé"),
    ("a comma in a label between braces", "a:\n  {label: Oui, un peu}\n", 2, "guillemets"),
    ("a key written twice", "a: 1\na: 2\n", 2, "deux fois"),
]
ENGLISH = ("found", "expected", "token", "mapping", "scalar", "indicator")


@pytest.mark.parametrize(("source", "line", "words"), [fault[1:] for fault in FAULTS], ids=[one[0] for one in FAULTS])
def test_a_fault_is_said_with_its_line_and_its_mending(source: str, line: int, words: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(source, "utf-8")
    with pytest.raises(YamlProblem) as refused:
        read(path)
    said = str(refused.value)
    assert said.startswith(f"{path}:{line}: ")
    assert words in said
    assert not any(word in said for word in ENGLISH)


def test_a_file_in_another_encoding_is_refused_with_the_line_of_the_first_such_letter(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("a: 1\nb: été\n".encode("latin-1"))
    with pytest.raises(YamlProblem, match=r"x\.yaml:2: .*UTF-8"):
        read(path)


def test_a_file_of_the_working_directory_is_named_as_it_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "flows" / "x.yaml"
    path.parent.mkdir()
    path.write_text("a: [\n", "utf-8")
    with pytest.raises(YamlProblem, match=r"^flows/x\.yaml:"):
        read(path)
