"""What a sentence says plainly of the person, beside the answer that it was written for.

« Je suis électricien mais je n'ai pas de diplôme » need not be followed by « Avez-vous un papier ? ». Only what the
person says of themselves, in words that have one reading: « mon frère a des dettes » and « pas de papiers » say
nothing here. Nothing is guessed, no slip of the finger is mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import dropwhile
from types import MappingProxyType
from typing import Final

from locales.fold import words
from locales.lexicon import Lexicon, lexicon
from locales.numbers import number_in
from locales.numberwords import is_number_word
from locales.remembered import remembered
from locales.sentence import cut
from locales.spotting import meant
from locales.told_children import children_in
from locales.years import (
    AGES,
    NOT_AN_AGE,
    NUMBER_WORDS_MAX,
    Tokens,
    bare_age,
    years_apart,
    years_first,
    years_with_san,
)

_AND: Final = "et"
CHILDREN: Final = range(1, 31)
"""What the registry takes as a number of children (content/facts.yaml)."""

_CLAUSE: Final = re.compile(
    r"[.;!?\n]+|\b(?:mais|car|parce que|alors)\b|(?=\bj(?:e\b|['’ ]|ai\b|suis\b|veux\b))", re.IGNORECASE
)
DENIALS: Final = frozenset(words("pas sans ni aucun aucune jamais"))
_NOT: Final = frozenset(words("pas jamais aucun aucune"))
_NE: Final = frozenset(words("ne n"))
_NO_MORE: Final = "plus"
_LINKS: Final = frozenset(
    words("de d le la l les un une mon ma mes des eu encore beaucoup trop quelques grosses petites plein que vite")
)
_I_HAVE: Final = frozenset(words("ai jai g jé gé"))
_I_MUST: Final = frozenset(words("dois doi jdois faut"))
_SOON: Final = frozenset(words("vite rapidement urgent urgence presse pressent pressant rembourser gagner"))
_CHILDREN: Final = frozenset(words("enfant enfants anfan"))  # « petits enfants » too
_NEED: Final = frozenset(words("besoin"))
_PAPERS: Final[Mapping[str, tuple[Tokens, ...]]] = {
    "documents.birth_certificate": (words("acte de naissance"), words("extrait de naissance")),
    "documents.nina": (words("carte nina"), words("fiche nina"), words("nina")),
    "documents.nationality": (words("certificat de nationalité"),),
}
_CERTIFICATES: Final = (words("diplôme"), words("diplômes"), words("attestation"), words("attestations"))
_OTHER_CERTIFICATES: Final = frozenset(words("certificat certificats cap bt"))
_MONEY: Final = (words("argent"), words("dargent"))
_EARN: Final = (words("gagner"), words("gagné"))
_DEBTS: Final = (words("dette"), words("dettes"))


@remembered
def clauses(text: str) -> tuple[str, ...]:
    """The parts of a sentence that say one thing each: cut where « je » begins again, at « mais » and at a full stop.

    >>> clauses("je suis électricien mais je n'ai pas de diplôme")
    ('je suis électricien', "je n'ai pas de diplôme")
    """
    return tuple(cut(text, part.strip()) for part in _CLAUSE.split(text) if part and part.strip())


@remembered
def parts(text: str) -> tuple[str, ...]:
    """As ``clauses``, cut at commas too: « Gao, 24 ans, je cherche un travail »."""
    return tuple(cut(text, part.strip()) for clause in clauses(text) for part in clause.split(",") if part.strip())


@remembered
def denies(clause: str) -> bool:
    """Whether the clause says that something is not, or no more: « je ne suis pas maçon », « je ne veux plus »."""
    said = frozenset(words(clause))
    return bool(said & _NOT) or (_NO_MORE in said and bool(said & _NE))


def told_in(text: str) -> Mapping[str, int | str]:
    """Facts by name, of those that plain words can say: age, papers that are not there, debts, having to earn.

    >>> dict(told_in("j'ai 25 ans et je cherche un métier")), dict(told_in("j'ai 5 ans d'expérience"))
    ({'age': 25}, {})
    """
    return _told(text, lexicon())


@remembered
def _told(text: str, known: Lexicon) -> Mapping[str, int | str]:
    text = years_apart(text)
    told: dict[str, int | str] = dict(_fact(one) for one in meant(text, known.told))
    for part in parts(text):
        told |= dict(years_with_san(words(part)))
    for clause in clauses(text):
        said = words(clause)
        told |= {**dict(years_first(said)), **dict(years_with_san(said)), **dict(_counted(said))}
        told |= dict(_children(said))
        told |= {fact: "no" for fact, names in _PAPERS.items() if any(_after(said, one, DENIALS) for one in names)}
    said = words(text)
    told |= dict(_certificate(said))
    told |= dict(_money(text))
    return MappingProxyType(told)


def age_told(text: str) -> int | None:
    """How old somebody says to be, also in two words and nothing else.

    >>> age_told("jai 14 ans"), age_told("n si ye san tan ni naani ye"), age_told("14 ans"), age_told("san 14")
    (14, 14, 14, 14)
    >>> age_told("j'attends depuis 14 ans"), age_told("n bɛ yan san 5")
    (None, None)
    """
    told = told_in(text).get("age")
    return told if isinstance(told, int) else bare_age(text)


def _fact(meaning: str) -> tuple[str, str]:
    """``schooling.none`` of locales/words.yaml: the fact and its value."""
    fact, _, value = meaning.rpartition(".")
    return fact, value


def _counted(said: Tokens) -> Iterator[tuple[str, int]]:
    """« J'ai 25 ans », « j'ai deux enfants et 30 ans »."""
    for place, word in enumerate(said):
        rest = said[place + 1 :] if word in _I_HAVE else ()
        while rest:
            counted = next(
                (
                    at
                    for at, one in enumerate(rest[:NUMBER_WORDS_MAX])
                    if not one.isdecimal() and not is_number_word(one)
                ),
                NUMBER_WORDS_MAX,
            )
            number = number_in(" ".join(rest[:counted])) if counted else None
            if not isinstance(number, int):
                break
            rest = rest[counted:]
            if rest[:1] in (("ans",), ("an",)) and NOT_AN_AGE.isdisjoint(rest[1:2]) and number in AGES:
                yield "age", number
            if not _CHILDREN.isdisjoint(rest[:2]) and number in CHILDREN:
                yield "children", number
            rest = rest[rest.index(_AND) + 1 :] if _AND in rest[:2] else ()


def _children(said: Tokens) -> Iterator[tuple[str, int]]:
    """*Den naani bɛ n fɛ*: in Bambara the number follows."""
    yield from (("children", number) for number in children_in(said) if number in CHILDREN)


def _certificate(said: Tokens) -> Iterator[tuple[str, str]]:
    """No diploma and no attestation; one that is named and not denied leaves the question open."""
    named = [one for one in _CERTIFICATES if _at(said, one)]
    if named and _OTHER_CERTIFICATES.isdisjoint(said) and all(_after(said, one, DENIALS) for one in named):
        yield "certificate", "no"


def _money(text: str) -> Iterator[tuple[str, str]]:
    """Debts, and having to earn: the same facts that « Non, j'ai des dettes » sets in flows/orientation.yaml."""
    parts = [words(clause) for clause in clauses(text)]
    owes = any(_after(said, one, _I_HAVE) for said in parts for one in _DEBTS) or any(
        _after(said, one, _I_MUST) for said in parts for one in (words("argent"), words("rembourser"))
    )
    none = any(_after(said, one, DENIALS) for said in parts for one in _DEBTS)
    earn = any(_after(said, one, _I_MUST) for said in parts for one in _EARN) or any(
        _after(said, one, _NEED) and not _SOON.isdisjoint(said) for said in parts for one in _MONEY
    )
    if owes and none:
        return
    if none:
        yield "debts", "none"
    if owes:
        yield "debts", "some" if _SOON.isdisjoint(words(text)) else "pressing"
    if earn:
        yield from (("can_stop_earning", "no"), ("income", "no"))


def _at(said: Tokens, name: Tokens) -> list[int]:
    return [at for at, word in enumerate(said) if word == name[0] and said[at : at + len(name)] == name]


def _after(said: Tokens, name: Tokens, before: frozenset[str]) -> bool:
    """Whether the name stands after one of the words ``before``, with nothing but small words between."""
    for at in _at(said, name):
        leading = dropwhile(lambda word: word in _LINKS - before, reversed(said[:at]))
        if next(leading, "") in before:
            return True
    return False
