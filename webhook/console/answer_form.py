"""What stands in the form of an answer to the person."""

from __future__ import annotations

from bot.desk.answers import Answer
from bot.records.ids import plausible
from webhook.console.form import Form

VERSION_DIGITS_MAX = 9  # what the column holds
NOWHERE = -1


def written(form: Form, voice: bytes = b"") -> Answer:
    """What stands in the form of an answer."""
    return Answer(
        text=form["text"].replace("\r\n", "\n"),
        version=version_of(form),
        seen=form["seen"],
        voice=voice,
        with_voice=bool(form["with_voice"]),
        canned=form["voice_of"],
        anyway=bool(form["anyway"]),
        page=form["page"] if plausible(form["page"]) else "",
    )


def version_of(form: Form) -> int:
    """The version of the page on which the words were written; one that no page of ours bears is stale."""
    given = form["version"]
    return int(given) if given.isascii() and given.isdigit() and len(given) <= VERSION_DIGITS_MAX else NOWHERE
