"""A worker asks for the yes to keep answers, of somebody who was never asked or said no: without it no file can be made.

The question is the one of the beginning, whole, with its buttons and in the person's language; a yes said to the worker in
passing is none, since it names no wording (protection A1).
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, RowMapping

from bot.desk.audit import note
from bot.desk.reply import Why as Unsent
from bot.desk.reply import spoken, surprises, unreachable
from bot.desk.staff import Worker
from bot.engine.events import FirstYesAsked
from bot.house import House
from bot.remembered import remembered
from bot.waiting import happen

Why = Unsent | Literal["not_mine", "yes_already"]


def ask_first_yes(
    conn: Connection, house: House, row: RowMapping, who: Worker, version: int, *, anyway: bool
) -> Why | None:
    """Ask the person. None when the question is on its way, else why it is not.

    ``row``, ``version`` and ``anyway`` as for ``bot.desk.reply.reply``.
    """
    if row["claimed_by"] != who.id:
        return "not_mine"
    refused = unreachable(row, who, version)
    if refused is not None:
        return refused
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    if remembered(key, row["id"], row["session"]).consent == "yes":
        return "yes_already"
    if not anyway and surprises(key, row):
        return "careful"
    happen(conn, house, row["id"], FirstYesAsked())
    spoken(conn, row)
    note(conn, who.id, "ask_first_yes", row["id"], row["now"])
    return None
