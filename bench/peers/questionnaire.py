"""The questions of one talk, as the first ten that Sira asks: the same words, the same buttons, the same answers.

Written out here, and not read from Sira's flows, so that the load of the peers stays the same when Sira changes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what it asks, what may be tapped, and whether words of one's own are an answer too."""

    key: str
    text: str
    buttons: tuple[str, ...]
    open: bool = False

    def understood(self, words: str) -> str | None:
        """The answer that ``words`` give: a button by its number or its label, or the words where they may be free."""
        said = words.strip().casefold()
        if said.isdecimal() and 0 < int(said) <= len(self.buttons):
            return self.buttons[int(said) - 1]
        for label in self.buttons:
            if said == label.casefold():
                return label
        return said if self.open and said else None


QUESTIONS = (
    Question("language", "Bonjour. Quelle langue voulez-vous ?", ("🇫🇷 Français", "🇲🇱 Bamanankan")),
    Question(
        "consent",
        "Sira est une machine. C'est gratuit.\n\n"
        "Elle pose quelques questions et montre des services qui peuvent aider. Elle ne décide d'aucune aide.\n\n"
        "L'équipe lit vos réponses pour vous aider.\n\nÊtes-vous d'accord ?",
        ("✅ Oui, d'accord", "❌ Non", "ℹ️ En savoir plus"),
    ),
    Question(
        "well",
        "Une question d'abord : est-ce que tout va bien pour vous en ce moment ?",
        ("🙂 Oui, ça va", "🆘 Non, il faut m'aider", "➡️ Je préfère passer"),
    ),
    Question(
        "place",
        "Où êtes-vous maintenant ?",
        ("🇲🇱 Au Mali", "🇳🇪 Niger, à Agadez", "🇳🇪 Niger, à Arlit", "🇳🇪 Niger, à Niamey", "🌍 Un autre pays"),
    ),
    Question(
        "region",
        "Dans quelle région du Mali vivez-vous, ou voulez-vous vivre ?",
        ("Bamako", "Kayes", "Koulikoro", "Sikasso", "Ségou", "Mopti", "Tombouctou", "Gao", "Kidal"),
        open=True,
    ),
    Question("age", "Quel âge avez-vous ?", ("Je préfère passer",), open=True),
    Question(
        "aim",
        "Qu'est-ce qui compte le plus pour vous aujourd'hui ?",
        ("🛠️ Apprendre un métier", "💪 J'ai déjà un métier", "🏪 Ma propre activité", "💼 Trouver un emploi"),
    ),
    Question(
        "return",
        "Comment êtes-vous rentré, ou comment allez-vous rentrer ?",
        ("🤝 Avec l'OIM", "✈️ De France, avec l'OFII", "↩️ Un pays m'a renvoyé", "🚌 Par mes propres moyens"),
    ),
    Question(
        "trade",
        "Quel métier voulez-vous apprendre ? Vous pouvez aussi écrire son nom.",
        ("🥬 Maraîchage", "💡 Électricité du bâtiment", "🔩 Construction métallique", "🚰 Plomberie", "🧱 Maçonnerie"),
        open=True,
    ),
    Question(
        "wait",
        "Une formation peut durer plusieurs mois. Pouvez-vous vivre sans gagner d'argent pendant ce temps ?",
        ("🙂 Oui, quelques mois", "💰 Non, je dois gagner", "⏳ Non, j'ai des dettes"),
    ),
)
THANKS = "Merci. Un conseiller peut vous parler des formations près de chez vous. Écrivez « bonjour » pour recommencer."
NOT_UNDERSTOOD = "Je n'ai pas compris. Touchez un bouton, ou écrivez son numéro."
TALK = ("bonjour", "1", "1", "1", "1", "kayes", "25", "1", "1", "3", "1")
"""What one person writes, once around: the eleven turns of ``bench.sira.TALK``."""
