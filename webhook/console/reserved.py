"""In place of a talk that only others may read: a calm page that says for whom it is, where they are, and by which code.

Whoever opens it by its row, a link, a code or an old page reads the same; a page that lay open when the danger was said
comes here by itself, and the words in its form are kept.
"""

from __future__ import annotations

from fastapi import Request, Response
from sqlalchemy import Connection

from bot.desk.drafts import words_wait
from bot.desk.reserved import Reserved, reserved, reserved_by_referral
from bot.records.ids import plausible
from webhook.console import show
from webhook.console.door import TurnedAwayError, Visit

FORBIDDEN = 403


class ReservedError(TurnedAwayError):
    """Somebody's talk, and not for this worker. ``kept``: words of theirs that were to go there are kept."""

    def __init__(self, request: Request, who: Visit, found: Reserved, *, kept: bool = False) -> None:
        super().__init__(_page(request, who, found, kept=kept))
        self.found = found


async def tell_if_reserved(request: Request, who: Visit, conversation: str, *, kept: bool = False) -> None:
    """Raises ``ReservedError`` where this worker knows of the case and may not read it; silent for what is nothing."""
    if not plausible(conversation):
        return
    house = request.app.state.house

    def find(conn: Connection) -> tuple[Reserved, bool] | None:
        one = reserved(conn, conversation, who.worker)
        return None if one is None else (one, kept or words_wait(conn, house.vault, conversation, who.worker))

    found: tuple[Reserved, bool] | None = await request.app.state.db.read(find)
    if found is not None:
        raise ReservedError(request, who, found[0], kept=found[1])


async def tell_if_reserved_by_referral(request: Request, who: Visit, referral: str) -> None:
    """As ``tell_if_reserved``, of the case to which a referral belongs."""
    if not plausible(referral):
        return

    def find(conn: Connection) -> Reserved | None:
        return reserved_by_referral(conn, referral, who.worker)

    found: Reserved | None = await request.app.state.db.read(find)
    if found is not None:
        raise ReservedError(request, who, found)


def _page(request: Request, who: Visit, found: Reserved, *, kept: bool) -> Response:
    """A page that asks for its own freshness is sent to this one, which a script knows by the way it came."""
    address = f"/desk/c/{found.id}"
    if "part" in request.query_params:
        return show.go(request, address)
    return show.shown(
        request, "console/reserved.html", who, status=FORBIDDEN, r=found, kept=kept,
        place=show.places(request.app.state.house), lock_to=address,
    )  # fmt: skip
