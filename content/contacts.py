"""Contacts are functions and nobody is reached by a note: what a record may say of whom to call."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.anonymous import people_in
from content.problems import problem
from content.record import Record

TITLES = frozenset({
    "accueil", "agent", "agente", "animateur", "animatrice", "assistant", "assistante",
    "bureau", "chargé", "chargée", "chef", "cheffe", "conseiller", "conseillère",
    "coordinateur", "coordination", "coordinatrice", "délégation", "délégué", "déléguée", "département",
    "directeur", "direction", "directrice", "guichet", "permanence", "point", "président",
    "présidente", "responsable", "secrétaire", "secrétariat", "service", "standard", "surveillant",
    "surveillante",
})  # fmt: skip
"""How a function begins; a name does not."""
OFFICES = ("Coopération Migration", "RMO Mali")
"""Two capitals in a row that are no first name and family name."""
_CAPITALS = re.compile(r"\b[A-ZÀ-Ö][\w'’-]*\s+[A-ZÀ-Ö][\w'’-]*")
_PHONE = re.compile(r"\+\d(?:[\s.-]?\d){6,}|\b\d{2}(?:[\s.-]\d{2}){3}\b|\b\d{8}\b")
_NUMBERS_BELONG = frozenset({"phone", "web"})


def functions_are_functions(record: Record) -> Iterator[str]:
    """A name entered as a function would be shown as one for years (R100); a name that is known as one is told as such."""
    contacts = record.service.contact
    for number, contact in enumerate(contacts):
        said = contact.function
        if said is not None and not people_in(said) and not _is_function(said):
            where = ("contact", number, "function") if _listed(record) else ("contact", "function")
            sentence = f"« {said} » n'est pas une fonction connue ; écrivez par exemple « Directrice » ou « Accueil »"
            yield problem(record.file, where, sentence)


def numbers_stand_in_contact(record: Record) -> Iterator[str]:
    """A number in a note would be shown to everybody, whatever ``visibility`` says, and never grow old."""
    for where, words in _words(record.file.data):
        for found in _PHONE.findall(words):
            yield problem(record.file, where, f"« {found} » est un numéro de téléphone ; écrivez-le dans contact")


def _is_function(said: str) -> bool:
    rest = said
    for office in OFFICES:
        rest = rest.replace(office, office.lower())
    first = re.match(r"[\w-]+", rest)
    return first is not None and first.group().lower() in TITLES and _CAPITALS.search(rest) is None


def _listed(record: Record) -> bool:
    return isinstance(record.file.data["contact"], list)


def _words(node: object, where: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(node, dict):
        for key, inner in node.items():
            if key not in _NUMBERS_BELONG:
                yield from _words(inner, (*where, key))
    elif isinstance(node, list):
        for number, inner in enumerate(node):
            yield from _words(inner, (*where, number))
    elif isinstance(node, str):
        yield where, node
