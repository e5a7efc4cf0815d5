"""Who works at the desk, and what each may do: default deny, one function decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from bot.desk.password import hashed
from bot.records.clock import now as clock_now
from bot.records.ids import new_id
from bot.records.staff import ROLES
from bot.records.tables import insert_new, membership, organisation, worker, worker_session

Action = Literal[
    "see_queue", "read_conversation", "claim", "reply", "end", "see_complaints", "manage_staff", "edit_content",
    "see_audit", "see_numbers", "note", "raise", "lower", "transfer", "remind", "edit_canned",
    "refer", "check_partner", "see_people", "manage_shifts", "see_requests", "ask_data", "allow_data",
    "allow_export", "export_audit", "ask_broadcast", "allow_broadcast",
]  # fmt: skip

CASES: frozenset[Action] = frozenset(
    {"see_queue", "read_conversation", "claim", "reply", "end", "note", "raise", "lower", "transfer", "remind", "refer",
     "see_requests", "ask_data"}
)  # fmt: skip
LEADS: frozenset[Action] = frozenset(
    {"see_numbers", "edit_canned", "check_partner", "see_people", "manage_staff", "manage_shifts", "see_requests",
     "allow_export"}
)  # fmt: skip
"""Whom others work with: a supervisor beside the cases, an administrator without ever reading one."""
MAY: dict[str, frozenset[Action]] = {
    "case_worker": CASES,
    "protection": CASES,
    "supervisor": CASES | LEADS | {"allow_data", "allow_broadcast", "see_complaints"},
    "admin": LEADS | {"see_queue"},
    "editor": frozenset({"edit_content", "edit_canned"}),
    "auditor": frozenset({"see_audit", "export_audit", "see_numbers", "see_complaints", "see_requests"}),
    "operator": frozenset({"ask_broadcast"}),
}
ANSWERING = frozenset(role for role, may in MAY.items() if "reply" in may)
"""Roles whose words a person may wait for: an auditor who is signed in is nobody who is there."""
NOTHING: frozenset[Action] = frozenset()
TAKES_P0 = frozenset({"protection", "supervisor"})
"""P0 is for protection focal points; a supervisor steps in (casework.md). Nobody else reads one, answers or closes it."""
OF_ONE_TALK: frozenset[Action] = CASES - {"see_queue", "see_requests"}
"""What shows or changes somebody's talk: of a danger for who is trained for it. Whoever held it when it was raised has let
it go in the same transaction (`bot/desk/claim.py`), so that a holder is always one of them.
"""


class UnknownRoleError(ValueError):
    """No such role."""


class UnknownOrganisationError(ValueError):
    """No such organisation."""


class ElsewhereError(ValueError):
    """The login is that of somebody of another organisation, whose administrator could then give them a new password."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A signed-in member of staff, with roles in one organisation. ``enrolled``: they have a second factor."""

    id: str
    login: str
    organisation: str
    roles: frozenset[str]
    must_change: bool = False
    enrolled: bool = False


def can(worker_: Worker, action: Action, organisation_id: str | None = None, level: str = "") -> bool:
    """Whether ``worker_`` may do ``action`` to something of ``organisation_id``; other organisations' things never."""
    if organisation_id is not None and organisation_id != worker_.organisation:
        return False
    if not any(action in MAY.get(role, NOTHING) for role in worker_.roles):
        return False
    return level != "P0" or action not in OF_ONE_TALK or bool(worker_.roles & TAKES_P0)


def add_worker(conn: Connection, login: str, role: str, organisation_id: str, password: str) -> str:
    """Add a worker, or give the one who bears ``login`` a new one-time password and the role. Returns the id.

    Whoever comes in with a one-time password gives themselves a second factor first; an earlier one is over.

    Raises ``UnknownRoleError`` or ``UnknownOrganisationError`` with what there is, and ``ElsewhereError``.
    """
    if role not in ROLES:
        raise UnknownRoleError(f"« {role} » : ce rôle n'existe pas. Il y a : {', '.join(ROLES)}.")
    known = list(conn.execute(select(organisation.c.id).order_by(organisation.c.id)).scalars())
    if organisation_id not in known:
        raise UnknownOrganisationError(
            f"« {organisation_id} » : cette organisation n'existe pas. Il y a : {', '.join(known)} (content/leads.yaml)."
        )
    now = clock_now(conn)
    kept = hashed(password)
    found = conn.execute(select(worker.c.id).where(worker.c.login == login)).scalar_one_or_none()
    if found is not None and _is_elsewhere(conn, found, organisation_id):
        raise ElsewhereError(f"« {login} » est de quelqu'un d'une autre organisation. Choisissez un autre identifiant.")
    worker_id = found or new_id()
    if found is None:
        conn.execute(
            insert(worker).values(id=worker_id, login=login, password_hash=kept, must_change=1, created_at=now)
        )
    else:
        conn.execute(
            update(worker)
            .where(worker.c.id == worker_id)
            .values(password_hash=kept, must_change=1, active=1, failures=0, blocked_until=0, totp=b"", totp_last=0)
        )
        conn.execute(delete(worker_session).where(worker_session.c.worker_id == worker_id))
    conn.execute(
        insert_new(conn, membership).values(
            id=new_id(), worker_id=worker_id, organisation_id=organisation_id, role=role
        )
    )
    return worker_id


def _is_elsewhere(conn: Connection, worker_id: str, organisation_id: str) -> bool:
    theirs = (membership.c.worker_id == worker_id, membership.c.organisation_id != organisation_id)
    return conn.execute(select(membership.c.id).where(*theirs).limit(1)).first() is not None


def worker_of(conn: Connection, worker_id: str) -> Worker | None:
    """The worker with the roles of their organisation; None when deactivated."""
    rows = conn.execute(
        select(worker.c.login, worker.c.must_change, worker.c.totp, membership.c.organisation_id, membership.c.role)
        .join(membership, membership.c.worker_id == worker.c.id)
        .where(worker.c.id == worker_id, worker.c.active == 1)
        .order_by(membership.c.id)
    ).all()
    if not rows:
        return None
    home = rows[0].organisation_id
    roles = frozenset(row.role for row in rows if row.organisation_id == home)
    return Worker(worker_id, rows[0].login, home, roles, bool(rows[0].must_change), bool(rows[0].totp))
