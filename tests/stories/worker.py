"""The human in a story: present at the desk, takes the conversation, writes, gives it back."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from bot.desk import complaint_answers, complaint_inbox, referral_words, referrals, staff
from bot.desk.claim import claim, release
from bot.desk.end import end
from bot.desk.first_yes import ask_first_yes
from bot.desk.proposals import propose
from bot.desk.reach import reach
from bot.desk.referral_states import by_worker
from bot.desk.reply import Replied, reply
from bot.desk.transfer import Target, transfer
from bot.engine.events import Proposed
from bot.house import House
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.tables import referral, worker
from bot.runner import Runner
from bot.waiting import ring_all

LOGIN = "sable-03"
COLLEAGUE = "sable-04"
ORGANISATION = "sira"
OUTCOME = "answered"
HOLDING = {"claim": claim, "release": release}
REFERRING = ("send", "remind", "served", "not_served")


class Worker:
    """``here``: seen at the desk; ``claim``; ``reply WORDS``; ``propose SERVICE / WHY``; ``first_yes``: asks whether answers
    may be kept; ``end``, as answered or ``end OUTCOME``; ``release``; ``pass TEAM``;
    ``pass``, to a colleague; ``send``: the drafted file, under a
    link that opens with ``token``; ``served`` or ``not_served``: what the organisation says by phone;
    ``complaint WORDS``: takes the complaint and asks back, without closing it;
    ``silent ORGANISATION``: the records know that it answers no requests.
    """

    def __init__(self, database: Database, house: House, runner: Runner) -> None:
        self._database = database
        self._house = house
        self._runner = runner
        self._who: staff.Worker | None = None
        self.token = ""

    async def act(self, conversation: str, said: str) -> None:
        """Do one thing at the desk; what the desk refuses fails the story."""
        action, _, words = said.partition(" ")
        done = await self._database.write(self._do, conversation, action, words)
        assert done, f"the desk refused: {said}"
        if action in (*REFERRING, "end", "release", "pass"):
            await self._runner.act(ring_all, conversation)

    def _do(self, conn: Connection, conversation: str, action: str, words: str) -> bool:
        who = self._who = self._who or _member(conn)
        if action == "here":
            return (
                conn.execute(update(worker).where(worker.c.id == who.id).values(seen_at=clock_now(conn))).rowcount == 1
            )
        if action == "silent":
            self._house.silence.organisations = frozenset({words})
            return True
        if action in HOLDING:
            return HOLDING[action](conn, conversation, who)
        if action == "complaint":
            (line,) = complaint_inbox.waiting(conn, self._house, who)
            taken = complaint_answers.take(conn, self._house, who, line.id, line.held_by)
            return taken and complaint_answers.write(conn, self._house, who, line.id, words) is None
        if action in REFERRING:
            return self._refer(conn, conversation, action, who)
        row = reach(conn, conversation, who)
        assert row is not None, "the worker cannot see this conversation"
        if action == "propose":
            service, _, why = words.partition(" / ")
            return propose(conn, self._house, row, who, Proposed(service, why), row["version"], anyway=False) is None
        if action == "first_yes":
            return ask_first_yes(conn, self._house, row, who, row["version"], anyway=False) is None
        if action == "pass":
            target = Target(ORGANISATION, team=words) if words else Target(ORGANISATION, worker=_colleague(conn))
            return transfer(conn, self._house, row, who, target, "") is None
        if action == "end":
            given = (conn, conversation, who, words or OUTCOME, row["version"])
            asked = end(*given)
            return asked is None or end(*given, asked) is None
        return isinstance(reply(conn, self._house, row, who, words, row["version"]), Replied)

    def _refer(self, conn: Connection, conversation: str, action: str, who: staff.Worker) -> bool:
        newest = select(referral.c.id).where(referral.c.conversation_id == conversation).order_by(referral.c.id.desc())
        found = conn.execute(newest.limit(1)).scalar_one()
        if action == "send":
            self.token = referrals.send(conn, found, who, "hand")
        elif action == "remind":
            self.token = referrals.remind(conn, found, by_worker(who), "hand")
        else:
            referral_words.said_by_organisation(conn, found, by_worker(who), served=action == "served")
        return True


def _colleague(conn: Connection) -> str:
    return staff.add_worker(conn, COLLEAGUE, "supervisor", ORGANISATION, "un-mot-de-passe-long")


def _member(conn: Connection) -> staff.Worker:
    made = staff.worker_of(conn, staff.add_worker(conn, LOGIN, "supervisor", ORGANISATION, "un-mot-de-passe-long"))
    assert made is not None
    return made
