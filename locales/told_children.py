"""How many children somebody says to have in Bambara, where the number follows: *den naani bɛ n fɛ*, *n den ye naani ye*."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from locales.fold import words
from locales.numbers import number_in
from locales.numberwords import is_number_word

_DEN: Final = frozenset(words("den denw"))
_MINE: Final = frozenset(words("n ne"))
_IS: Final = words("ye")
_WITH_ME: Final = frozenset(words(f"bɛ n {where}") for where in ("fɛ", "bolo", "kun"))


def children_in(said: tuple[str, ...]) -> Iterator[int]:
    """Each number of children that are one's own; *tɛ n fɛ*, and a child's age (*n den si ye san naani ye*), are none.

    >>> [*children_in(words("den naani bɛ n fɛ"))], [*children_in(words("n denw ye 4 ye"))]
    ([4], [4])
    >>> [*children_in(words("den tɛ n fɛ"))], [*children_in(words("n den ye san naani ye"))]
    ([], [])
    """
    for place, word in enumerate(said):
        if word not in _DEN:
            continue
        owned = place > 0 and said[place - 1] in _MINE and said[place + 1 : place + 2] == _IS
        after = said[place + 1 + owned :]
        counted = [*takewhile(lambda one: one.isdecimal() or is_number_word(one), after)]
        rest = after[len(counted) :]
        number = number_in(" ".join(counted)) if counted else None
        if isinstance(number, int) and (rest[:1] == _IS if owned else rest[:3] in _WITH_ME):
            yield number
