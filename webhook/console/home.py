"""The pages of the desk by who may open them: where each worker begins, and what stands at the top of every page."""

from __future__ import annotations

from typing import Final

from bot.desk.staff import Action, Worker, can

OWN: Final = "/desk/security"
"""Everybody's own access: the one page that needs no role."""
PAGES: Final[tuple[tuple[str, Action], ...]] = (
    ("/desk/queue", "see_queue"),
    ("/desk/referrals", "refer"),
    ("/desk/canned", "edit_canned"),
    ("/desk/wording", "edit_content"),
    ("/desk/voices", "edit_content"),
    ("/desk/complaints", "see_complaints"),
    ("/desk/numbers", "see_numbers"),
    ("/desk/partners", "check_partner"),
    ("/desk/people", "see_people"),
    ("/desk/shifts", "manage_shifts"),
    ("/desk/requests", "see_requests"),
    ("/desk/audit", "see_audit"),
)
"""In the order in which they stand at the top; their names are in `templates/console/base.html`."""


def home_of(worker: Worker) -> str:
    """The first page that this worker may open."""
    return next((address for address, action in PAGES if can(worker, action)), OWN)


def pages_of(worker: Worker) -> list[str]:
    """What stands at the top of a worker's pages."""
    return [address for address, action in PAGES if can(worker, action)]
