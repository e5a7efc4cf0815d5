"""A complaint that nobody asked for: « l'agent m'a demandé de l'argent », « je veux me plaindre de votre équipe »."""

from __future__ import annotations

from locales.lexicon import lexicon
from locales.spotting import meant


def complains(text: str) -> bool:
    """Whether the words complain of who answers or receives people here. What is done by family, a smuggler or the law is
    for a human to read, and a « plainte » alone may be one for the police.

    >>> complains("l'agent m'a demandé de l'argent"), complains("je veux porter plainte contre mon mari")
    (True, False)
    >>> complains("bonjour je veux me plaindre de binta"), complains("je ne veux pas me plaindre, l'agent est gentil")
    (True, False)
    """
    found = frozenset(meant(text, lexicon().complains))
    if "law" in found:
        return False
    wished = "wish" in found or found >= {"plea", "staff"}
    return "deed" in found or (wished and "others" not in found)
