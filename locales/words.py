"""Words that Sira understands everywhere: commands, yes and no, and words of danger.

Commands and replies are the whole message, folded. Words of danger are looked for anywhere, word by word; they are the
last net of four and prefer a false alarm (protection A9), so no « pas » is read inside a message: only one that is a
denial from its first word to its last calls nobody. Nothing here guesses a slip of the finger: stop and hide must never
be guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from locales.danger import calm_in, signs_in, sounds_of, unwell_in
from locales.erasing import asks_to_erase
from locales.fold import exact, fold, words
from locales.lexicon import Lexicon, lexicon
from locales.reading import WRITTEN
from locales.remembered import remembered
from locales.spotting import meant

SMALL_WORDS_MIN: Final = 2  # of one language, until a sentence is held to be in it
WORDS_MAX: Final = 8  # an answer with its courtesies; a longer message is a sentence

OF_IDEAS: Final = frozenset({"no_money", "begins"})
"""Topics that say less than any other in the same words: « c'est quand, mon kit ? » asks for the kit."""


def command_in(text: str) -> str | None:
    """The command that the whole message is (``stop``, ``back``, …), or None.

    >>> command_in("Retour svp"), command_in("segin"), command_in("seegin"), command_in("MƆGƆ"), command_in("un retour")
    ('back', 'back', None, 'person', None)
    """
    return _command(text, lexicon())


def global_words() -> Mapping[str, str]:
    """Every folded word that is a command on its own, with its command: no choice of a question may take one."""
    return lexicon().commands


def reply_in(text: str) -> str | None:
    """``yes``, ``no``, ``unsure``, ``dont_know`` or ``prefer_not`` when the whole message says so, or None.

    *Yes and no at once* is unsure. *Awa* is a name too: ask only where a yes is looked for.

    >>> reply_in("Awɔ !"), reply_in("oui oui merci"), reply_in("oui non"), reply_in("hun"), reply_in("un")
    ('yes', 'yes', 'unsure', 'unsure', None)
    """
    return _reply(text, lexicon())


def reply_first(text: str) -> str | None:
    """``yes`` or ``no`` where the message begins with it and goes on: « non j'ai appris avec mon oncle »."""
    said = words(text)[:1]
    reply = lexicon().replies.get(said[0]) if said else None
    return reply if reply in {"yes", "no"} else None


def safety_signs(text: str) -> frozenset[str]:
    """The signs that words anywhere in the message may mean, by the slugs of ``signs`` and ``danger``; often none.

    >>> sorted(safety_signs("Bonjour. il m'a menacé hier")), sorted(safety_signs("N b'a fɛ ka sa"))
    (['threatened'], ['wants_to_die'])
    """
    return signs_in(text, lexicon())


def around_danger(text: str) -> frozenset[str]:
    """What words of danger are said with: ``law`` when those of the law are feared, ``past`` when it is over.

    Whatever is also said of now is not over.

    >>> sorted(around_danger("la police me frappe")), sorted(around_danger("ils m'ont frappé en Libye"))
    (['law'], ['past'])
    """
    found = frozenset(meant(text, lexicon().around))
    return found - {"past", "now"} if "now" in found else found


def is_courtesy(text: str) -> bool:
    """Whether the message is a greeting or thanks and nothing else.

    >>> is_courtesy("Bonjour, i ni ce"), is_courtesy("bonjour kayes"), is_courtesy("")
    (True, False, False)
    """
    return _courteous(text, lexicon())


def language_of(text: str) -> str | None:
    """The language that a sentence is written in, by the small words that only one of them has; None when that is not sure.

    >>> language_of("je suis à Gao, je veux travailler"), language_of("n bɛ Gawo, n b'a fɛ ka baara kɛ"), language_of("Gao")
    ('fr', 'bm', None)
    """
    said = frozenset(words(text))
    known = {language: len(said & small) for language, small in lexicon().small.items()}
    most = max(known, key=lambda language: known[language])
    others = sum(known.values()) - known[most]
    return most if known[most] >= SMALL_WORDS_MIN and known[most] > 2 * others else None


def topic_in(text: str) -> str | None:
    """What the person asks or tells beside any question: ``how_much`` (R9), ``leave_again`` (R75) and the like, or None.

    >>> topic_in("combien d'argent donne l'OIM ?"), topic_in("je veux repartir"), topic_in("je suis reparti de Gao")
    ('how_much', 'leave_again', None)
    """
    return _topic(text, lexicon())


def is_grave(text: str) -> bool:
    """Whether a complaint speaks of force, of sex, or of money that somebody of the staff asked for (R89).

    >>> is_grave("le gardien a demandé de l'argent"), is_grave("j'attends depuis un an")
    (True, False)
    """
    return any(meant(text, lexicon().grave))


@remembered
def _command(text: str, known: Lexicon) -> str | None:
    return (
        known.commands_exact.get(exact(text))
        or _whole(text, known.commands, known.polite)
        or _sign_by_sign(text, known.commands)
        or ("forget" if asks_to_erase(text) else None)
        or known.by_ear.commands.get(sounds_of(text))
    )


@remembered
def _reply(text: str, known: Lexicon) -> str | None:
    found = known.replies_exact.get(exact(text)) or _whole(text, known.replies, known.polite)
    if found is None:
        said = {known.replies.get(word) for word in words(text) if word not in known.polite}
        found = said.pop() if len(said) == 1 else "unsure" if said == {"yes", "no"} else None
    return found


@remembered
def _courteous(text: str, known: Lexicon) -> bool:
    return bool(known.courtesies.fullmatch(fold(text)))


@remembered
def _topic(text: str, known: Lexicon) -> str | None:
    found = tuple(meant(text, known.topics, calm_in(text, known, WRITTEN)))
    said = next((topic for topic in found if topic not in OF_IDEAS), next(iter(found), None))
    return said or unwell_in(text, known)


def _whole(text: str, known: Mapping[str, str], polite: tuple[str, ...]) -> str | None:
    folded = fold(text)
    if folded in known:
        return known[folded]
    if folded.startswith(polite) or folded.endswith(polite):
        for courtesy in polite:
            for bare in (folded.removesuffix(courtesy), folded.removeprefix(courtesy)):
                if bare in known:
                    return known[bare]
    return _word_by_word(text, known, polite)


def _sign_by_sign(text: str, known: Mapping[str, str]) -> str | None:
    """« 😭😢 »: several signs of which each says the same."""
    meanings = {known.get(sign) for sign in fold(text)[: WORDS_MAX + 1]}
    return meanings.pop() if len(meanings) == 1 else None


def _word_by_word(text: str, known: Mapping[str, str], polite: tuple[str, ...]) -> str | None:
    """« oui i ni ce »: two words that meet lose a letter in the fold, so courtesy is taken off before it."""
    words = text.split()[: WORDS_MAX + 1]
    if len(words) > WORDS_MAX:
        return None
    for at in range(1, len(words)):
        first, last = fold(" ".join(words[:at])), fold(" ".join(words[at:]))
        for bare, courtesy in ((first, last), (last, first)):
            if courtesy in polite and bare in known:
                return known[bare]
    return None
