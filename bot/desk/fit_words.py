"""Why a service suits somebody, said of them to who works for them: the talk says « votre âge convient », the desk « son âge »."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.words import LANGUAGE, said, words
from locales.catalogue import Catalogues
from locales.text import Text

SAID_TO_THEM = "match."
"""The sentences of the directory that speak to the person (`content/phrases.yaml`)."""


OF_THE_RECORD = "service."
"""A service's own remark, written to the person: it stands as what they are told."""


def fit_words(catalogues: Catalogues, reason: Text) -> str:
    """One reason in French, about the person; a sentence that speaks to nobody stays as it is."""
    own = words("fit").get(reason.key.removeprefix(SAID_TO_THEM)) if reason.key.startswith(SAID_TO_THEM) else None
    shown = catalogues.say(replace(own, values=reason.values) if own is not None else reason, LANGUAGE)
    return said(catalogues, "fit_note", "told").format(words=shown) if reason.key.startswith(OF_THE_RECORD) else shown
