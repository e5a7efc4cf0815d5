"""An address under the organisations' door that is no page: their own page, with the way back to the request.

Whoever was given a link has nothing to do in the persons' chat, to which a bare page would lead them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import Request, Response

from webhook.partner.door import LINK, shown

ROOM: Final = "/r"


def is_of_a_partner(request: Request) -> bool:
    """Whether the address begins as an organisation's link does."""
    return f"{request.url.path}/".startswith(f"{ROOM}/")


def lost(request: Request, status: int, words: str, headers: Mapping[str, str]) -> Response:
    """``words``: what there is to say of it. It asks nothing of the records: a guessed link reads the same as a good one."""
    link = request.url.path.removeprefix(f"{ROOM}/").partition("/")[0]
    answer = shown(request, "partner/lost.html", status=status, said=words, link=link if LINK.fullmatch(link) else "")
    answer.headers.update(headers)
    return answer
