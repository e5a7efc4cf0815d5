"""The second factor: six digits from the worker's phone (RFC 6238), each of which counts once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import pyotp
from sqlalchemy import Connection, select, update

from bot.desk.audit import note
from bot.desk.patience import delay
from bot.records.clock import now as clock_now
from bot.records.seal import Vault
from bot.records.tables import worker

STEP_SECONDS = 30
PURPOSE = "totp"
ISSUER = "Sira"
PENDING = "totp-pending"
NONE = 0
"""No step: the code is wrong, was used, or the worker has no second factor yet."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A secret that is not in use yet. ``address``: what the phone's application reads, shown once. ``sealed``: the secret
    as it travels in the form until a code has proved that the phone has it.
    """

    address: str
    secret: str
    sealed: str


def fresh(vault: Vault, worker_id: str, login: str) -> Fresh:
    """A fresh secret for a worker; nothing is written."""
    secret = pyotp.random_base32()
    sealed = vault.inbox_key(PURPOSE).seal(worker_id, PENDING, secret.encode())
    return Fresh(_address(secret, login), secret, sealed.hex())


def again(vault: Vault, worker_id: str, login: str, sealed: str) -> Fresh | None:
    """The same secret from the form, after a wrong code; None when the form was tampered with."""
    try:
        secret = vault.inbox_key(PURPOSE).open(worker_id, PENDING, bytes.fromhex(sealed)).decode()
    except ValueError:
        return None
    return Fresh(_address(secret, login), secret, sealed)


def confirm(conn: Connection, vault: Vault, worker_id: str, pending: Fresh, code: str) -> bool:
    """Take the secret into use, if ``code`` shows that the phone has it. That code counts as used."""
    now = clock_now(conn)
    sealed = vault.inbox_key(PURPOSE).seal(worker_id, PURPOSE, pending.secret.encode())
    step = step_of(vault, worker_id, sealed, NONE, code, now)
    if step == NONE:
        return False
    conn.execute(update(worker).where(worker.c.id == worker_id).values(totp=sealed, totp_last=step))
    note(conn, worker_id, "second_factor", worker_id, now)
    return True


def use(conn: Connection, vault: Vault, worker_id: str, code: str) -> bool:
    """Whether ``code`` is right, of the phone in use; it counts once. A wrong one delays the next sign-in like any other."""
    now = clock_now(conn)
    row = conn.execute(select(worker).where(worker.c.id == worker_id).with_for_update()).mappings().one()
    if row["blocked_until"] > now:
        return False
    step = step_of(vault, worker_id, bytes(row["totp"]), row["totp_last"], code, now)
    here = update(worker).where(worker.c.id == worker_id)
    if step == NONE:
        failures = row["failures"] + 1
        conn.execute(here.values(failures=failures, blocked_until=now + delay(failures)))
        return False
    conn.execute(here.values(totp_last=step, failures=0))
    return True


def _address(secret: str, login: str) -> str:
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def step_of(vault: Vault, worker_id: str, sealed: bytes, last: int, code: str, now: int) -> int:
    """The time step of a right code that was not used before, else ``NONE``. The step before counts: clocks differ."""
    if not sealed:
        return NONE
    clock = pyotp.TOTP(vault.inbox_key(PURPOSE).open(worker_id, PURPOSE, sealed).decode())
    given = code.strip().encode()
    for step in (now // STEP_SECONDS, now // STEP_SECONDS - 1):
        if step > last and secrets.compare_digest(clock.at(step * STEP_SECONDS).encode(), given):
            return step
    return NONE
