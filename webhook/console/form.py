"""Reading a form of the console: bounded before anybody is trusted, and storable in both stores (protection C3)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.responses import PlainTextResponse

from bot.channels.untrusted import text
from webhook.body import FIELDS_MAX, TooLargeError, UnreadableError, bounded
from webhook.console.door import TurnedAwayError, secured

UNREADABLE = "Ce formulaire n'a pas pu être lu. Revenez en arrière et recommencez."
TOO_LARGE = "Ce texte est trop long. Revenez en arrière et raccourcissez-le."


class Form:
    """The fields; one that is missing is empty."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    def __getitem__(self, name: str) -> str:
        """The field's words, with what no database stores left out."""
        return text(self._fields, name)


async def form_of(request: Request) -> Form:
    """The posted form; of a repeated field the first. Raises ``TurnedAwayError`` with 400 or 413."""
    settings = request.app.state.settings
    try:
        body = (await bounded(request)).decode("utf-8")
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except TooLargeError as error:
        raise TurnedAwayError(secured(PlainTextResponse(TOO_LARGE, 413), settings)) from error
    except (UnreadableError, ValueError) as error:
        raise TurnedAwayError(secured(PlainTextResponse(UNREADABLE, 400), settings)) from error
    return Form(dict(reversed(pairs)))
