"""What is wished of an account, and how a request keeps it: bound word by word to what the second person reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import orjson

from bot.desk.readers import reads

TEAM_MAX = 40
Deed = Literal["add", "change", "renew"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What stands in the form."""

    roles: frozenset[str]
    team: str = ""
    languages: frozenset[str] = frozenset({"fr"})
    email: str = ""


@dataclass(frozen=True, slots=True)
class AccountWish:
    """``worker``: whose account, "" for a new one. ``before`` and ``active``: its roles, and whether it was in the team, when
    this was asked: of an account that has changed since, the yes to this is none.
    """

    deed: Deed
    login: str
    wish: Wish
    worker: str = ""
    before: frozenset[str] = frozenset()
    active: bool = False

    @property
    def fresh(self) -> bool:
        """Whether it brings a new one-time password: of an account that read nothing, one person may have known the old one.
        Who is no longer in the team opens nothing with theirs.
        """
        return self.deed != "change" or (self.active and not reads(self.before))

    @property
    def thing(self) -> str:
        """As a request keeps it; the same wish is the same words."""
        kept = {
            "deed": self.deed, "login": self.login, "worker": self.worker, "active": self.active,
            "before": sorted(self.before), "roles": sorted(self.wish.roles), "team": self.wish.team[:TEAM_MAX],
            "languages": sorted(self.wish.languages), "email": self.wish.email,
        }  # fmt: skip
        return orjson.dumps(kept).decode()


def wish_of(thing: str) -> AccountWish:
    """The same, read back."""
    kept = orjson.loads(thing)
    wish = Wish(frozenset(kept["roles"]), kept["team"], frozenset(kept["languages"]), kept["email"])
    return AccountWish(kept["deed"], kept["login"], wish, kept["worker"], frozenset(kept["before"]), kept["active"])
