"""Writing down what is known here alone: a store that is away is waited for, as long as what was done is still ours."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog

from bot.outgoing import SENDING_LEASE_SECONDS
from bot.records.down import DatabaseDown

T = TypeVar("T")
log = structlog.get_logger()

AGAIN_SECONDS = 0.5  # below the pause of a sweep, so that it is written before anybody claims it again


async def insist(write: Callable[..., Awaitable[T]], *work: Any) -> T:
    """The result of ``write(*work)``: a provider's answer that is lost would send a message twice.

    ``work`` must bear being run twice, since a store may fail after its commit. Raises ``DatabaseDown`` when the store
    stays away for longer than a lease.
    """
    until = asyncio.get_running_loop().time() + SENDING_LEASE_SECONDS
    while True:
        try:
            return await write(*work)
        except DatabaseDown:
            if asyncio.get_running_loop().time() > until:
                raise
            log.warning("not_settled_yet")
            await asyncio.sleep(AGAIN_SECONDS)
