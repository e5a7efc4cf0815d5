"""Reading a form of the console: bounded before anybody is trusted, and storable in both stores (protection C3)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from fastapi import Request

from bot.channels.untrusted import text
from webhook.body import FIELDS_MAX, TooLargeError, UnreadableError, bounded
from webhook.console.door import RefusedError, Visit, check_form, visit
from webhook.upload import MULTIPART, kind_of, upload

UNREADABLE = "Ce formulaire n'a pas pu être lu.", "Revenez en arrière et recommencez."
TOO_LARGE = "Ce texte est trop long.", "Revenez en arrière et raccourcissez-le."
FILE_TOO_LARGE = "Ce fichier est trop lourd (16 Mo au plus).", "Revenez en arrière et choisissez-en un plus court."
"""What is said, and what to do."""


class Form:
    """The fields; one that is missing is empty."""

    def __init__(self, fields: Mapping[str, str], files: Mapping[str, bytes] | None = None) -> None:
        self._fields = fields
        self._files = files or {}

    def __getitem__(self, name: str) -> str:
        """The field's words, with what no database stores left out."""
        return text(self._fields, name)

    def file(self, name: str) -> bytes:
        """The file that came under this name; empty when none did."""
        return self._files.get(name, b"")


async def form_of(request: Request, files_max: int = 0) -> Form:
    """The posted form; of a repeated field the first. ``files_max``: how many files it may bring, for who is signed in.

    Raises ``RefusedError`` with 400 or 413.
    """
    brings_files = bool(files_max) and kind_of(request) == MULTIPART
    try:
        if brings_files:
            found = await upload(request, files_max)
            return Form(found.fields, found.files)
        body = (await bounded(request)).decode("utf-8")
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except TooLargeError as error:
        words = FILE_TOO_LARGE if brings_files else TOO_LARGE
        raise RefusedError(request, 413, *words) from error
    except (UnreadableError, ValueError) as error:
        raise RefusedError(request, 400, *UNREADABLE) from error
    return Form(dict(reversed(pairs)))


async def posted(request: Request, files_max: int = 0) -> tuple[Visit, Form]:
    """Who is signed in and posts, and their form, known to come from a page of theirs: no change begins otherwise.

    Raises ``TurnedAwayError``.
    """
    who = await visit(request)
    form = await form_of(request, files_max)
    check_form(request, who.token, form["csrf"])
    return who, form
