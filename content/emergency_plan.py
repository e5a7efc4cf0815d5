"""Emergency numbers and safe points as data; a number counts only while its check is fresh (protection A13)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator

from content.facts import shelf_life
from content.parts import Date, Frozen, Words
from content.plights import Plight


def _day(value: str | None) -> str | None:
    """A check has a day; a month would let a number live up to thirty days too long."""
    if value is not None:
        try:
            date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"« {value} » : donnez le jour de l'appel, par exemple 2026-11-21") from None
    return value


class Number(Frozen):
    """One number: where it works, who said so, who answers when and in which languages, and when it was last called.

    ``plights``: for whom it is, as `content/plights.py` names them; empty, for everybody.
    """

    id: str
    name: Words
    where: tuple[str, ...]
    phone: str
    source: str
    plights: tuple[Plight, ...] = ()
    verified_on: Annotated[Date | None, AfterValidator(_day)] = None
    languages: tuple[str, ...] = ()
    hours: str = ""

    def fresh(self, today: date) -> bool:
        """Whether somebody called it within the shelf life."""
        return _checked(self.verified_on, today, shelf_life()["emergency"])


class SafePoint(Frozen):
    """A town with a humanitarian point that receives everybody; never its address.

    Its project may be over: until somebody asked there (``verified_on``) it is told as what a document of ``read_on`` says.
    """

    place: str
    region: str
    source: str
    read_on: Date
    verified_on: Annotated[Date | None, AfterValidator(_day)] = None

    def fresh(self, today: date) -> bool:
        """Whether somebody asked within the shelf life if it still receives people."""
        return _checked(self.verified_on, today, shelf_life()["opening"])


def _checked(verified_on: str | None, today: date, days: int) -> bool:
    return verified_on is not None and 0 <= (today - date.fromisoformat(verified_on)).days <= days


class EmergencyPlan(Frozen):
    """What to show when somebody is not safe."""

    numbers: tuple[Number, ...] = ()
    safe_points: tuple[SafePoint, ...] = ()
