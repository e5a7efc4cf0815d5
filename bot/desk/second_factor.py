"""The second factor: six digits from the worker's phone (RFC 6238), each of which counts once."""

from __future__ import annotations

import secrets

import pyotp
from sqlalchemy import Connection, update

from bot.records.seal import Vault
from bot.records.tables import worker

STEP_SECONDS = 30
PURPOSE = "totp"
ISSUER = "Sira"
NONE = 0
"""No step: the code is wrong, was used, or the worker has no second factor yet."""


def enrol(conn: Connection, vault: Vault, worker_id: str, login: str) -> str:
    """Give the worker a fresh secret. Returns the address that their phone's application reads, shown once."""
    secret = pyotp.random_base32()
    sealed = vault.inbox_key(PURPOSE).seal(worker_id, PURPOSE, secret.encode())
    conn.execute(update(worker).where(worker.c.id == worker_id).values(totp=sealed, totp_last=NONE))
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
