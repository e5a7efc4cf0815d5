"""How a number is said, word by word, so that a few dozen recorded words say every number up to 9,999."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from locales.composed import words_of
from locales.counts import HIGHEST, counts_of

_TEN, _TWENTY, _HUNDRED, _THOUSAND = 10, 20, 100, 1_000
_SIXTY, _EIGHTY = 60, 80

_FRENCH: Final = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize",
)  # fmt: skip
_FRENCH_TENS: Final = (
    "", "dix", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt",
)  # fmt: skip
_BAMBARA: Final = (
    "fu", "kelen", "fila", "saba", "naani", "duuru", "wɔɔrɔ", "wolonwula", "seegin", "kɔnɔntɔn", "tan",
)  # fmt: skip


def _french(number: int) -> tuple[str, ...]:
    if number < len(_FRENCH):
        return (_FRENCH[number],)
    if number < _TWENTY:
        return ("dix", _FRENCH[number - _TEN])
    if number < _HUNDRED:
        tens = number // _TEN * _TEN
        base = {70: _SIXTY, 90: _EIGHTY}.get(tens, tens)
        joined = ("et",) if number - base in {1, 11} and base != _EIGHTY else ()
        return (_FRENCH_TENS[tens // _TEN], *(() if number == base else (*joined, *_french(number - base))))
    for unit, name in ((_THOUSAND, "mille"), (_HUNDRED, "cent")):
        if number >= unit:
            many, rest = divmod(number, unit)
            return (*(() if many == 1 else _french(many)), name, *(_french(rest) if rest else ()))
    raise ValueError(number)


def _bambara(number: int) -> tuple[str, ...]:
    if number <= _TEN:
        return (_BAMBARA[number],)
    for unit in (_THOUSAND, _HUNDRED, _TEN):
        if number >= unit:
            many, rest = divmod(number, unit)
            return (*_bambara_units(unit, many), *(("ni", *_bambara(rest)) if rest else ()))
    raise ValueError(number)


def _bambara_units(unit: int, many: int) -> tuple[str, ...]:
    if unit == _TEN:
        return {1: ("tan",), 2: ("mugan",)}.get(many) or ("bi", _BAMBARA[many])
    if unit == _HUNDRED:
        return ("kɛmɛ",) if many == 1 else ("kɛmɛ", _BAMBARA[many])
    return ("waa", _BAMBARA[many])


_SAYERS: Final[Mapping[str, Callable[[int], tuple[str, ...]]]] = MappingProxyType({"fr": _french, "bm": _bambara})


def said(number: int, language: str) -> tuple[str, ...] | None:
    """The words of ``number`` (0 to 9,999); digit by digit in a language that did not say how it counts.

    None for what no voice says: below zero or above ``HIGHEST``.

    >>> said(71, "fr"), said(35, "bm"), said(12, "snk")
    (('soixante', 'et', 'onze'), ('bi', 'saba', 'ni', 'duuru'), ('1', '2'))
    """
    if not 0 <= number <= HIGHEST:
        return None
    say, counts = _SAYERS.get(language), counts_of(language)
    found = say(number) if say else words_of(number, counts) if counts and number else None
    return found or tuple(str(number))


def all_words(language: str) -> tuple[str, ...]:
    """Every word that some number needs, each once, in the order of counting."""
    numbers = (*range(_HUNDRED + 1), *range(_HUNDRED, HIGHEST, _HUNDRED), _THOUSAND)
    return tuple(dict.fromkeys(word for number in numbers for word in said(number, language) or ()))
