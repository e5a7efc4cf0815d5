"""A link that was just made is shown again for some minutes, to the session that made it. The database keeps its hash alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import Request, Response

from bot.desk.links import opens
from bot.desk.referral_page import Opened
from webhook.console.door import Visit
from webhook.console.shown_again import ShownAgain

SHOWN_SECONDS: Final = 600
"""Long enough to copy it, to be called away and to come back; a phone left lying shows it no longer than that."""
LINK: Final = ShownAgain("sira_made", "made_link", SHOWN_SECONDS)


@dataclass(frozen=True, slots=True)
class Made:
    """A link that may still be shown. ``unsent``: the e-mail did not go."""

    token: str
    unsent: bool = False


def show_for_a_while(response: Response, request: Request, who: Visit, opened: Opened, made: Made) -> Response:
    """Give it to the browser of whoever made it."""
    words = (made.token, made.unsent)
    LINK.put(request, response, who, f"/desk/referral/{opened.id}", words, opened.row["now"], of=opened.id)
    return response


def made_by(request: Request, who: Visit, opened: Opened) -> Made | None:
    """The link that this session made a moment ago, as long as it opens the referral; None for any other."""
    now = opened.row["now"]
    words = LINK.given(request, who, now, of=opened.id)
    return Made(*words) if words and opens(words[0], opened.links, now) else None
