"""Passwords: Argon2id, and never inside a transaction, since one check costs as much as a hundred turns."""

from __future__ import annotations

import asyncio
import base64
import secrets
from concurrent.futures import ThreadPoolExecutor

import argon2
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

PASSWORD_LENGTH_MIN = 12
AT_ONCE = 2  # each check takes 64 MB for some 50 ms: a flood of sign-ins waits instead of filling the memory
WORDS = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that looks like something else
GROUPS, GROUP_LENGTH = 4, 4

_hasher = PasswordHash((Argon2Hasher(),))
_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sira-password")


def fresh_password() -> str:
    """A one-time password that can be read aloud."""
    return readable(secrets.token_bytes(GROUPS * GROUP_LENGTH))


def readable(raw: bytes) -> str:
    """The first bytes of ``raw`` as a password that can be read aloud, 80 bits strong when they are random."""
    letters = "".join(WORDS[byte % len(WORDS)] for byte in raw[: GROUPS * GROUP_LENGTH])
    return "-".join(letters[at : at + GROUP_LENGTH] for at in range(0, len(letters), GROUP_LENGTH))


def fitting_nothing() -> str:
    """What looks like a kept password, costs as much to check, and is made of none; at once, since nothing is hashed."""
    cost = argon2.PasswordHasher()
    salt, made = (
        base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (cost.salt_len, cost.hash_len)
    )
    limits = f"m={cost.memory_cost},t={cost.time_cost},p={cost.parallelism}"
    return f"$argon2id$v={argon2.low_level.ARGON2_VERSION}${limits}${salt}${made}"


def hashed(password: str) -> str:
    """What is kept of a password. Takes some 50 ms of CPU."""
    return _hasher.hash(password)


async def fits(password: str, kept: str) -> bool:
    """Whether ``password`` is the one that ``kept`` was made of; the same work for a wrong one."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.verify, password, kept)


async def hashed_aside(password: str) -> str:
    """``hashed`` on a thread, so that nobody else waits for it."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)
