"""Which accounts open what people said: they are made, opened wider and renewed with a second person's word only (D4).

An administrator reads no talk. Who could make alone an account that does, or alone renew the password of somebody who does,
would be one step away from reading all of them.
"""

from __future__ import annotations

from typing import Final

from bot.desk.staff import MAY, Action

OPENS: Final[frozenset[Action]] = frozenset({"read_conversation", "see_complaints", "see_audit", "manage_staff"})
"""What somebody said, in a talk or in a complaint; the journal, which says who was in touch with whom and watches over all
others; and the team, since whoever could make alone one who says yes would have their own second word in the pocket.
"""
READERS: Final = frozenset(role for role, may in MAY.items() if may & OPENS)


def reads(roles: frozenset[str]) -> bool:
    """Whether an account with these roles opens any of it."""
    return bool(roles & READERS)
