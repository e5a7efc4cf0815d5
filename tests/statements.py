"""Statements put into words once for the run: a test's database is new, what is asked of it is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from sqlalchemy import Dialect, Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.records import postgres, sqlite

Made = TypeVar("Made", Engine, AsyncEngine)


def share_statements(patch: pytest.MonkeyPatch) -> None:
    """Let every engine made from now on find what another of its store has compiled: that took a tenth of the run.

    An engine's own dialect goes on connecting; the first one's compiles, since what is compiled is kept by its dialect.
    """
    for store in (sqlite, postgres):
        patch.setattr(store, "engine_of", _sharing(store.engine_of))


def _sharing(make: Callable[[Any], Made]) -> Callable[[Any], Made]:
    known: list[tuple[Dialect, Any]] = []

    def made(where: Any) -> Made:
        engine = make(where)
        plain = engine.sync_engine if isinstance(engine, AsyncEngine) else engine
        if not known:
            known.append((plain.dialect, plain._compiled_cache))
        plain.dialect, plain._compiled_cache = known[0]
        return engine

    return made
