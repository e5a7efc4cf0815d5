"""What is heard of French words, whoever wrote them: « ya des gen ki me suive », « ils ont brulé », « onveu mexcizé ».

Only words of danger and need are looked for so, and only beside the look-up by letters: to somebody who left school at
ten *frappe*, *frappé*, *frapper* and *frappent* are one word, and so is *suis* with *sui*. It goes further than ``sound``,
which compares one word with a short list and must tell trades apart; here a whole phrase has to be heard. What is got
so is compared, never stored or shown. Published codes (Soundex for French, Phonex, FONEM) are made for single names:
they keep the endings of verbs, or lose the vowels in which *tue* and *tu* differ.
"""

from __future__ import annotations

import re
from typing import Final

from locales.fold import apart
from locales.remembered import remembered
from locales.sound import letters, voiced

SHORT: Final = {
    short: tuple(meant.split())
    for meant, written in {
        "avec": "avc ac",
        "beaucoup": "bcp bocou",
        "bébé": "bb",
        "c était": "ct",
        "demande": "dmd",
        "depuis": "dp dpi",
        "donc": "dc",
        "dans": "ds",
        "j ai": "g",
        "je me": "jm",
        "je me suis": "jmsuis",
        "je suis": "chui chuis jss jsui jsuis",
        "longtemps": "lgtps",
        "maintenant": "mtn mnt",
        "me suis": "msuis",
        "même": "mm",
        "message": "msg",
        "nous": "ns",
        "peut être": "ptet",
        "pour": "pr",
        "pourquoi": "pk",
        "problème": "pb",
        "quand": "kan kd qd",
        "que": "ke k q",
        "quelque": "qq qlq",
        "quelqu un": "qqn qq1 qlqn",
        "qui": "ki",
        "rendez vous": "rdv",
        "seulement": "slmt",
        "temps": "tps",
        "tous": "ts",
        "tout": "tt",
        "toujours": "tjr tjrs",
        "téléphone": "tel",
        "u": "eu eue",
        "veux": "vx ve",
        "vous": "vs",
        "ça": "xa",
    }.items()
    for short in written.split()
}
"""What is left of words on a telephone."""
_FIRST: Final = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        ("^2(?=[a-z])", "de"),  # 2main
        ("(?<=[a-z])1$", "in"),  # ri1, kelk1
        ("sch|ch|sh", "C"),
        ("coeu", "keu"),
        ("oeu", "eu"),
        ("ex(?:c(?=[eiy])|(?=[aeiouh]))|egs|egz|ecs", "eks"),
        ("x(?=.)|cc(?=[eiy])", "ks"),
        ("oua|wa", "oi"),
        ("ail+|(?<=v)ay(?=e?$)", "aY"),
        ("[ae]y(?=[aeiou])", "eY"),
        ("(?<!a)ie?n(?![aeioumn])|[ae]?i[mn](?![aeioumn])|un(?![aeioumn])", "in"),
        ("i(?:ll|y)(?=e|$)", "il"),
        ("ou", "w"),
    )
)
"""What one hears of letters that ``voiced`` would take apart."""
_LAST: Final = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        ("(?<=e)ants?$|(?<=[aeiounrlw])[stdx]+$|(?<=[won])p[stdx]*$", ""),
        ("(?<=[auiw])(?:e[rt]?|an)$", "e"),  # tué, tuer, tuent: never « tu »
        ("(?<=..[^aeiouw])(?:er?|an)$|(?<=..[^aeiouw][uiw])e$", ""),  # frappe, frappé, frapper, frappent; perdue
        ("(?<=.[^aeiouw])e$", ""),  # « mère » is « mer »
        ("(?<=..[^aeiouw]i)r$|(?<=....)[std]$", ""),  # « mourir » is « mouri », « malade » « malad »
    )
)
"""What one does not hear at the end, or hears alike."""


_ITSELF: Final = frozenset(
    map(
        letters,
        (
            "an", "ancien", "ancienne", "anciens", "ans", "cachet", "cachets", "décent", "dessert",
            "desserts", "exist", "exists", "exit", "faisaient", "faisait", "fin", "fins", "maître", "mettre",
            "neveu", "neveux", "pair", "paires", "place", "prix", "sien", "siens", "venaient", "venait",
            "venez", "violet", "violets", "violette", "violettes",
        ),
    )
)  # fmt: skip
"""Words that sound like one of danger (*enceinte*, *désert*, *sein*, *fesses*, *veines*) and are written as themselves."""


def spoken(text: str) -> tuple[str, ...]:
    """Each word of ``text`` as it is heard.

    >>> spoken("des gens me suivent") == spoken("dé gen me suive"), spoken("ils l'ont frappé") == spoken("il lon fraper")
    (True, False)
    """
    return tuple(heard for word in apart(text) for heard in word_spoken(word))


@remembered
def word_spoken(word: str) -> tuple[str, ...]:
    """What is heard of one word: of a short one, « jsuis », two; of a sign nothing."""
    return tuple(heard for long in SHORT.get(letters(word), (word,)) if (heard := _heard(long)))


def _heard(word: str) -> str:
    heard = letters(word)
    if len(heard) == 1 or heard in _ITSELF:
        return heard.upper()
    for alike, as_heard in _FIRST:
        heard = alike.sub(as_heard, heard)
    heard = voiced(heard)
    for alike, as_heard in _LAST:
        heard = alike.sub(as_heard, heard)
    return heard
