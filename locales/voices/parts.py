"""A message as the pieces that are recorded one by one: sentences, the words around a value, names, numbers, letters.

Pure. All or nothing: a message of which one word cannot be said has no voice at all, since half a sentence misleads who
cannot read the rest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from locales.catalogue import Catalogues
from locales.review import hash_of
from locales.text import Lines, Text, Value
from locales.voices.counting import said
from locales.voices.dates import hours_word, month_name

PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
DATE: Final = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
MONTH_ONLY: Final = re.compile(r"(\d\d)/(\d{4})")
CLOCK: Final = re.compile(r"(\d\d?)[:h](\d\d)")
CODE: Final = re.compile(r"[0-9A-Z]+")
"""A receipt or a telephone number: said letter by letter, since a caller must be able to write it down."""
WORD, NAME, MONTH, HOURS, SUM = "say.word.", "say.name.", "say.month.", "say.hours", "say.sum."
MONEY: Final = "money."
"""Keys of sums. Each is recorded whole: spoken Bambara counts money in fives, and 5,000 F is « waa kelen »."""
_AROUND: Final = " \n\t\N{NO-BREAK SPACE}.,;:"
"""Signs between a piece and its value: nobody reads them aloud."""
NAME_DIGITS: Final = 8  # hex digits of SHA-256: names without a key, of which there are a handful
SOURCE: Final = "fr"


@dataclass(frozen=True, slots=True)
class Part:
    """One recording. ``key`` names its file; ``words`` are what the speaker says; ``text`` tells this wording from the
    next, so that a changed sentence makes its voice stale. ``spelled``: a piece of somebody's own number or receipt.
    """

    key: str
    words: str
    french: str
    text: str
    spelled: bool = False


class Unsayable(ValueError):
    """A value that no recorded piece can say, such as somebody's own words."""


def pieces_of(catalogues: Catalogues, text: Text, language: str) -> tuple[Part, ...]:
    """What a speaker records for ``text`` itself, without its values: whole, or the words between the values.

    >>> from locales.catalogue import Catalogues
    >>> [part.key for part in pieces_of(Catalogues.load(), Text("k", "Votre numéro : {n}. Gardez-le."), "fr")]
    ['k~1', 'k~2']
    """
    words = catalogues.say(Text(text.key, text.fr), language)
    if not text.key:
        return ()
    version = hash_of(f"{text.fr}\n{words}")
    around = PLACEHOLDER.split(words)[::2]
    if len(around) == 1:
        return (Part(text.key, words, text.fr, version),) if _has_words(words) else ()
    french = cut_alike(text.fr, words)
    return tuple(
        Part(f"{text.key}~{number}", piece.strip(_AROUND), said_in_french, version)
        for number, (piece, said_in_french) in enumerate(
            ((piece, said) for piece, said in zip(around, french, strict=True) if _has_words(piece)), 1
        )
    )


def cut_alike(french: str, words: str) -> tuple[str, ...]:
    """Of each piece of ``words`` its own French, where both have their values in the same order with words in the same
    places; else the whole sentence for each.
    """
    ours, theirs = PLACEHOLDER.split(french), PLACEHOLDER.split(words)
    alike = ours[1::2] == theirs[1::2] and [*map(_has_words, ours[::2])] == [*map(_has_words, theirs[::2])]
    return tuple(piece.strip(_AROUND) for piece in ours[::2]) if alike else (french,) * len(theirs[::2])


def parts_of(catalogues: Catalogues, text: Text, language: str) -> tuple[Part, ...]:
    """Everything to be said for ``text`` with its values, in order. Raises ``Unsayable``."""
    return tuple(_parts(catalogues, text, language))


def _parts(catalogues: Catalogues, text: Text, language: str) -> Iterator[Part]:
    pieces = iter(pieces_of(catalogues, text, language))
    words = catalogues.say(Text(text.key, text.fr), language)
    if is_sum(text):
        yield sum_part(catalogues, text, language)
        return
    if not text.key and not text.values:
        yield from _literal(words, language)
        return
    for place, piece in enumerate(PLACEHOLDER.split(words)):
        if place % 2:
            yield from _value(catalogues, text.values.get(piece, ""), language)
        elif _has_words(piece):
            yield next(pieces)


def _value(catalogues: Catalogues, value: Value, language: str) -> Iterator[Part]:
    if isinstance(value, Text):
        yield from _parts(catalogues, value, language)
    elif isinstance(value, Lines | tuple):
        for text in value.texts if isinstance(value, Lines) else value:
            yield from _parts(catalogues, text, language)
    elif isinstance(value, int):
        yield from number_parts(value, language)
    else:
        yield from _string(value, language)


def _literal(words: str, language: str) -> Iterator[Part]:
    """Words without a key: a receipt, a picture, or a name that somebody gave to their organisation."""
    try:
        yield from _string(words, language)
    except Unsayable:
        yield named(words)


def _string(value: str, language: str) -> Iterator[Part]:
    """A date, a time, a receipt or a telephone number; a picture is silent. Raises ``Unsayable`` for other words."""
    for token in value.split():
        if not _has_words(token):
            continue
        if date := DATE.fullmatch(token):
            yield from number_parts(int(date[1]), language)
            yield month_part(int(date[2]), language)
            yield from number_parts(int(date[3]), language)
        elif date := MONTH_ONLY.fullmatch(token):
            yield month_part(int(date[1]), language)
            yield from number_parts(int(date[2]), language)
        elif time := CLOCK.fullmatch(token):
            yield from number_parts(int(time[1]), language)
            yield hours_part(language)
            if int(time[2]):
                yield from number_parts(int(time[2]), language)
        elif CODE.fullmatch(token.lstrip("+")):
            yield from (_letter(letter, language) for letter in token.lstrip("+"))
        else:
            raise Unsayable(token)


def number_parts(number: int, language: str) -> tuple[Part, ...]:
    """The words of a number. Raises ``Unsayable`` for one that no voice says."""
    words = said(number, language)
    if words is None:
        raise Unsayable(str(number))
    return tuple(word_part(WORD + word, word) for word in words)


def _letter(letter: str, language: str) -> Part:
    words = (said(int(letter), language) or (letter,)) if letter.isdigit() else (letter,)
    return word_part(WORD + words[0], words[0], spelled=True)


def named(words: str) -> Part:
    """A name that is no message of ours, as its owner writes it."""
    return word_part(NAME + hashlib.sha256(words.encode()).hexdigest()[:NAME_DIGITS], words)


def is_sum(text: Text) -> bool:
    """Whether ``text`` is a sum of money, and not a sentence of the flow about money: those have a key of three parts."""
    return text.key.startswith(MONEY) and text.key.count(".") == 1


def sum_part(catalogues: Catalogues, text: Text, language: str) -> Part:
    """A sum of money, one recording, as a speaker says it at the market."""
    words = catalogues.say(text, language)
    digits = "-".join(re.findall(r"\d+", catalogues.say(text, SOURCE).replace("\N{NO-BREAK SPACE}", "")))
    return Part(f"{SUM}{text.key.removeprefix(MONEY)}.{digits}", words, catalogues.say(text, SOURCE), hash_of(words))


def word_part(key: str, words: str, *, spelled: bool = False) -> Part:
    """A word that is recorded once for all messages."""
    return Part(key, words, words, hash_of(words), spelled)


def month_part(month: int, language: str) -> Part:
    """A month, from 1."""
    return word_part(f"{MONTH}{month}", month_name(month, language))


def hours_part(language: str) -> Part:
    """The word between hours and minutes."""
    return word_part(HOURS, hours_word(language))


def _has_words(piece: str) -> bool:
    return any(character.isalnum() for character in piece)
