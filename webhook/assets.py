"""Style, script and pictures: kept for long by a phone under an address that changes with the file."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

FOLDER: Final = Path(__file__).parent / "static"
STAMP_DIGITS: Final = 8  # hex digits of SHA-256: two versions of one file never meet
FOR_LONG: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"


@lru_cache(maxsize=32)
def address(name: str) -> str:
    """Where a file is, with a stamp of what it holds; raises ``FileNotFoundError``."""
    return f"/static/{name}?v={_stamp(name)}"


class Assets(StaticFiles):
    """The files of ``static/``. Under its own stamp a file may be kept for a year; otherwise it is asked for again."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """As the parent does, and never guessed to be of another kind than it says."""
        response = await super().get_response(path, scope)
        wanted = parse_qs(scope["query_string"].decode("latin-1")).get("v", [""])[0]
        known = response.status_code < 400 and wanted == _stamp(path)  # noqa: PLR2004 - an HTTP error
        response.headers["Cache-Control"] = FOR_LONG if known else ASK_AGAIN
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


@lru_cache(maxsize=32)
def _stamp(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:STAMP_DIGITS]
