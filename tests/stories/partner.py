"""The organisation in a story: it opens the link and answers, without an account."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk import partner
from bot.desk.appointments import Meeting
from bot.house import House
from bot.records.clock import now as clock_now
from bot.records.database import Database

DAY = 86_400
AT_TEN = 10 * 3600


class Partner:
    """``open``; ``studying``; ``accepted``; ``declined REASON``; ``appointment DAYS PLACE / LANDMARK``, at ten o'clock."""

    def __init__(self, database: Database, house: House) -> None:
        self._database = database
        self._house = house

    async def act(self, said: str, token: str) -> None:
        """Do one thing under the link; a link that opens nothing fails the story."""
        assert await self._database.write(self._do, said, token), f"the link refused: {said}"

    def _do(self, conn: Connection, said: str, token: str) -> bool:
        action, _, words = said.partition(" ")
        opened = partner.open_file(conn, self._house, token)
        if action == "open" or opened is None:
            return opened is not None
        meeting = None
        if action == "appointment":
            days, _, where = words.partition(" ")
            place, _, landmark = where.partition(" / ")
            now = clock_now(conn)
            meeting = Meeting(now - now % DAY + int(days) * DAY + AT_TEN, place, landmark)
        refusal = words if meeting is None else ""
        said = partner.Given(action, opened[0].mark, refusal=refusal, meeting=meeting)  # type: ignore[arg-type]
        given = partner.answer(conn, self._house, token, said)
        return given is not None and given[1]
