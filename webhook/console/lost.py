"""An address of the desk that is no page, or none to be opened: said on a page of the desk, with the ways back.

Who reloads the answer to a form by its address, or mistypes one, is at work: a bare page would lead them to the persons' chat.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from bot.desk.staff import can
from webhook.console import show
from webhook.console.door import HOME, present
from webhook.console.headers import secured
from webhook.pages import page

CONVERSATION: Final = re.compile(rf"({HOME}/c/[0-9a-f]{{32}})/")


def is_of_the_desk(request: Request) -> bool:
    """Whether the address begins as the desk's do."""
    return f"{request.url.path}/".startswith(f"{HOME}/")


async def lost(request: Request, status: int, words: str, headers: Mapping[str, str], then: str = "") -> Response:
    """``words``: what there is to say of it; ``then``: what to do. Whoever is not signed in reads the same, without the pages' names."""
    found = await present(request)
    who = found[0] if found is not None and not found[1] else None
    talk = CONVERSATION.match(request.url.path)
    values: dict[str, Any] = {
        "said": words,
        "then": then,
        "talk": talk[1] if talk else "",
        "queue": who is not None and can(who.worker, "see_queue"),
    }
    if who is None:
        html = page(request, "console/lost.html", **values)
        answer: Response = secured(HTMLResponse(html, status), request.app.state.settings)
    else:
        answer = show.shown(request, "console/lost.html", who, status=status, **values)
    answer.headers.update(headers)
    return answer
