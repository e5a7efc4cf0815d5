"""When flows or content are broken at run time: never empty, never a stack trace, always a human."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping

from bot import outgoing
from bot.carry import carry
from bot.channels.inbound import Inbound
from bot.channels.message import Message
from bot.done import TurnDone
from bot.engine.effects import ForTheTeam, OpenHandover
from bot.engine.session import Session
from bot.house import House
from bot.records.seal import PersonKey
from bot.remembered import remembered
from bot.saving import Turn, write_down
from bot.thinking import is_private
from bot.transcript import transcribe

SAFETY_TEXT = (
    "Merci pour votre message.\n\n"
    "La machine a un problème. Votre message est gardé pour l'équipe.\n\n"
    "Si c'est urgent, allez tout de suite au centre de santé le plus proche, ou demandez de l'aide autour de vous."
)
"""Needs no catalogue, no directory, no session; true at any hour, so it says what is kept and not who reads it (A12)."""
QUIET_TEXT = (
    "Merci pour votre message.\n\n"
    "La machine a un problème. Votre message n'est pas gardé. Vous pouvez l'écrire à nouveau plus tard.\n\n"
    "Si c'est urgent, allez tout de suite au centre de santé le plus proche, ou demandez de l'aide autour de vous."
)
"""For words that may not be kept: a complaint's, or those of somebody who refused."""
LEVEL, REASON = "P2", "machine_failed"


def fall_back(
    conn: Connection,
    house: House,
    row: RowMapping,
    key: PersonKey,
    item: Inbound,
    inbound_id: str,
    came: dict[str, Any] | None,
    *,
    quiet: bool,
) -> TurnDone:
    """The static safety text, and the human queue. The session stays as it was.

    ``quiet``: these words may not stand in the transcript (a complaint, a refused consent). ``came``: the inbox's row,
    None when it stands there already.
    """
    now = int(row["now"])
    shell = Session(language=row["language"], seq=row["seq"] + 1)
    said = Message(text=item.text or f"({item.kind})")
    lines = transcribe(conn, key, row, item, said, shell, now, private=quiet)
    effects = (OpenHandover(LEVEL, REASON), *(() if quiet else (ForTheTeam(),)))
    carried = carry(conn, house, key, row, shell, effects, now, inbound_id)
    words = [outgoing.Words(Message(text=QUIET_TEXT if quiet else SAFETY_TEXT), "safety")]
    turn = Turn(row, key, None, shell.seq, now, item, came)
    ours = write_down(conn, house, turn, words, lines, carried)
    return TurnDone(row["id"], row["channel"], ours, rest=not ours, carried=carried)


def must_be_quiet(house: House, row: RowMapping, key: PersonKey) -> bool:
    """Whether the words that could not be answered belong to a complaint, or to somebody who refused consent."""
    try:
        before = remembered(key, row["id"], row["session"])
        return before.consent == "no" or is_private(house, before)
    except Exception:  # noqa: BLE001 — a session that cannot be read is why we are here
        return False
