"""What reviewers' answers change: a row that cannot stand is refused with the reason, all others are taken.

Nothing is silent: what is taken otherwise than it says is told too. A row that this very sheet brought before is no change
and no fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from locales.pofiles import Entry
from locales.review import HASH_LENGTH, Reviewed, hash_of
from locales.sheet.answers import Answer
from locales.sheet.fault import Fault, RowRefusedError
from locales.sheet.fits import unfit
from locales.sheet.keyed import by_mark, key_of
from locales.sheet.line import LITERAL, mark_of
from locales.sheet.moved import FINE, moved, state_of

REMARK: Final = "Remarque"
_MARK: Final = re.compile(f"[0-9a-f]{{{HASH_LENGTH}}}-[0-9a-f]{{{HASH_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class Taken:
    """The catalogue and the states after the answers. ``changed``: sentences with new words; ``moved``: with a new state.

    ``told``: rows that were taken, and of which something must be known; in the order of the sheet, like ``refused``.
    """

    entries: Mapping[str, Entry]
    states: Mapping[str, Reviewed]
    refused: tuple[Fault, ...]
    told: tuple[Fault, ...]
    changed: tuple[str, ...]
    moved: tuple[str, ...]
    remarked: tuple[str, ...]


def take(
    answers: Iterable[Answer],
    entries: Mapping[str, Entry],
    states: Mapping[str, Reviewed],
    limits: Mapping[str, int],
    who: str,
    day: str,
) -> Taken:
    """Each answer put in its place. ``who``: a role; ``day``: ISO; ``limits``: characters at most, by key."""
    now, reached = dict(entries), dict(states)
    refused: list[Fault] = []
    told: list[Fault] = []
    marks = by_mark(entries)
    named = [(given, replace(given, key=key_of(given, entries, marks))) for given in answers]
    rows: dict[str, list[Answer]] = {}
    for _, answer in named:
        rows.setdefault(answer.key, []).append(answer)
    for given, answer in named:
        try:
            _once(answer, rows[answer.key])
            entry, state, says = _one(answer, entries, states, limits, who, day)
        except RowRefusedError as why:
            refused.append(Fault(answer.row, answer.key, str(why)))
            continue
        if answer.key != given.key:
            told.append(Fault(given.row, given.key, f"la clé a été changée ; la phrase est « {answer.key} »"))
        told += [Fault(answer.row, answer.key, one) for one in says]
        now[answer.key], reached[answer.key] = entry, state
    return Taken(
        now,
        reached,
        tuple(sorted(refused)),
        tuple(sorted(told)),
        tuple(key for key in entries if now[key].words != entries[key].words),
        tuple(key for key in entries if key in reached and reached[key].state != state_of(states, entries[key]).state),
        tuple(key for key in entries if len(now[key].comments) > len(entries[key].comments)),
    )


def _once(answer: Answer, same: Sequence[Answer]) -> None:
    """Of rows that say the same the first is taken; of rows that differ none, since nobody knows which is meant."""
    if len({(one.answer, one.words, one.remark, one.state) for one in same}) > 1:
        lines = ", ".join(str(one.row) for one in same)
        raise RowRefusedError(f"cette phrase a des réponses différentes aux lignes {lines} ; gardez une seule ligne")
    if answer.row != same[0].row:
        raise RowRefusedError(f"cette phrase est déjà à la ligne {same[0].row} ; gardez une seule ligne")


def _one(
    answer: Answer,
    entries: Mapping[str, Entry],
    states: Mapping[str, Reviewed],
    limits: Mapping[str, int],
    who: str,
    day: str,
) -> tuple[Entry, Reviewed, tuple[str, ...]]:
    """The sentence and its state after ``answer``, and what must be told of it."""
    entry = entries.get(answer.key)
    if entry is None:
        raise RowRefusedError(
            "cette clé n'est pas connue ; comparez la colonne « Clé » avec la feuille d'origine et corrigez-la. Si c'est la "
            "même, la phrase n'existe plus : il n'y a rien à faire"
        )
    if _taken_before(answer, entry):
        return _written(entry, entry.words, answer.remark, who, day), state_of(states, entry), ()
    _same_as_read(answer, entry)
    if answer.answer == FINE and answer.words not in {"", entry.words}:
        raise RowRefusedError("« ça va » et un nouveau texte à la fois ; choisissez « à changer » ou effacez le texte")
    words = answer.words or entry.words
    if words != entry.words and (why := unfit(words, entry, limits.get(answer.key, 0))):
        raise RowRefusedError(why)
    if not words:
        raise RowRefusedError("il n'y a pas encore de traduction ; écrivez-la dans « Nouveau texte »")
    _changes_something(answer, entry)
    says = ("sans réponse, avec un nouveau texte : pris comme « à changer »",) if _unasked(answer, entry) else ()
    state, said = moved(answer, entry, words, states, who, day)
    return _written(entry, words, answer.remark, who, day), state, (*says, *said)


def _taken_before(answer: Answer, entry: Entry) -> bool:
    """Whether this row's new words are the sentence's words by now: somebody sent the same sheet again."""
    french, _, words = answer.mark.partition("-")
    read = french == hash_of(entry.french) and words not in {"", hash_of(entry.words)}
    return read and bool(answer.words) and answer.words == entry.words


def _unasked(answer: Answer, entry: Entry) -> bool:
    return bool(entry.words) and not answer.answer and answer.words not in {"", entry.words}


def _changes_something(answer: Answer, entry: Entry) -> None:
    """A row that says « to change » and not how, or the words that stand there, would be lost without a word."""
    if answer.answer == FINE or answer.remark or answer.state:
        return
    if answer.words and answer.words == entry.words:
        raise RowRefusedError("le nouveau texte est celui qui est déjà là ; s'il est juste, répondez « ça va »")
    if not answer.words:
        raise RowRefusedError("« à changer » sans dire comment ; écrivez un nouveau texte ou une remarque")


def _same_as_read(answer: Answer, entry: Entry) -> None:
    if answer.mark == mark_of(entry):
        return
    if not _MARK.fullmatch(answer.mark):
        raise RowRefusedError("le repère (colonne cachée) a été effacé ; recopiez cette réponse sur une feuille neuve")
    french, _, words = answer.mark.partition("-")
    if french != hash_of(entry.french):
        raise RowRefusedError("le français a changé depuis cette feuille ; relisez-la sur une feuille neuve")
    if words != hash_of(entry.words):
        raise RowRefusedError("la traduction a changé depuis cette feuille ; relisez-la sur une feuille neuve")


def _written(entry: Entry, words: str, remark: str, who: str, day: str) -> Entry:
    """New words lose the old words' literal translation: it would say back what is no longer said."""
    comments = entry.comments
    if words != entry.words:
        comments = tuple(note for note in comments if not note.startswith(LITERAL))
    if remark:
        said = f" : {' '.join(remark.split())}"
        known = any(note.startswith(REMARK) and note.endswith(said) for note in comments)
        comments = comments if known else (*comments, f"{REMARK} ({who}, {day}){said}")
    outdated = entry.outdated if words == entry.words else ""
    return replace(entry, words=words, comments=comments, outdated=outdated)
