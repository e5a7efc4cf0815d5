"""Sealing: what a person said is readable only with that person's key, and that key only with ours.

AES-256-GCM throughout. The associated data is person‖row‖field, so that a sealed value moved to another row or
person does not open. Destroying a person's wrapped key makes everything of theirs unreadable, backups included.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32
MASTER_VERSION = b"\x01"  # first byte of a wrapped key: which master key wrapped it


class SealBroken(ValueError):
    """A sealed value does not open: wrong key, or moved from where it belongs."""


class PersonKey:
    """One person's key, open for the length of a turn."""

    __slots__ = ("_cipher", "person")

    def __init__(self, person: str, raw: bytes) -> None:
        self.person = person
        self._cipher = AESGCM(raw)

    def seal(self, row: str, field: str, plain: bytes) -> bytes:
        """``plain`` for this row and field only."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, f"{self.person}|{row}|{field}".encode())

    def open(self, row: str, field: str, sealed: bytes) -> bytes:
        """The inverse of ``seal``. Raises ``SealBroken``."""
        try:
            return self._cipher.decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], f"{self.person}|{row}|{field}".encode()
            )
        except (InvalidTag, ValueError) as error:  # too short to be sealed at all
            raise SealBroken(f"{field} of row {row}") from error


class Vault:
    """The two keys that live outside the database: the one that wraps people's keys, and the pepper of addresses."""

    def __init__(self, master_key: str, pepper: str) -> None:
        self._master = AESGCM(base64.b64decode(master_key))
        self._pepper = base64.b64decode(pepper)
        self._root = base64.b64decode(master_key)

    def new_key(self, person: str) -> tuple[PersonKey, bytes]:
        """A fresh key for ``person``: open, and wrapped for the ``person_key`` table."""
        raw = AESGCM.generate_key(bit_length=KEY_BYTES * 8)
        nonce = secrets.token_bytes(NONCE_BYTES)
        wrapped = MASTER_VERSION + nonce + self._master.encrypt(nonce, raw, person.encode())
        return PersonKey(person, raw), wrapped

    def unwrap(self, person: str, wrapped: bytes) -> PersonKey:
        """Open a wrapped key. Raises ``SealBroken`` when the master key is not the one that wrapped it."""
        nonce, body = wrapped[1 : 1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES :]
        try:
            return PersonKey(person, self._master.decrypt(nonce, body, person.encode()))
        except (InvalidTag, ValueError) as error:  # too short to be sealed at all
            raise SealBroken(f"key of person {person}") from error

    def address_hash(self, channel: str, account: str, sender: str) -> str:
        """How an address is found without being readable: HMAC-SHA-256 with the pepper, as hex."""
        return hmac.new(self._pepper, f"{channel}|{account}|{sender}".encode(), hashlib.sha256).hexdigest()

    def inbox_key(self, purpose: str) -> PersonKey:
        """The key of a closed inbox (complaints), derived from the master key: no person's key opens what it seals."""
        return PersonKey(purpose, hmac.new(self._root, f"inbox|{purpose}".encode(), hashlib.sha256).digest())

    def token(self, purpose: str, value: str) -> str:
        """A keyed tag for ``value``, for links and cookies that must not be guessed."""
        return hmac.new(self._pepper, f"{purpose}|{value}".encode(), hashlib.sha256).hexdigest()
