"""A record that says itself until when its project ran: a programme with that end must carry it, or no clock closes it.

« Le projet allait de 2021 à 2023, il faut vérifier » stood on a card of 2026, before a service that runs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from content.actors import Programme
from content.problems import problem
from content.record import Record

UNTIL_A_YEAR = re.compile(r"\b(?:de \d{4} à|jusqu'en|jusqu'à(?: fin)?) \d{4}\b")
"""« de 2020 à 2023 », « jusqu'en 2024 », « jusqu'à fin 2024 »."""


def without_programme(records: Iterable[Record], programmes: Collection[Programme]) -> Iterator[str]:
    """Each note on the opening that names a last year, of a service that no programme with an end carries.

    A folder of records alone keeps no programmes to look in.
    """
    if not programmes:
        return
    carried = {slug for one in programmes if one.dates.end is not None for slug in (*one.runs, *one.pays)}
    for record in records:
        for number, note in enumerate(record.service.confirm):
            if note.of_opening and record.service.id not in carried and UNTIL_A_YEAR.search(note.fr):
                yield problem(
                    record.file,
                    ("confirm", number),
                    f"« {note.fr} » : écrivez ce programme dans actors/, avec sa fin et « runs: [{record.service.id}] » "
                    "(« pays » si le service vit aussi d'autre chose)",
                )
