"""The file of an announcement: the words in each language, to whom, for how many days; checked before anybody hears it.

It has no place for a name or a number, so that everybody hears the same words. The checks are those of a flow's texts: one
message on every channel, and nothing at its beginning that would harm on a screen that others see (protection A3).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated

import orjson
from pydantic import Field, ValidationError

from bot.channels.split import units
from bot.engine.book import Book
from content.parts import Frozen
from content.problems import from_pydantic, keys_of, nearest, problem
from flows.checks.wording import seen_at_once
from flows.limits import WHATSAPP_TEXT_MAX
from locales.fold import fold
from locales.problem import AuthorProblem
from locales.sensitive import sensitive_words
from locales.yamlfile import YamlFile, read

SOURCE = "fr"
CHANNELS = ("telegram", "whatsapp")
"""Those on which a message comes to the person; a web page would show it to whoever sits there next."""
DAYS_MAX = 7
LAST_LINE = "bulk_stop"
"""The phrase that tells how to hear no more; it ends every announcement."""


class To(Frozen):
    """Who is meant; an empty list means everybody."""

    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    centres: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


class Announcement(Frozen):
    """``voices``: by language, a recording of these very words that lies beside the file. ``organisation``: of whose people;
    empty for the one that runs Sira here. ``days``: after so many, who has not heard it yet will not hear it any more.
    """

    words: dict[str, str]
    voices: dict[str, str] = Field(default_factory=dict)
    to: To = To()
    days: Annotated[int, Field(ge=1, le=DAYS_MAX)] = 2
    organisation: str = ""


def announcement(path: Path, book: Book) -> Announcement:
    """What the file says. Raises ``AuthorProblem`` with every fault, each on its line."""
    file = read(path)
    try:
        found = Announcement.model_validate(file.data)
    except ValidationError as error:
        raise AuthorProblem(*from_pydantic(file, error, known=keys_of(Announcement))) from error
    problems = [
        *_unknown(file, found, book),
        *_languages(file, found, book),
        *_voices(file, found, path.parent),
        *_texts(file, found, book),
    ]
    if problems:
        raise AuthorProblem(*problems)
    return found


def said(words: Mapping[str, str], language: str, book: Book) -> str:
    """The whole message in ``language``."""
    last = book.catalogues.say(book.phrase(LAST_LINE), language)
    return f"{words[language].strip()}\n\n{last}"


def to_json(to: To) -> str:
    """As the table keeps it."""
    return orjson.dumps(to.model_dump(exclude_defaults=True)).decode()


def to_of(audience: str) -> To:
    """The inverse of ``to_json``."""
    return To.model_validate(orjson.loads(audience))


def _unknown(file: YamlFile, found: Announcement, book: Book) -> Iterator[str]:
    """Names of places and channels that nothing answers to: such an announcement would reach nobody."""
    places, leads = book.directory.places, book.directory.leads
    known: dict[str, Collection[str]] = {
        "languages": book.catalogues.languages,
        "regions": places.level("region"),
        "centres": places.level("centre"),
        "channels": CHANNELS,
    }
    for name, among in known.items():
        for place, word in enumerate(getattr(found.to, name)):
            if word not in among:
                yield problem(file, ("to", name, place), _no_such(word, among))
    organisations = {lead.organisation for lead in (leads.default, *leads.centres.values(), *leads.regions.values())}
    if found.organisation and found.organisation not in organisations:
        yield problem(file, ("organisation",), _no_such(found.organisation, organisations))


def _no_such(word: str, among: Collection[str]) -> str:
    close = nearest(word, among)
    return f"« {word} » n'est pas connu ici" + (f" ; vouliez-vous écrire « {close} » ?" if close else "")


def _languages(file: YamlFile, found: Announcement, book: Book) -> Iterator[str]:
    for language in found.words:
        if language not in book.catalogues.languages:
            yield problem(file, ("words", language), _no_such(language, book.catalogues.languages))
    for language in dict.fromkeys((SOURCE, *(found.to.languages or book.catalogues.languages))):
        if language in book.catalogues.languages and not found.words.get(language, "").strip():
            yield problem(file, ("words",), f"il manque les mots en « {language} »")


def _voices(file: YamlFile, found: Announcement, folder: Path) -> Iterator[str]:
    for language, name in found.voices.items():
        if language not in found.words:
            yield problem(file, ("voices", language), f"il manque les mots en « {language} » que cette voix dit")
        elif not (folder / name).is_file():
            yield problem(file, ("voices", language), f"« {name} » n'est pas à côté de ce fichier")


def _texts(file: YamlFile, found: Announcement, book: Book) -> Iterator[str]:
    for language in found.words:
        if language not in book.catalogues.languages:
            continue
        whole = said(found.words, language, book)
        if units(whole) > WHATSAPP_TEXT_MAX:
            over = units(whole) - WHATSAPP_TEXT_MAX
            yield problem(file, ("words", language), f"ce texte est trop long de {over} caractères ; coupez-le")
        for word in seen_at_once(whole, sensitive_words(), fold):
            sentence = f"« {word} » se lit sur une notification ; commencez autrement"
            yield problem(file, ("words", language), sentence)
