"""One screen of a request: what is shared, the answers; once they said yes the day, and how it went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from fastapi import Request, Response

from bot.desk.appointments import LANDMARK_MAX, PLACE_MAX, soonest
from bot.desk.partner import REFUSALS, Shown
from bot.desk.referral_aside import WORDS_MAX
from bot.desk.words import said
from webhook.partner.door import shown

NO_MEETING: Final = "Donnez un jour et une heure à venir, et un lieu."
NO_ANSWER: Final = "Touchez une des réponses."
NO_REASON: Final = "Choisissez pourquoi c’est non : la personne le lit, dans sa langue."
CHANGED: Final = "Cette demande a changé entre-temps : voici où elle en est. Rien n’a été envoyé ; ce que vous avez écrit est gardé ici."
EARLY: Final = "L’heure du rendez-vous n’est pas passée : dites après comment cela s’est passé. Rien n’a été noté."
KEPT: Final = ("answer", "day", "hour", "place", "landmark", "refusal", "words")


def file_page(
    request: Request,
    link: str,
    file: Shown,
    *,
    message: str = "",
    written: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page. ``written``: a form that did not count, kept as it was."""
    catalogues = request.app.state.house.book.catalogues
    kept = {name: written.get(name, "") for name in KEPT} if written else _standing(file)
    return shown(
        request, "partner/file.html", status=status, f=file, link=link, message=message, kept=kept,
        refusals=[(one, said(catalogues, "refusal", one)) for one in REFUSALS], first_day=soonest(file.now),
        place_max=PLACE_MAX, landmark_max=LANDMARK_MAX, words_max=WORDS_MAX,
    )  # fmt: skip


def _standing(file: Shown) -> dict[str, str]:
    """A form that moves a day begins with the day that stands."""
    kept = dict.fromkeys(KEPT, "")
    if file.meeting is None:
        return kept
    at = datetime.fromtimestamp(file.meeting.at, UTC)
    given = {"day": f"{at:%Y-%m-%d}", "hour": f"{at:%H:%M}", "place": file.meeting.place}
    return kept | given | {"landmark": file.meeting.landmark}
