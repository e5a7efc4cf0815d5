"""Row ids: UUIDv7 as 32 hex digits, made by us before the insert, so that sealing can bind a value to its row."""

from __future__ import annotations

from uuid_utils import uuid7


def new_id() -> str:
    """A fresh id; later ids sort after earlier ones of the same process."""
    return uuid7().hex
