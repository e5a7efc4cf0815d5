"""Words that Sira understands everywhere: commands, yes and no, and words of danger.

Commands and replies are the whole message, folded. Words of danger are looked for anywhere, word by word; they are the
last net of four and prefer a false alarm (protection A9), so no negation is read. Nothing here guesses a slip of the
finger: stop, hide and forget must never be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Final

from locales.fold import exact, fold, words
from locales.spotting import Phrases, meant, phrases
from locales.wordlists import joined
from locales.yamlfile import YamlFile, YamlProblem, read, shown

FILE: Final = Path(__file__).with_name("words.yaml")
PARTS: Final = frozenset({"commands", "replies", "polite", "topics", "grave", "signs"})
"""The parts of the file. A part that is misspelt would be a net that is not there."""
NEEDED: Final[Mapping[str, frozenset[str]]] = {
    "commands": frozenset({
        "help", "stop", "hide", "forget", "complaint", "language", "person", "status", "my_data", "menu", "back",
        "repeat", "why",
    }),
    "replies": frozenset({"yes", "no", "unsure", "dont_know", "prefer_not"}),
}  # fmt: skip
"""Commands and replies without which the conversation does not work; there may be more."""

WORDS_MAX = 8  # an answer with its courtesies; a longer message is a sentence


@dataclass(frozen=True, slots=True)
class _Lexicon:
    commands: Mapping[str, str]
    commands_exact: Mapping[str, str]
    replies: Mapping[str, str]
    replies_exact: Mapping[str, str]
    polite: tuple[str, ...]
    courtesies: re.Pattern[str]
    signs: Phrases
    topics: Phrases
    grave: Phrases


def command_in(text: str) -> str | None:
    """The command that the whole message is (``stop``, ``back``, …), or None.

    >>> command_in("Retour svp"), command_in("segin"), command_in("seegin"), command_in("MƆGƆ"), command_in("un retour")
    ('back', 'back', None, 'person', None)
    """
    known = _lexicon()
    return known.commands_exact.get(exact(text)) or _whole(text, known.commands)


def global_words() -> Mapping[str, str]:
    """Every folded word that is a command on its own, with its command: no choice of a question may take one."""
    return _lexicon().commands


def reply_in(text: str) -> str | None:
    """``yes``, ``no``, ``unsure``, ``dont_know`` or ``prefer_not`` when the whole message says so, or None.

    *Yes and no at once* is unsure. *Awa* is a name too: ask only where a yes is looked for.

    >>> reply_in("Awɔ !"), reply_in("oui oui merci"), reply_in("oui non"), reply_in("hun"), reply_in("un")
    ('yes', 'yes', 'unsure', 'unsure', None)
    """
    known = _lexicon()
    found = known.replies_exact.get(exact(text)) or _whole(text, known.replies)
    if found is None:
        said = {known.replies.get(word) for word in words(text) if word not in known.polite}
        found = said.pop() if len(said) == 1 else "unsure" if said == {"yes", "no"} else None
    return found


def safety_signs(text: str) -> frozenset[str]:
    """The signs that words anywhere in the message may mean, by the slugs of ``signs`` and ``danger``; often none.

    >>> sorted(safety_signs("Bonjour. il m'a menacé hier")), sorted(safety_signs("N b'a fɛ ka sa"))
    (['threatened'], ['wants_to_die'])
    """
    return frozenset(meant(text, _lexicon().signs))


def is_courtesy(text: str) -> bool:
    """Whether the message is a greeting or thanks and nothing else.

    >>> is_courtesy("Bonjour, i ni ce"), is_courtesy("bonjour kayes"), is_courtesy("")
    (True, False, False)
    """
    return bool(_lexicon().courtesies.fullmatch(fold(text)))


def topic_in(text: str) -> str | None:
    """What the person asks or tells beside any question: ``how_much`` (R9), ``leave_again`` (R75) and the like, or None.

    >>> topic_in("combien d'argent donne l'OIM ?"), topic_in("je veux repartir"), topic_in("je suis reparti de Gao")
    ('how_much', 'leave_again', None)
    """
    return next(meant(text, _lexicon().topics), None)


def is_grave(text: str) -> bool:
    """Whether a complaint speaks of force, of sex, or of money that somebody of the staff asked for (R89).

    >>> is_grave("le gardien a demandé de l'argent"), is_grave("j'attends depuis un an")
    (True, False)
    """
    return any(meant(text, _lexicon().grave))


def _whole(text: str, known: Mapping[str, str]) -> str | None:
    folded, polite = fold(text), _lexicon().polite
    if folded in known:
        return known[folded]
    if folded.startswith(polite) or folded.endswith(polite):
        for courtesy in polite:
            for bare in (folded.removesuffix(courtesy), folded.removeprefix(courtesy)):
                if bare in known:
                    return known[bare]
    return _word_by_word(text, known)


def _word_by_word(text: str, known: Mapping[str, str]) -> str | None:
    """« oui i ni ce »: two words that meet lose a letter in the fold, so courtesy is taken off before it."""
    words, polite = text.split()[: WORDS_MAX + 1], _lexicon().polite
    if len(words) > WORDS_MAX:
        return None
    for at in range(1, len(words)):
        first, last = fold(" ".join(words[:at])), fold(" ".join(words[at:]))
        for bare, courtesy in ((first, last), (last, first)):
            if courtesy in polite and bare in known:
                return known[bare]
    return None


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    """Read once. Raises ``YamlProblem`` with file and line when one spelling means two things."""
    file = read(FILE)
    faults = tuple(_strange(file))
    if faults:
        raise YamlProblem(*faults)
    file = replace(file, data=joined(file.data, FILE.parent))
    polite = sorted({fold(phrase) for phrase in file.data["polite"]} - {""}, key=len, reverse=True)
    return _Lexicon(
        _by_form(file, "commands", letters=False),
        _by_form(file, "commands", letters=True),
        _by_form(file, "replies", letters=False),
        _by_form(file, "replies", letters=True),
        tuple(polite),
        re.compile(f"(?:{'|'.join(map(re.escape, polite))})+"),
        _phrases(file.data["signs"]),
        _phrases(file.data["topics"]),
        _phrases({"grave": file.data["grave"]}),
    )


def _strange(file: YamlFile) -> Iterator[str]:
    """Parts, commands and replies that are missing or that nothing answers to, each with the name that was meant."""
    yield from _unlike(file, (), PARTS)
    for part, known in NEEDED.items():
        if isinstance(file.data.get(part), dict):
            yield from _unlike(file, (part,), known)


def _unlike(file: YamlFile, where: tuple[str, ...], known: frozenset[str]) -> Iterator[str]:
    data = file.data
    for step in where:
        data = data[step]
    missing = set(known - data.keys())
    for key in [str(key) for key in data if key not in known]:
        close = next(iter(get_close_matches(key, missing or known, n=1)), None)
        if where and close not in missing:
            continue
        missing.discard(str(close))
        advice = f"vouliez-vous écrire « {close} » ?" if close else f"il y a : {', '.join(sorted(known))}."
        yield f"{shown(file.path)}:{file.line((*where, key))}: « {key} » n'existe pas ici ; {advice}"
    for key in sorted(missing):
        yield f"{shown(file.path)}:{file.line(where)}: il manque « {key}: »{' dans ' + where[0] if where else ''} ; remettez-le."


def _by_form(file: YamlFile, part: str, *, letters: bool) -> Mapping[str, str]:
    """From each form to its meaning: folded, or to the letter for the ``exact`` lists."""
    found: dict[str, str] = {}
    for meaning, by_language in file.data[part].items():
        listed = by_language.get("exact", ()) if letters else _all(by_language)
        for form in listed:
            key = exact(form) if letters else fold(form)
            if found.setdefault(key, meaning) != meaning:
                line = file.line((part, meaning))
                raise YamlProblem(
                    f"{shown(file.path)}:{line}: « {form} » veut déjà dire « {found[key]} » ; gardez un seul sens."
                )
    return found


def _phrases(listed: Mapping[str, Mapping[str, Iterable[str]]]) -> Phrases:
    return phrases((meaning, _all(by_language)) for meaning, by_language in listed.items())


def _all(by_language: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for language, listed in by_language.items():
        if language != "exact":
            yield from listed
