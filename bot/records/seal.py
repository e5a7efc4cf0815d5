"""Sealing: what a person said is readable only with that person's key, and that key only with ours.

AES-256-GCM throughout. The associated data is person‖row‖field, so that a sealed value moved to another row or
person does not open. Destroying a person's wrapped key makes everything of theirs unreadable, backups included.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32
MARKS = 254  # values of a wrapped key's first byte; 0 is none, 1 is of the first release, which had one master key


class SealBroken(ValueError):
    """A sealed value does not open: wrong key, or moved from where it belongs."""


class PersonKey:
    """One person's key, open for the length of a turn."""

    __slots__ = ("_cipher", "_older", "person")

    def __init__(self, person: str, raw: bytes, older: bytes = b"") -> None:
        """``older``: a key that only opens, while the master key that an inbox's key comes from is being changed."""
        self.person = person
        self._cipher = AESGCM(raw)
        self._older = AESGCM(older) if older else None

    def seal(self, row: str, field: str, plain: bytes) -> bytes:
        """``plain`` for this row and field only."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, f"{self.person}|{row}|{field}".encode())

    def open(self, row: str, field: str, sealed: bytes) -> bytes:
        """The inverse of ``seal``. Raises ``SealBroken``."""
        bound = f"{self.person}|{row}|{field}".encode()
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
        except (InvalidTag, ValueError) as error:  # too short to be sealed at all
            if self._older is not None:
                with suppress(InvalidTag, ValueError):
                    return self._older.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
            raise SealBroken(f"{field} of row {row}") from error


class Vault:
    """The keys that live outside the database: the one that wraps people's keys, and the pepper of addresses.

    ``old_key``: another master key that still opens what it wrapped; nothing new is wrapped with it. ``mark``: what a key
    wrapped by ours begins with, so that what still needs another one can be counted without opening anything.
    """

    def __init__(self, master_key: str, pepper: str, old_key: str = "") -> None:
        self._pepper = base64.b64decode(pepper)
        self._root = base64.b64decode(master_key)
        self._old_root = base64.b64decode(old_key)
        self._master = AESGCM(self._root)
        self._old = AESGCM(self._old_root) if old_key else None
        self.mark = mark_of(self._root)

    def new_key(self, person: str) -> tuple[PersonKey, bytes]:
        """A fresh key for ``person``: open, and wrapped for the ``person_key`` table."""
        raw = AESGCM.generate_key(bit_length=KEY_BYTES * 8)
        return PersonKey(person, raw), self._wrapped(person, raw)

    def unwrap(self, person: str, wrapped: bytes) -> PersonKey:
        """Open a wrapped key. Raises ``SealBroken`` when no master key of ours is the one that wrapped it."""
        return PersonKey(person, self._raw(person, wrapped))

    def wrap_again(self, person: str, wrapped: bytes) -> bytes:
        """The same key, wrapped with today's master key. Raises ``SealBroken``."""
        return self._wrapped(person, self._raw(person, wrapped))

    def _wrapped(self, person: str, raw: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return self.mark + nonce + self._master.encrypt(nonce, raw, person.encode())

    def _raw(self, person: str, wrapped: bytes) -> bytes:
        nonce, body = wrapped[1 : 1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES :]
        try:
            return self._master.decrypt(nonce, body, person.encode())
        except (InvalidTag, ValueError) as error:  # too short to be sealed at all
            if self._old is not None:
                with suppress(InvalidTag, ValueError):
                    return self._old.decrypt(nonce, body, person.encode())
            raise SealBroken(f"key of person {person}") from error

    def alone(self) -> Vault:
        """The same without the old key: what this one opens needs it no more."""
        return Vault(_text(self._root), _text(self._pepper))

    def address_hash(self, channel: str, account: str, sender: str) -> str:
        """How an address is found without being readable: HMAC-SHA-256 with the pepper, as hex."""
        return hmac.digest(self._pepper, f"{channel}|{account}|{sender}".encode(), "sha256").hex()

    def inbox_key(self, purpose: str) -> PersonKey:
        """The key of a closed inbox (complaints), derived from the master key: no person's key opens what it seals."""
        return PersonKey(purpose, _derived(self._root, purpose), self._old_root and _derived(self._old_root, purpose))

    def token(self, purpose: str, value: str) -> str:
        """A keyed tag for ``value``, for links and cookies that must not be guessed."""
        return hmac.new(self._pepper, f"{purpose}|{value}".encode(), hashlib.sha256).hexdigest()


def mark_of(master: bytes) -> bytes:
    """One byte that tells master keys apart; two of them may share it (1 in 254), so changing to such a one is refused."""
    return bytes([2 + hmac.new(master, b"which master key", hashlib.sha256).digest()[0] % MARKS])


def _derived(root: bytes, purpose: str) -> bytes:
    return hmac.new(root, f"inbox|{purpose}".encode(), hashlib.sha256).digest()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
