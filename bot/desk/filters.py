"""Of which work the numbers speak: how far back, of which place, with which drawing; and how its rows are counted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, or_

from bot.records.tables import conversation

DAY_SECONDS = 86_400
PERIODS = (7, 30, 90, 365)
USUAL_DAYS = 90


@dataclass(frozen=True, slots=True)
class Filters:
    """``days`` back from now; ``place``: the slug of a region or centre, empty for everywhere; ``flow``: which drawing."""

    days: int = USUAL_DAYS
    place: str = ""
    flow: str = "orientation"


def at_place(filters: Filters) -> tuple[ColumnElement[bool], ...]:
    """Of conversations in the place that is looked at."""
    if not filters.place:
        return ()
    return (or_(conversation.c.region == filters.place, conversation.c.centre == filters.place),)


def counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
