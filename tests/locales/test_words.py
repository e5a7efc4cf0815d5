"""Words that work everywhere, in every spelling; and words of danger, anywhere in a message."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.fold import fold
from locales.lexicon import FILE
from locales.words import command_in, reply_in, safety_signs
from locales.yamlfile import YamlProblem, read

COMMANDS = {
    "help": [
        "Aide",
        "AIDEZ-MOI",
        "sos",
        "🆘",
        "dɛmɛ",
        "deme",
        "dèmè",
        "N mago bɛ dɛmɛ la",
        "j'ai besoin d'aide",
        "help!",
        "a' ye n dɛmɛ",
        "A’ ye n deme",
    ],
    "how_are_you": ["😭", "😭😭😭", "😭😢 😭", "a ye n dɛmɛ", "A ye n deme"],
    "stop": ["STOP", "stop.", "arrête", "arreter", "dabila", "a to yen", "jɔ", "/stop", "stop svp"],
    "hide": ["0", "0️⃣", "٠", "߀", "０", "zéro", "Cacher", "dogo"],
    "forget": ["effacer", "EFACER", "tout effacer", "supprimer mes données", "oubliez-moi", "jɔɔsi", "josi"],
    "complaint": ["plainte", "Porter plainte", "réclamation"],
    "language": ["langue", "changer de langue", "kan", "kan yɛlɛma", "🌐"],
    "person": [
        "personne",
        "Parler à quelqu'un",
        "parler a quelquun",
        "conseiller",
        "mɔgɔ",
        "mogo",
        "wele",
        "weele",
        "📞",
    ],
    "status": ["ma demande", "Ma demande ?", "mon dossier", "n ka ɲinini"],
    "withdraw": ["annule ma demande", "Je veux retirer ma demande", "anuler ma demande svp", "n ka ɲinini dabila"],
    "my_data": ["mes données", "n ka kunnafoniw"],
    "menu": ["menu", "Menu svp", "/menu", "sugandili", "sougandili", "🏠", "bonjour menu"],
    "back": ["retour", "RETOUR", "segin", "kɔsegin", "kosegin", "segin kɔ", "précédent", "🔙", "⬅️"],
    "repeat": ["répéter", "repetez", "a fɔ kokura", "segin a kan", "🔁"],
    "slowly": ["lentement", "plus lentement", "dɔɔnin dɔɔnin", "🐢"],
    "why": ["pourquoi ?", "pourkoi", "mun na", "munna", "mun kosɔn"],
}
NO_COMMAND = [
    "",
    "?",
    "jo",
    "seegin",
    "oui",
    "je n'ai personne",
    "un retour au pays",
    "stopp le bus",
    "aider",
    "25",
    "effacez le",
]

REPLIES = {
    "yes": [
        "oui",
        "Wi",
        "OUI!",
        "ouais",
        "ok",
        "d'accord",
        "dakor",
        "awɔ",
        "awo",
        "ɔwɔ",
        "owo",
        "awa",
        "n b'a fɛ",
        "n ba fe",
        "n sɔnna",
        "naamu",
        "ayiwa",
        "👍",
        "👍🏿",
        "✅",
        "oui oui",
        "oui merci",
        "ok oui",
        "oui, d'accord",
        "Je veux bien svp",
    ],
    "no": ["non", "NON.", "nan", "non merci", "ayi", "ayii", "n t'a fɛ", "n ma sɔn", "👎", "❌", "no", "non non non"],
    "unsure": [
        "hun",
        "unhun",
        "mhm",
        "ɔnhɔn",
        "ɔn-ɔn",
        "un-un",
        "hmm",
        "euh",
        "peut-être",
        "inchallah",
        "oui non",
    ],
    "dont_know": ["je ne sais pas", "jsp", "sais pas", "n t'a dɔn", "n ta don", "🤷🏽", "🤷‍♀️"],
    "prefer_not": ["je préfère ne pas dire", "passer", "n t'a fɛ k'a fɔ", "skip"],
}
NO_REPLY = ["", "un", "nɔ", "oui je connais la couture", "Awa Traoré", "1", "25", "je ne sais pas lire"]

SIGNS = {
    "Je ne veux plus vivre": {"wants_to_die"},
    "bonjour, je veux mourir": {"wants_to_die"},
    "jveu mourir": {"wants_to_die"},
    "des fois j'ai envie d'en finir": {"wants_to_die"},
    "je pense au suicide": {"wants_to_die"},
    "SUICIDÉ": {"wants_to_die"},
    "je vais me tuer": {"wants_to_die"},
    "N b'a fɛ ka sa": {"wants_to_die"},
    "n ba fe ka sa": {"wants_to_die"},
    "n bɛ na n yɛrɛ faga": {"wants_to_die"},
    "on me frappe": {"danger", "ill_treated"},
    "mon mari me bat": {"danger", "ill_treated"},
    "on m'a violée hier": {"danger", "ill_treated"},
    "u ye n bugɔ": {"ill_treated"},
    "u be ka ne bugo": {"danger", "ill_treated"},
    "il m'a menacé": {"threatened"},
    "il ma menassé": {"threatened"},
    "ils veulent me tuer": {"danger", "threatened"},
    "u b'a fɛ ka n faga": {"danger", "threatened"},
    "u bɛ n bagabaga": {"threatened"},
    "au secours": {"danger"},
    "Je suis en danger ici": {"danger"},
    "n bɛ farati la": {"danger"},
    "je suis enceinte": {"pregnant"},
    "chui ansinte": {"pregnant"},
    "kɔnɔ bɛ n na": {"pregnant"},
    "n konoma don": {"pregnant"},
    "j'ai faim": {"no_food"},
    "jai faim et je dors dehors": {"no_food", "no_shelter"},
    "mes enfants n'ont rien à manger": {"no_food"},
    "kongo be n na": {"no_food"},
    "kɔngɔ b'an na": {"no_food"},
    "je n'ai nulle part où dormir": {"no_shelter"},
    "da yɔrɔ tɛ n bolo": {"no_shelter"},
    "dayoro te n bolo": {"no_shelter"},
    "je suis très malade": {"ill"},
    "mon enfant est malade": {"ill"},
    "n man kɛnɛ": {"ill"},
    "ne man kene": {"ill"},
    "je suis tout seul": {"alone"},
    "n kelen don": {"alone"},
    "mogo si te n bolo": {"alone"},
    "j'ai 15 ans et je suis seul": {"alone", "child_alone"},
    "un enfant est seul ici": {"alone", "child_alone"},
    "j'ai peur": {"distress"},
    "je n'en peux plus": {"distress"},
    "n bɛ siran": {"distress"},
    "n jigi tigera": {"distress"},
    "il m'exploite": {"exploited"},
    "on me force, je suis esclave": {"exploited"},
    "ils ont pris mon passeport": {"exploited"},
    "u ye n feere": {"exploited"},
}
CALM = [
    "",
    "oui",
    "bonjour",
    "je cherche une formation en soudure",
    "je veux nourrir mes enfants",
    "j'ai une exploitation agricole",
    "j'exploite un champ",
    "n b'a fɛ ka san",
    "n b'a fɛ ka sara sɔrɔ",
    "n b'a fɛ ka baara kɛ",
    "den kelen don",
    "j'ai 25 ans",
    "un téléphone violet",
    "je voudrais gagner ma vie",
    "on m'a mis en contact avec vous",
    "n bɛ muru dilan",
    "je suis seulement menuisier",
]


@pytest.mark.parametrize(("typed", "command"), [(typed, name) for name, listed in COMMANDS.items() for typed in listed])
def test_a_command_is_heard_in_every_spelling(typed: str, command: str) -> None:
    assert command_in(typed) == command


@pytest.mark.parametrize("typed", NO_COMMAND)
def test_a_command_is_the_whole_message_and_never_guessed(typed: str) -> None:
    assert command_in(typed) is None


@pytest.mark.parametrize(("typed", "reply"), [(typed, name) for name, listed in REPLIES.items() for typed in listed])
def test_a_reply_is_heard_in_every_spelling(typed: str, reply: str) -> None:
    assert reply_in(typed) == reply


@pytest.mark.parametrize("typed", NO_REPLY)
def test_what_says_more_than_a_reply_is_none(typed: str) -> None:
    assert reply_in(typed) is None


@pytest.mark.parametrize(("typed", "signs"), SIGNS.items())
def test_words_of_danger_are_found_anywhere(typed: str, signs: set[str]) -> None:
    assert safety_signs(typed) == signs


@pytest.mark.parametrize("typed", CALM)
def test_everyday_words_raise_no_alarm(typed: str) -> None:
    assert safety_signs(typed) == frozenset()


@pytest.mark.parametrize("typed", ["je n'ai pas envie de mourir", "je ne veux pas mourir", "il n'y a pas de danger ?"])
def test_no_negation_is_read(typed: str) -> None:
    assert safety_signs(typed)


@given(st.sampled_from(sorted(SIGNS)), st.text(max_size=30), st.text(max_size=30))
def test_words_around_never_hide_words_of_danger(danger: str, before: str, after: str) -> None:
    assert safety_signs(danger) <= safety_signs(f"{before} . {danger} . {after}")


def test_every_sign_has_words_in_both_languages() -> None:
    assert all(set(by_language) == {"fr", "bm"} for by_language in read(FILE).data["signs"].values())


def test_no_form_means_a_command_and_a_reply() -> None:
    data = read(FILE).data
    forms = [
        {fold(form) for by in data[part].values() for form in (*by["fr"], *by["bm"])}
        for part in ("commands", "replies")
    ]
    assert forms[0] & forms[1] == set()


def test_one_spelling_with_two_meanings_is_refused_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import locales.lexicon as module

    broken = tmp_path / "words.yaml"
    broken.write_text(
        "commands:\n  stop: {fr: [stop]}\n  menu: {fr: [STOP]}\nreplies: {}\nerase: {}\npolite: []\nsigns: {}\nunwell: {}\ntopics: {}\ntold: {}\ngrave: {}\ncomplains: {}\naround: {}\ncalm: {}\ndenials: {}\nsmall: {}\n"
    )
    monkeypatch.setattr(module, "FILE", broken)
    monkeypatch.setattr(module, "NEEDED", {})
    module.lexicon.cache_clear()
    try:
        with pytest.raises(YamlProblem, match=r"words\.yaml:3: « STOP »"):
            command_in("stop")
    finally:
        module.lexicon.cache_clear()


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ("\nsigns:\n", "\nsings:\n", "« sings » n'existe pas ici ; vouliez-vous écrire « signs » ?"),
        ("\nsigns:\n", "\nsigns: {}\nshoe:\n", "« shoe » n'existe pas ici ; il y a : around,"),
        ("\n  forget:\n", "\n  forgett:\n", "« forgett » n'existe pas ici ; vouliez-vous écrire « forget » ?"),
        ("\n  prefer_not:\n", "\n  prefer:\n", "« prefer » n'existe pas ici ; vouliez-vous écrire « prefer_not » ?"),
        ("\ncommands:\n  help:\n", "\ncommands:\n  shoe:\n", "il manque « help: » dans commands ; remettez-le."),
    ],
)
def test_a_part_or_command_that_is_misspelt_is_named_with_its_line(
    good: str, bad: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import locales.lexicon as module

    source = FILE.read_text("utf-8")
    assert good in source
    broken = tmp_path / "words.yaml"
    broken.write_text(source.replace(good, bad, 1), "utf-8")
    monkeypatch.setattr(module, "FILE", broken)
    module.lexicon.cache_clear()
    try:
        with pytest.raises(YamlProblem) as refused:
            command_in("stop")
    finally:
        module.lexicon.cache_clear()
    key = bad.rsplit(maxsplit=1)[-1].rstrip(":")
    line = broken.read_text("utf-8").split(f"{key}:\n")[0].count("\n") + 1
    told = [one for one in refused.value.problems if words in one]
    assert len(told) == 1
    assert told[0].startswith(f"{broken}:{line}:") or "il manque" in told[0]
