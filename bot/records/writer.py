"""The one thread that writes to SQLite, so that writers never meet.

Whatever waits when it comes round shares one commit: a commit is on disk before anybody is told so, and that is most of
its cost. When one of them fails, all are undone and each is run again by itself; a unit of work must therefore have no
effect outside the database.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from sqlalchemy import Engine

from bot.records.kept import Kept
from bot.records.sqlite import at_work

TOGETHER_MAX = 64
"""Units of work in one commit: bounds what is run twice after a failure, and how long the first one waits."""


@dataclass(frozen=True, slots=True)
class _Work:
    do: Callable[..., Any]
    args: tuple[Any, ...]
    told: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop


_Ended = tuple[_Work, Any, BaseException | None]


class Writer:
    """Runs ``work(connection, *args)``, in the order of asking."""

    def __init__(self, engine: Engine) -> None:
        self._kept = Kept(engine)
        self._waiting: SimpleQueue[_Work | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="sira-writer", daemon=True)
        self._thread.start()

    async def write(self, do: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        """The result of ``do``, once it is on disk; or what it raised, and then nothing of it is written."""
        loop = asyncio.get_running_loop()
        work = _Work(do, args, loop.create_future(), loop)
        self._waiting.put(work)
        return await work.told

    def close(self) -> None:
        """Finish what waits and end the thread."""
        self._waiting.put(None)
        self._thread.join()
        self._kept.close()

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            batch, last = [first], False
            while len(batch) < TOGETHER_MAX:
                try:
                    more = self._waiting.get_nowait()
                except Empty:
                    break
                if more is None:
                    last = True
                    break
                batch.append(more)
            _tell(self._ended(batch))
            if last:
                return

    def _ended(self, batch: list[_Work]) -> list[_Ended]:
        try:
            results = self._together(batch)
        except BaseException as error:  # noqa: BLE001 — told to who asked
            if len(batch) == 1:
                return [(batch[0], None, error)]
            return [ended for work in batch for ended in self._ended([work])]
        return [(work, result, None) for work, result in zip(batch, results, strict=True)]

    def _together(self, batch: list[_Work]) -> list[Any]:
        conn = self._kept.take()
        try:
            conn.info["reading"] = False
            with conn.begin():
                results = [at_work(conn, work.do, work.args) for work in batch]
        except BaseException:
            conn.close()
            raise
        self._kept.give_back(conn)
        return results


def _tell(ended: list[_Ended]) -> None:
    """Tell every asker, in one hop to the loop."""
    loops = {work.loop for work, _, _ in ended}
    for loop in loops:
        mine = [one for one in ended if one[0].loop is loop]
        if not loop.is_closed():
            loop.call_soon_threadsafe(_told, mine)


def _told(ended: list[_Ended]) -> None:
    for work, result, error in ended:
        if work.told.done():  # whoever asked has gone; what was written stays
            continue
        if error is not None:
            work.told.set_exception(error)
        else:
            work.told.set_result(result)
