"""Who has read a record: draft, checked by a second person, translated, published. Nothing claims more than that.

The states stand beside the records, with a hash of what was read: a record that changes is a draft again by itself,
whoever changed it and however. A record that nobody entered is a draft. States do not decide what is offered: every
card carries its date and « à confirmer », and whoever needs a place tonight is better served by a draft than by nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from content.anonymous import MAILBOX, people_in
from content.parts import Date, Frozen
from content.problems import from_pydantic, problem
from locales.yamlfile import read

State = Literal["draft", "checked", "translated", "published"]
STATES: tuple[State, ...] = ("draft", "checked", "translated", "published")
REVIEW_FILE = "review.yaml"
HASH_LENGTH = 12
"""Hex digits of SHA-256, enough to see that a record changed."""
_HEADER = """\
# Relecture, fiche par fiche : draft (brouillon) → checked (relu par une deuxième personne, source en main) →
# translated (toutes ses phrases existent en bambara) → published (publié). S'écrit par « sira content review ».
# Une fiche absente d'ici, ou changée depuis, est un brouillon. by : un rôle, jamais un nom.
"""


class ReviewProblem(ValueError):
    """A state cannot be given; the message says in French what to do first."""


class Review(Frozen):
    """What one reader said of one version of a record."""

    state: State
    hash: str
    by: str
    on: Date


@dataclass(frozen=True, slots=True)
class Reviews:
    """All that was read, by record."""

    by_record: Mapping[str, Review]

    def state(self, record: str, data: Any) -> State:
        """The state of this very record; a changed one is a draft again."""
        found = self.by_record.get(record)
        return found.state if found is not None and found.hash == hash_of(data) else "draft"

    def count(self, records: Mapping[str, Any]) -> Mapping[State, int]:
        """How many of ``records`` (data by id) stand in each state."""
        found = Counter(self.state(record, data) for record, data in records.items())
        return {state: found[state] for state in STATES}

    def moved(self, record: str, data: Any, to: State, by: str, on: str) -> Reviews:
        """With ``record`` one step further, or back. Raises ``ReviewProblem`` when a step would be jumped over."""
        now = self.state(record, data)
        if STATES.index(to) > STATES.index(now) + 1:
            raise ReviewProblem(
                f"« {record} » est « {now} » ; l'étape suivante est « {STATES[STATES.index(now) + 1]} », pas « {to} »"
            )
        if people_in(by) or MAILBOX.search(by) or not by.strip():
            raise ReviewProblem(f"« {by} » : écrivez un rôle, par exemple « conseillère, Kayes » ; jamais un nom")
        return Reviews({**self.by_record, record: Review(state=to, hash=hash_of(data), by=by.strip(), on=on)})

    def written(self) -> str:
        """The content of the file, one line a record."""
        return _HEADER + "".join(
            f'{record}: {{state: {one.state}, hash: "{one.hash}", by: {json.dumps(one.by, ensure_ascii=False)}, '
            f'on: "{one.on}"}}\n'
            for record, one in sorted(self.by_record.items())
        )


def hash_of(data: Any) -> str:
    """What tells one version of a record from the next; comments, order of keys and line breaks are not the record."""
    plain = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:HASH_LENGTH]


def read_reviews(root: Path, records: Collection[str], problems: list[str]) -> Reviews:
    """The states under ``root``; what cannot be is added to ``problems``, with file and line."""
    path = root / REVIEW_FILE
    if not path.exists():
        return Reviews({})
    file = read(path)
    found: dict[str, Review] = {}
    for record, raw in (file.data or {}).items():
        if record not in records:
            problems.append(problem(file, (record,), f"la fiche « {record} » n'existe pas ; retirez cette ligne"))
            continue
        try:
            found[record] = Review.model_validate(raw)
        except ValidationError as error:
            problems += (problem(file, (record,), one.rpartition(" : ")[2]) for one in from_pydantic(file, error))
    return Reviews(found)


def records_under(root: Path) -> Mapping[str, Any]:
    """The data of all records, by id, as they are hashed."""
    return {path.stem: read(path).data for path in sorted((root / "services").glob("*.yaml"))}
