"""A one-time password in two halves: who asked for the account hands over one, who allowed it the other.

Nobody at the desk has ever seen the whole of it, so that nobody comes in before the person it is for. A half alone is 40
bits, which the growing delay of the door makes useless (`bot/desk/patience.py`).
"""

from __future__ import annotations

from typing import Final

from bot.desk.password import GROUPS, fresh_password, readable
from bot.records.seal import Vault

BETWEEN: Final = "-"
OF_FIRST: Final = GROUPS // 2
PURPOSE: Final = "account"


def first_half(vault: Vault, request_id: str) -> str:
    """Of who asked: made of the request's id by a key outside the database, so that it lies nowhere until it is shown."""
    made = readable(bytes.fromhex(vault.token(PURPOSE, request_id)))
    return BETWEEN.join(made.split(BETWEEN)[:OF_FIRST])


def second_half() -> str:
    """Of who allowed: fresh, and kept nowhere."""
    return BETWEEN.join(fresh_password().split(BETWEEN)[OF_FIRST:])


def whole(first: str, second: str) -> str:
    """What the person types."""
    return f"{first}{BETWEEN}{second}"
