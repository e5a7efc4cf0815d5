"""A new language: its catalogue, its review file and the place for its words, all empty, and closed to people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from locales import counts, wordlists
from locales.catalogue import ROOT, SOURCE
from locales.fold import fold
from locales.languages import CODE, NAME_MAX, Language, languages, write
from locales.lexicon import FILE
from locales.pofiles import Entry, PoFile, written
from locales.problem import AuthorProblem
from locales.review import write_states
from locales.voices.counting import said
from locales.yamlfile import read

NOT_SHOWN = "console."
"""The desk speaks French: nobody need translate it."""


class LanguageProblem(AuthorProblem):
    """The language cannot be added, opened or closed; says what to do."""


def add(code: str, name: str, root: Path = ROOT) -> int:
    """Make the files of ``code``; returns how many sentences wait to be said in it. Raises ``AuthorProblem``."""
    known = dict(languages(root))
    if not CODE.fullmatch(code):
        example = code.lower() if CODE.fullmatch(code.lower()) else "snk, ff, ha, ses, ar ou bm_Nkoo"
        raise LanguageProblem(f"« {code} » n'est pas un code de langue ; écrivez par exemple {example}.")
    if code in known or (root / code).exists():
        raise LanguageProblem(f"« {code} » est déjà là ; « sira locales status --lang {code} » dit où elle en est.")
    if not 0 < len(name.strip()) <= NAME_MAX or not name.isprintable():
        raise LanguageProblem(f"--name : écrivez le nom que la langue se donne, {NAME_MAX} signes au plus.")
    twin = next((one.code for one in known.values() if fold(one.name) == fold(name)), "")
    if twin:
        raise LanguageProblem(
            f"--name : « {name.strip()} » est déjà le nom de « {twin} » ; personne ne saurait lequel choisir."
        )
    entries = [
        Entry(one.key, one.french) for one in PoFile.read(root / SOURCE / "LC_MESSAGES" / "sira.po").entries.values()
    ]
    folder = root / code
    (folder / "LC_MESSAGES").mkdir(parents=True)
    (folder / "LC_MESSAGES" / "sira.po").write_text(written(code, entries), encoding="utf-8")
    (folder / "review.yaml").write_text(write_states({}), encoding="utf-8")
    (folder / wordlists.NAME).write_text(wordlists.empty(read(FILE).data), encoding="utf-8")
    numbers = counts.empty((number, " ".join(said(number, SOURCE) or ())) for number in counts.ASKED)
    (folder / counts.NAME).write_text(numbers, encoding="utf-8")
    write(root, {**known, code: Language(code, name.strip(), open=False)})
    return sum(not entry.key.startswith(NOT_SHOWN) for entry in entries)


def set_open(code: str, *, to: bool, root: Path = ROOT) -> None:
    """Let people choose ``code``, or no longer. Raises ``LanguageProblem``."""
    known = dict(languages(root))
    if code not in known:
        raise LanguageProblem(f"« {code} » n'est pas une langue d'ici ; il y a : {', '.join(known)}.")
    if code == SOURCE:
        raise LanguageProblem("Le français reste toujours ouvert : c'est lui que l'on dit quand une phrase manque.")
    write(root, {**known, code: replace(known[code], open=to)})
