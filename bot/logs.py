"""Logs: one JSON line an event, ids and kinds only. Never words of people, addresses, or secrets (protection B4)."""

from __future__ import annotations

import logging

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
        cache_logger_on_first_use=True,
    )


def place_of(error: BaseException) -> str:
    """File and line of the fault, never its values."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
