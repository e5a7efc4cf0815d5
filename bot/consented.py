"""A yes or a no of the person, kept with the words and the message that it answers."""

from __future__ import annotations

from sqlalchemy import RowMapping, insert, update

from bot.carried import Desk
from bot.engine.effects import Consent
from bot.records.ids import new_id
from bot.records.tables import consent, person
from bot.transcript import unsay
from content.levels import URGENT_LEVELS


def keep(effect: Consent, desk: Desk) -> None:
    """Write the answer down. After a no to the talk itself the words before it go, where nobody needs them."""
    desk.conn.execute(
        insert(consent).values(
            id=new_id(),
            person_id=desk.row["person_id"],
            purpose=effect.purpose,
            given=int(effect.given),
            wording=effect.wording,
            language=desk.session.language,
            items=",".join(effect.items),
            organisation=effect.service,
            inbound_id=desk.inbound,
            at=desk.now,
        )
    )
    if effect.purpose == "talk":
        given = "yes" if effect.given else "no"
        desk.conn.execute(update(person).where(person.c.id == desk.row["person_id"]).values(consent=given))
        if not effect.given and _words_may_go(desk.row):
            unsay(desk.conn, desk.key, desk.row)


def _words_may_go(row: RowMapping) -> bool:
    """Whether nobody was called for danger, nor holds the talk: only then did somebody need the words before the no."""
    return not row["level"] or (row["level"] not in URGENT_LEVELS and row["mode"] != "human")
