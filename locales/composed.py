"""A number out of its words, and the words of a number, in a language of which only its file tells how it counts."""

from __future__ import annotations

from collections.abc import Sequence

from locales.counts import AND, HIGHEST, Counts

_TEN, _HUNDRED, _THOUSAND = 10, 100, 1_000


def composed(values: Sequence[int], counts: Counts) -> int | None:
    """The number, 1 to ``HIGHEST``, that the ``values`` of words come to; None when they come to none.

    A unit counts the one digit beside it; what is left falls in size, or stands ones before tens, and joins where nothing
    overlaps: « vingt dix » is no number here, since no added language is known to say it for thirty.
    """
    said = list(values)
    if counts.unit_first:
        for at in range(len(said) - 1):
            if said[at] in (_HUNDRED, _THOUSAND) and 0 < said[at + 1] < _TEN:
                said[at], said[at + 1] = said[at + 1], said[at]
    thousands = below = 0
    for value in filter(None, said):  # « and » is 0
        if value == _THOUSAND:
            if thousands or below >= _TEN:
                return None
            thousands, below = below or 1, 0
        elif value == _HUNDRED:
            if below >= _TEN:
                return None
            below = (below or 1) * _HUNDRED
        elif not _joins(below % _HUNDRED, value):
            return None
        else:
            below += value
    total = thousands * _THOUSAND + below
    return total if 0 < total <= HIGHEST else None


def _joins(below: int, value: int) -> bool:
    """Whether ``value`` may be added: ones to tens or tens to ones, neither said before."""
    ones, tens = sorted((below, value))
    return value < _HUNDRED and (not below or (ones < _TEN and tens % _TEN == 0))


def words_of(number: int, counts: Counts) -> tuple[str, ...] | None:
    """The words that say ``number`` (1 to ``HIGHEST``); None where the language's file lacks one of them."""
    spelled = counts.spelled
    if number in spelled:
        return spelled[number][:1]
    unit = next(one for one in (_THOUSAND, _HUNDRED, _TEN, 1) if number >= one)
    if unit == 1:
        return None
    size = number // unit * unit
    rest = number - size
    if rest == 0:
        many = words_of(number // unit, counts) if unit > _TEN and unit in spelled else None
        name = spelled.get(unit, ())[:1]
        return None if many is None else (*name, *many) if counts.unit_first else (*many, *name)
    head, tail = (
        (spelled[unit][:1] if size == unit and unit in spelled else words_of(size, counts)),
        words_of(rest, counts),
    )
    if head is None or tail is None:
        return None
    if unit == _TEN and counts.ones_first:
        head, tail = tail, head
    return (*head, *spelled.get(AND, ())[:1], *tail)
