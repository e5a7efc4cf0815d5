"""Logs: one JSON line an event, ids and kinds only. Never words of people, addresses, or secrets (protection B4)."""

from __future__ import annotations

import logging
from contextlib import suppress

import structlog
from structlog.typing import Processor

LOUD = ("alembic", "httpx", "httpcore", "telegram", "twilio", "aiohttp", "sqlalchemy.engine", "asyncio")
"""Libraries that print addresses, tokens or parameters below WARNING."""
SILENT = ("python_multipart",)
"""Libraries that say on lines of their own what we answer and note ourselves."""
PROCESSORS: list[Processor] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.JSONRenderer(),
]
"""One list for the whole process: loggers keep the list that they first met."""


class Lines:
    """One line an event to wherever this process says what it does *now*. A log that cannot be written, since its reader
    is gone or the disk is full, costs nobody an answer.
    """

    def __init__(self, *_args: object) -> None:
        """Structlog names the logger; a line says where it comes from by its event."""

    def msg(self, line: str) -> None:
        """Write the line, or let it go."""
        with suppress(OSError, ValueError):
            print(line, flush=True)  # noqa: T201 - the log itself

    debug = info = warning = error = critical = msg


def set_up_logs() -> None:
    """Configure logging for this process; safe to call twice."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.getLogger("uvicorn.access").disabled = True  # its lines hold tokens of links
    structlog.configure(
        processors=PROCESSORS,
        logger_factory=Lines,
        cache_logger_on_first_use=True,
    )


def place_of(error: BaseException) -> str:
    """File and line of the fault, never its values."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
