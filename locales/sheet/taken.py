"""What reviewers' answers change: a row that cannot stand is refused with the reason, all others are taken.

Nothing is silent: what is taken otherwise than it says is told too. A row that this very sheet brought before is no change
and no fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from locales.fold import fold
from locales.pofiles import Entry
from locales.review import HASH_LENGTH, STATES, Reviewed, State, hash_of
from locales.sheet.answers import Answer
from locales.sheet.columns import ANSWERS, STATE_WORDS
from locales.sheet.fault import Fault
from locales.sheet.fits import unfit
from locales.sheet.keyed import by_mark, key_of
from locales.sheet.line import LITERAL, mark_of

FINE, TO_CHANGE = ANSWERS
REMARK: Final = "Remarque"
SAID_BACK_BY_ANOTHER: Final = "said_back"
_MARK: Final = re.compile(f"[0-9a-f]{{{HASH_LENGTH}}}-[0-9a-f]{{{HASH_LENGTH}}}")
_STATES: Final[Mapping[str, State]] = {word: state for state, word in STATE_WORDS.items()}


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


class _RefusedError(Exception):
    """This row cannot stand; says what to do."""


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
    seen: dict[str, int] = {}
    marks = by_mark(entries)
    for given in answers:
        answer = replace(given, key=key_of(given, entries, marks))
        try:
            _once(answer, seen)
            entry, state, says = _one(answer, entries, states, limits, who, day)
        except _RefusedError as why:
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
        tuple(key for key in entries if key in reached and reached[key].state != _state(states, entries[key]).state),
        tuple(key for key in entries if len(now[key].comments) > len(entries[key].comments)),
    )


def _once(answer: Answer, seen: dict[str, int]) -> None:
    if seen.setdefault(answer.key, answer.row) != answer.row:
        raise _RefusedError(f"cette phrase est déjà à la ligne {seen[answer.key]} ; gardez une seule ligne")


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
        raise _RefusedError(
            "cette clé n'est pas connue ; comparez la colonne « Clé » avec la feuille d'origine et corrigez-la. Si c'est la "
            "même, la phrase n'existe plus : il n'y a rien à faire"
        )
    if _taken_before(answer, entry):
        return _written(entry, entry.words, answer.remark, who, day), _state(states, entry), ()
    _same_as_read(answer, entry)
    if answer.answer == FINE and answer.words not in {"", entry.words}:
        raise _RefusedError("« ça va » et un nouveau texte à la fois ; choisissez « à changer » ou effacez le texte")
    words = answer.words or entry.words
    if words != entry.words and (why := unfit(words, entry, limits.get(answer.key, 0))):
        raise _RefusedError(why)
    if not words:
        raise _RefusedError("il n'y a pas encore de traduction ; écrivez-la dans « Nouveau texte »")
    _changes_something(answer, entry)
    says = ("sans réponse, avec un nouveau texte : pris comme « à changer »",) if _unasked(answer, entry) else ()
    state, said = _moved(answer, entry, words, states, who, day)
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
        raise _RefusedError("le nouveau texte est celui qui est déjà là ; s'il est juste, répondez « ça va »")
    if not answer.words:
        raise _RefusedError("« à changer » sans dire comment ; écrivez un nouveau texte ou une remarque")


def _same_as_read(answer: Answer, entry: Entry) -> None:
    if answer.mark == mark_of(entry):
        return
    if not _MARK.fullmatch(answer.mark):
        raise _RefusedError("le repère (colonne cachée) a été effacé ; recopiez cette réponse sur une feuille neuve")
    french, _, words = answer.mark.partition("-")
    if french != hash_of(entry.french):
        raise _RefusedError("le français a changé depuis cette feuille ; relisez-la sur une feuille neuve")
    if words != hash_of(entry.words):
        raise _RefusedError("la traduction a changé depuis cette feuille ; relisez-la sur une feuille neuve")


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


def _moved(
    answer: Answer, entry: Entry, words: str, states: Mapping[str, Reviewed], who: str, day: str
) -> tuple[Reviewed, tuple[str, ...]]:
    """The state reached, and what must be told of it."""
    before = _state(states, entry)
    fresh = words != entry.words
    if fresh:
        before = Reviewed("draft", hash_of(entry.french), hash_of(words))
    elif answer.answer == TO_CHANGE:
        if answer.state:
            raise _RefusedError("« à changer » et un état à la fois ; écrivez le nouveau texte, ou effacez l'état")
        return Reviewed("draft", hash_of(entry.french), hash_of(words)), ()
    to = _STATES[answer.state] if answer.state else before.state
    if not answer.state and answer.answer == FINE and before.state == "draft":
        to = "read_aloud"
    step = STATES.index(to) - STATES.index(before.state)
    if step == 0:
        return before, ()
    if step < 0:
        raise _RefusedError(f"déjà « {STATE_WORDS[before.state]} » ; pour revenir en arrière, répondez « à changer »")
    says: tuple[str, ...] = ()
    if step > 1:
        following = STATES[STATES.index(before.state) + 1]
        lacks = f"il manque l'étape « {STATE_WORDS[following]} » avant « {STATE_WORDS[to]} »"
        if not fresh:
            raise _RefusedError(lacks)
        says = (f"{lacks} ; le nouveau texte est pris, comme « {STATE_WORDS[following]} »",)
        to = following
    if to == SAID_BACK_BY_ANOTHER and fold(before.by) == fold(who):
        raise _RefusedError(
            "une autre personne redit la phrase en français ; importez avec son rôle, par exemple « locutrice 2, Kayes »"
        )
    return Reviewed(to, hash_of(entry.french), hash_of(words), who, day), says


def _state(states: Mapping[str, Reviewed], entry: Entry) -> Reviewed:
    return states.get(entry.key, Reviewed("draft", hash_of(entry.french), hash_of(entry.words)))
