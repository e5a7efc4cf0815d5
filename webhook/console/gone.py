"""In place of a talk that was open on this worker's page and is not there any more: a calm page that says why.

A page that lay open comes here by itself, and what a form brought too late is said to be lost: the machine keeps no words
to a person who has erased everything.
"""

from __future__ import annotations

from fastapi import Request, Response

from bot.desk.gone import Gone, gone
from bot.records.ids import plausible
from webhook.console import show
from webhook.console.door import TurnedAwayError, Visit
from webhook.console.reserved import tell_if_reserved

NOTHING_HERE = 404
UNSENT = "gone"
"""In the page's address: words stood in it that nobody can keep."""


class GoneError(TurnedAwayError):
    """Was theirs to read, and is nobody's or somebody else's now."""

    def __init__(self, request: Request, who: Visit, found: Gone, conversation: str, *, unsent: bool = False) -> None:
        super().__init__(_page(request, who, found, conversation, unsent=unsent))
        self.found = found


async def tell_why_not(request: Request, who: Visit, conversation: str, *, kept: bool = False) -> None:
    """Raises ``ReservedError`` or ``GoneError`` where this worker may know why a talk is not before them; silent for what is
    nothing to them.
    """
    await tell_if_reserved(request, who, conversation, kept=kept)
    found: Gone | None = None
    if plausible(conversation):
        found = await request.app.state.db.read(gone, conversation, who.worker)
    if found is not None:
        raise GoneError(request, who, found, conversation)


def _page(request: Request, who: Visit, found: Gone, conversation: str, *, unsent: bool) -> Response:
    """A page that asks for its own freshness is sent to this one, which a script knows by the way it came."""
    address = f"/desk/c/{conversation}"
    if "part" in request.query_params:
        return show.go(request, address)
    lost = unsent or request.query_params.get("unsent") == UNSENT
    return show.shown(request, "console/gone.html", who, status=NOTHING_HERE, g=found, unsent=lost)
