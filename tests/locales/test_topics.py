"""Money and leaving are heard in many words, a grave complaint too; everyday answers are none of them."""

from __future__ import annotations

import pytest

from locales.words import is_grave, topic_in

TOPICS = {
    "owes_smuggler": [
        "je dois 400 000 F au passeur",
        "oui mais je dois encore 400 000 francs cfa à un passeur",
        "je dois payer le passeur",
        "jdois l'argent au paseur",
        "j'ai une dette avec le coxeur",
        "je n'ai pas fini de payer le passeur",
        "je dois rembourser ceux qui m'ont fait passer",
        "n ye juru ta passeri fe",
        "paseri ka juru bɛ n na",
        "n ye juru ta passeur fɛ",
    ],
    "how_much": [
        "combien d'argent donne l'OIM",
        "combien je vais toucher",
        "C'est combien ?",
        "quelle somme on nous donne",
        "quand je reçois mon kit",
        "où est mon argent",
        "est-ce que je vais recevoir de l'argent",
        "wari joli",
        "wari hakɛ",
    ],
    "price": ["combien ça coûte", "combien coûte la formation", "ça coûte combien", "faut payer ?"],
    "leave_again": [
        "je veux repartir",
        "J'ai envie de repartir",
        "je veux partir en Europe",
        "aller en Espagne",
        "partir à l'aventure",
        "n b'a fɛ ka taa tunga la",
    ],
    "grief": [
        "mon père est mort",
        "mon frère est mort dans le désert",
        "j'ai perdu mon enfant",
        "mes parents sont morts",
        "je suis veuve",
        "n fa sara",
        "ils ont tué mon frère",
    ],
}
NO_TOPIC = [
    "25",
    "couture",
    "je suis reparti de Gao",
    "rentré de Libye",
    "combien de temps",
    "vendre",
    "oui",
    "",
    "Kayes",
]
GRAVE = [
    "le gardien a demandé de l'argent",
    "on m'a demandé de payer",
    "il veut un cadeau, il demande un cadeau",
    "il m'a touchée",
    "il veut coucher avec moi",
    "un agent m'a frappé",
    "elle a pris mon argent",
    "a ye wari ɲini n fɛ",
]
NOT_GRAVE = ["j'attends depuis un an", "personne ne répond", "le centre est trop loin", "la machine ne comprend pas"]


@pytest.mark.parametrize(("words", "topic"), [(words, topic) for topic, said in TOPICS.items() for words in said])
def test_a_topic_is_heard_in_many_words(words: str, topic: str) -> None:
    assert topic_in(words) == topic


@pytest.mark.parametrize("words", NO_TOPIC)
def test_an_everyday_answer_is_no_topic(words: str) -> None:
    assert topic_in(words) is None


@pytest.mark.parametrize("words", GRAVE)
def test_force_sex_and_money_asked_are_grave(words: str) -> None:
    assert is_grave(words)


@pytest.mark.parametrize("words", NOT_GRAVE)
def test_waiting_and_distance_are_not(words: str) -> None:
    assert not is_grave(words)
