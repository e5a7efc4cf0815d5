"""The peers are measured with Sira's own talk, and understand it."""

from bench import sira
from bench.peers.questionnaire import QUESTIONS, TALK


def test_the_peers_hear_the_words_that_sira_hears():
    assert TALK == sira.TALK


def test_every_answer_of_the_talk_is_understood_at_once():
    understood = [question.understood(words) for question, words in zip(QUESTIONS, TALK[1:], strict=True)]
    assert understood == [
        "🇫🇷 Français", "✅ Oui, d'accord", "🙂 Oui, ça va", "🇲🇱 Au Mali", "Kayes", "25", "🛠️ Apprendre un métier",
        "🤝 Avec l'OIM", "🔩 Construction métallique", "🙂 Oui, quelques mois",
    ]  # fmt: skip


def test_a_number_that_no_button_has_is_asked_again():
    assert QUESTIONS[0].understood("3") is None
    assert QUESTIONS[0].understood("0") is None
    assert QUESTIONS[0].understood("oui") is None
