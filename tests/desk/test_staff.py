"""Who may do what: default deny, one function decides, and every cell of the table is written down here."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.desk.staff import (
    Action,
    ElsewhereError,
    UnknownOrganisationError,
    UnknownRoleError,
    Worker,
    add_worker,
    can,
    worker_of,
)  # fmt: skip
from bot.records.database import Database
from bot.records.staff import ROLES
from bot.records.tables import organisation

TALK = {"see_queue", "read_conversation", "claim", "reply", "end", "note", "raise", "lower", "transfer", "remind", "refer",
        "see_requests", "ask_data"}  # fmt: skip
LEAD = {"see_numbers", "edit_canned", "check_partner", "see_people", "manage_staff", "manage_shifts", "see_requests",
        "allow_export"}  # fmt: skip
TABLE: dict[str, set[str]] = {
    "case_worker": TALK,
    "protection": TALK,
    "supervisor": TALK | LEAD | {"allow_data", "allow_broadcast", "see_complaints"},
    "admin": {"see_queue"} | LEAD,
    "editor": {"edit_content", "edit_canned"},
    "auditor": {"see_audit", "export_audit", "see_numbers", "see_complaints", "see_requests"},
    "operator": {"ask_broadcast"},
}
"""Written anew from casework.md and protection.md, not read from the code."""
OF_ONE_TALK = TALK - {"see_queue", "see_requests"}
"""Of somebody in danger nobody reads or does anything who may not take them; that they wait is seen by all."""
P0_TAKERS = {"protection", "supervisor"}
LEVELS = ("", "P3", "P2", "P1", "P0")


def _worker(*roles: str, organisation: str = "sira") -> Worker:
    return Worker("w" * 32, "w", organisation, frozenset(roles))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says_and_nothing_else(role: str) -> None:
    cells = [(action, level) for action in get_args(Action) for level in LEVELS]
    allowed = [one for one in cells if can(_worker(role), one[0], "sira", one[1])]
    assert allowed == [one for one in cells if _stands(role, *one)]


def _stands(role: str, action: Action, level: str) -> bool:
    return action in TABLE[role] and (level != "P0" or action not in OF_ONE_TALK or role in P0_TAKERS)


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_another_organisation_is_ever_allowed(role: str) -> None:
    assert not [action for action in get_args(Action) if can(_worker(role), action, "another")]


@pytest.mark.parametrize("roles", [(), ("king",)])
def test_no_role_and_an_unheard_of_role_may_nothing(roles: tuple[str, ...]) -> None:
    assert not [action for action in get_args(Action) if can(_worker(*roles), action, "sira")]


def test_an_unheard_of_action_is_denied_to_everybody() -> None:
    assert not can(_worker(*ROLES), "delete_everything", "sira")  # type: ignore[arg-type]


def test_the_operator_sees_no_content_and_may_only_ask_for_words_to_many() -> None:
    assert [one for one in get_args(Action) if can(_worker("operator"), one, "sira")] == ["ask_broadcast"]


def test_roles_add_up() -> None:
    both = _worker("case_worker", "protection")
    assert can(both, "claim", "sira", "P0")


async def test_a_wrong_role_or_organisation_says_what_there_is(database: Database) -> None:
    with pytest.raises(UnknownRoleError, match="case_worker"):
        await database.write(add_worker, "awa", "boss", "sira", "a-good-password")
    with pytest.raises(UnknownOrganisationError, match="sira"):
        await database.write(add_worker, "awa", "supervisor", "nowhere", "a-good-password")


async def test_a_login_is_of_one_organisation_alone(database: Database) -> None:
    """Whoever leads a team may give its people a new password: it must open nothing of another organisation."""
    someone = await database.write(add_worker, "awa", "supervisor", "sira", "a-good-password")
    await database.write(lambda conn: conn.execute(organisation.insert().values(id="other", name="other")))
    before = await database.read(worker_of, someone)
    with pytest.raises(ElsewhereError, match="awa"):
        await database.write(add_worker, "awa", "editor", "other", "another-password")
    assert await database.read(worker_of, someone) == before
    assert await database.write(add_worker, "awa", "editor", "sira", "another-password") == someone


async def test_a_worker_who_left_is_nobody(database: Database) -> None:
    from sqlalchemy import update

    from bot.records.tables import worker

    someone = await database.write(add_worker, "awa", "supervisor", "sira", "a-good-password")
    assert await database.read(worker_of, someone) == Worker(someone, "awa", "sira", frozenset({"supervisor"}), True)
    await database.write(lambda conn: conn.execute(update(worker).values(active=0)))
    assert await database.read(worker_of, someone) is None
