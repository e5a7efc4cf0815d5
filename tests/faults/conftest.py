"""Servers, nursery and provider, once for the folder; and the lives that nobody disturbs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from bot.engine.book import Book
from tests.faults.cases import Case
from tests.faults.nursery import nursery
from tests.faults.play import Played
from tests.faults.provider import Provider
from tests.faults.stage import Stage
from tests.faults.stores import made

Score = Callable[[Case], Awaitable[Played]]


@pytest.fixture(scope="session")
def stage(
    postgres_server: str, redis_url: str, book: Book, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """Everything that the cases share."""
    folder = tmp_path_factory.mktemp("faults")
    with nursery() as births, made(postgres_server, folder, book) as stores, Provider() as provider:
        yield Stage(births, stores, provider, redis_url)


@pytest.fixture(scope="session")
def score(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Score:
    """The same life without a death, played once a kind."""
    played: dict[tuple[str, bool], Played] = {}

    async def of(case: Case) -> Played:
        key = (case.kind, case.erased)
        if key not in played:
            calm = Case(case.point, case.kind, "embedded")
            folder: Path = tmp_path_factory.mktemp("calm")
            played[key] = await stage.play(calm, folder, dies=False)
        return played[key]

    return of
