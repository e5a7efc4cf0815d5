"""Before and after a change of a conversation: whose form it is, and what the page says when nothing was done."""

from __future__ import annotations

from fastapi import Request, Response

from bot.desk.words import said, words
from webhook.console import show
from webhook.console.door import Visit
from webhook.console.form import Form
from webhook.console.gone import GoneError
from webhook.console.late_words import conversation_page, in_conversation, posted_with_words
from webhook.console.look import look
from webhook.console.opened import Opened
from webhook.console.reserved import ReservedError


async def for_change(request: Request, conversation: str, files_max: int = 0) -> tuple[Visit, Opened | None, Form]:
    """The worker, the conversation when it is for them, and their form. Raises ``TurnedAwayError``; of a danger that has
    become somebody else's the words of the form are kept first, of what is there no more they are said to be lost.
    """
    who, form = await with_words(request, conversation, files_max)
    try:
        return who, await look(request, who, conversation, read=False), form
    except ReservedError as others:
        kept = await in_conversation(request, conversation)(who.worker, form)
        raise ReservedError(request, who, others.found, kept=kept) from None
    except GoneError as gone:
        brought = bool(form["text"].strip() or form["note"].strip() or form.file("voice"))
        raise GoneError(request, who, gone.found, conversation, unsent=brought) from None


async def with_words(request: Request, conversation: str, files_max: int = 0) -> tuple[Visit, Form]:
    """As ``posted``, of a page with an answer in it: what was written is kept of who is signed out meanwhile."""
    page, keep = conversation_page(conversation), in_conversation(request, conversation)
    return await posted_with_words(request, page, keep, files_max)


async def again(
    request: Request,
    who: Visit,
    before: Opened,
    message: str,
    status: int = 409,
    near: str = "answer",
    **tried: str,
) -> Response:
    """The conversation as it is now, why nothing was done, said at the form ``near``, and the words that are kept."""
    now = await look(request, who, before.id, read=False)
    seen = now or before
    return show.conversation(request, who, seen, status=status, message=message, near=near, tried=tried)


def why_unsent(request: Request, name: str) -> str:
    """Why an answer was not sent, which the page's own address names; "" for what is no such word."""
    known = name in words("refused") and (name == "reserved" or name.startswith(("unsent_", "sound_")))
    return why(request, name) if known else ""


def why(request: Request, *names: str) -> str:
    """What a worker reads when something was not done: the first of ``names`` that has words, the most particular first."""
    name = next((one for one in names if one in words("refused")), names[-1])
    return said(request.app.state.house.book.catalogues, "refused", name)
