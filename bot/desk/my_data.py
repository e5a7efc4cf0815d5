"""« Mes informations » : all that Sira holds of one person, in plain French, for a worker to hand over (protection A6).

It never goes into the chat, which others may read. A complaint is not in it: its own inbox answers for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, Table, func, select

from bot.desk.card import card, chosen
from bot.desk.notes import notes_of
from bot.desk.partner_addresses import organisations
from bot.desk.reach import reach
from bot.desk.referral_aside import asides_of
from bot.desk.referrals import of_conversation
from bot.desk.staff import Worker
from bot.desk.thread import Thread, thread
from bot.desk.words import said
from bot.house import House
from bot.records.seal import PersonKey
from bot.records.tables import address, appointment, consent, follow_up, handover, media
from bot.remembered import remembered

NO_TIME = 0
CONTACT = "contact"
"""Among the items of a yes: how to reach the person."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is kept: since when (``NO_TIME``: as long as the talk), what it is, what it says."""

    at: int
    what: str
    words: str


@dataclass(frozen=True, slots=True)
class MyData:
    """``parts`` by their stable names; ``talk``: the whole transcript, by pieces."""

    conversation: str
    now: int
    parts: dict[str, tuple[Item, ...]]
    talk: Thread
    files: int


def my_data(conn: Connection, house: House, who: Worker, conversation_id: str, before: str = "") -> MyData | None:
    """Everything of the person of a conversation; None when it is not, or no more, for this worker."""
    row = reach(conn, conversation_id, who)
    if row is None:
        return None
    key = house.vault.unwrap(row["person_id"], row["wrapped"])
    kept = select(func.count()).select_from(media).where(media.c.conversation_id == conversation_id)
    parts = {
        "reached": _addresses(conn, key, row),
        "told": _told(house, key, row),
        "agreed": _agreed(conn, house, row),
        "helped": _helped(conn, house, row),
        "referred": _referred(conn, house, key, row),
        "followed": _followed(conn, house, row),
        "noted": _noted(conn, key, row, who),
    }
    return MyData(
        conversation_id,
        row["now"],
        {name: tuple(items) for name, items in parts.items()},
        thread(conn, key, conversation_id, before),
        conn.execute(kept).scalar_one(),
    )


def _addresses(conn: Connection, key: PersonKey, row: RowMapping) -> Iterator[Item]:
    for one in _of_person(conn, address, row):
        words = key.open(one["id"], "address", one["sealed"]).decode()
        yield Item(one["heard_at"], one["channel"], words if one["channel"] != "web" else "")


def _told(house: House, key: PersonKey, row: RowMapping) -> Iterator[Item]:
    session = remembered(key, row["id"], row["session"])
    shown = card(house.book, session, row["now"])
    yield from (Item(NO_TIME, label, value) for label, value in shown.rows)
    yield from (Item(NO_TIME, name, " ".join(reasons)) for name, reasons in shown.ideas)


def _agreed(conn: Connection, house: House, row: RowMapping) -> Iterator[Item]:
    def word(name: str) -> str:
        return said(house.book.catalogues, "agreed", name)

    for one in _of_person(conn, consent, row):
        wording, _, version = one["wording"].partition("@")
        told = (_service(house, one["organisation"]), _shared(house, one["items"].split(",")),
                word("wording").format(version=version) if wording and version else "")  # fmt: skip
        what = f"{word(one['purpose'])} : {word('yes' if one['given'] else 'no')}"
        yield Item(one["at"], what, " · ".join(words for words in told if words))


def _service(house: House, slug: str) -> str:
    services = house.book.directory.services
    return str(services[slug].name.text.fr) if slug in services else slug


def _shared(house: House, items: Iterable[str]) -> str:
    """What is in a file, by its names at the desk."""
    catalogues = house.book.catalogues
    return ", ".join(said(catalogues, "shared", "phone" if item == CONTACT else item) for item in items if item)


def _helped(conn: Connection, house: House, row: RowMapping) -> Iterator[Item]:
    catalogues = house.book.catalogues
    mine = select(handover).where(handover.c.conversation_id == row["id"]).order_by(handover.c.opened_at)
    for one in conn.execute(mine).mappings():
        outcome = said(catalogues, "outcome", one["outcome"]) if one["outcome"] else ""
        yield Item(one["opened_at"], said(catalogues, "figures", f"level_{one['level'].lower()}"), outcome)


def _referred(conn: Connection, house: House, key: PersonKey, row: RowMapping) -> Iterator[Item]:
    catalogues = house.book.catalogues
    for one in of_conversation(conn, key, row["id"]):
        told = f"{said(catalogues, 'standing', str(one['standing']))} · {_shared(house, map(str, one['shared']))}"
        yield Item(int(str(one["at"])), f"{one['number']} · {_service(house, str(one['service']))}", told)
        name = organisations(house.book).get(str(one["organisation"]), str(one["organisation"]))
        yield from (Item(aside.at, name, aside.words) for aside in asides_of(one))
    for met in conn.execute(select(appointment).where(appointment.c.conversation_id == row["id"])).mappings():
        yield Item(met["day_at"], "appointment", said(catalogues, "met", met["state"]))


def _followed(conn: Connection, house: House, row: RowMapping) -> Iterator[Item]:
    """Each answer after the question that it was given to, both in words."""
    for one in conn.execute(select(follow_up).where(follow_up.c.conversation_id == row["id"])).mappings():
        for name in ("started", "helped", "missing", "reason"):
            if one[name]:
                asked = said(house.book.catalogues, "kept", f"follow_{name}")
                yield Item(one["at"], asked, chosen(house.book, f"follow_{name}", one[name]))


def _noted(conn: Connection, key: PersonKey, row: RowMapping, who: Worker) -> Iterator[Item]:
    for one in notes_of(conn, key, row["id"], who).notes:
        yield Item(one.at, one.who, one.words)


def _of_person(conn: Connection, table: Table, row: RowMapping) -> list[RowMapping]:
    found = select(table).where(table.c.person_id == row["person_id"]).order_by(table.c.id)
    return list(conn.execute(found).mappings())
