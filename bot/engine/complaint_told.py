"""« L'agent m'a demandé de l'argent », where it is asked what the complaint is about: it is the complaint itself."""

from __future__ import annotations

from typing import Final

from bot.engine.kept import keep_words
from bot.engine.turn import Turn
from flows.schema import Ask
from locales.fold import words
from locales.words import reply_in

FLOW, QUESTION = "complaint", "about"
SENTENCE_MIN: Final = 3
"""Words from which what was typed is no name of a choice that was missed."""
SOMEBODY: Final = frozenset(
    words(
        "agent agents gardien gardiens vigile chef responsable directeur directrice formateur formatrice conseiller conseillère"
        " assistant assistante monsieur madame quelqu personne il elle ils elles mɔgɔ"
    )
)


def complaint_told(turn: Turn, text: str) -> bool:
    """Keep the words as the complaint's and go on; False where the question is another, or no sentence was written."""
    said = words(text)
    spec = turn.node.spec
    asked = (turn.flow.name, turn.node.name) == (FLOW, QUESTION) and isinstance(spec, Ask)
    if not asked or len(said) < SENTENCE_MIN or reply_in(text) is not None:
        return False
    turn.notes["complaint_about"] = "other" if SOMEBODY.isdisjoint(said) else "worker"
    turn.checkpoint(())
    turn.goto(turn.node.by_result["else"], "told")
    keep_words(turn, text)
    return True
