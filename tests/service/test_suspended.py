"""A process that sleeps for longer than its lease and then wakes (a paused machine): nothing is lost, nothing comes twice.

Each stops itself at the moment at which it holds something, and is woken once another has taken that over.
"""

from __future__ import annotations

import signal
from pathlib import Path

import httpx
import pytest

from tests.doubles.telegram_api import TelegramApi
from tests.servers import free_port
from tests.service.alone import Alone, answers, process, wait
from tests.service.rows import column

CHAT = 31
ASLEEP = """
import os, signal
def once(room, name, call):
    def asleep(*given):
        setattr(room, name, call)
        os.kill(os.getpid(), signal.SIGSTOP)
        return call(*given)
    setattr(room, name, asleep)
"""
BEFORE_ITS_CALL = """
import bot.outgoing
bot.outgoing.SENDING_LEASE_SECONDS, bot.outgoing.HELD_SECONDS = 3, 1
from bot.trying import Trying
once(Trying, "send", Trying.send)
"""
IN_ITS_TURN = """
import bot.records.postgres, bot.turns
bot.records.postgres.SERVER_SETTINGS["idle_in_transaction_session_timeout"] = "2000"
once(bot.turns, "{name}", bot.turns.{name})
"""


class Talk:
    """One person who writes to one of the webs."""

    def __init__(self, settings: tuple[dict[str, str], TelegramApi]) -> None:
        self.env, self.api = settings

    def write(self, port: int, *lines: str) -> None:
        """Each is taken."""
        for words in lines:
            assert self.post(port, self.api.person_writes(CHAT, words)) == 200

    def post(self, port: int, update: dict[str, object], seconds: float = 20) -> int:
        """The status of one delivery."""
        url = f"http://127.0.0.1:{port}/webhook/telegram"
        return httpx.post(url, json=update, headers=self.api.headers(), timeout=seconds).status_code

    def shown(self) -> list[str]:
        """What stands on the person's screen."""
        return [one.text for one in self.api.seen(CHAT)]

    def sql(self, query: str) -> list[object]:
        """The first column of what it finds."""
        return column(self.env, query)


SAID = 2
"""Who is in danger and put back hears by itself that somebody else is sought, and then the open question."""


@pytest.fixture
def talk(settings: tuple[dict[str, str], TelegramApi]) -> Talk:
    return Talk(settings)


def _asleep(child: Alone) -> bool:
    return Path(f"/proc/{child.pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "T"


def _wakes(child: Alone) -> None:
    child.send_signal(signal.SIGCONT)
    wait("it is awake", lambda: not _asleep(child))


def test_a_sender_that_slept_over_its_lease_does_not_send_what_another_has_sent(talk: Talk) -> None:
    port = free_port()
    with process("web", "--port", str(port), settings=talk.env) as web:
        wait("web answers", lambda: answers(f"http://127.0.0.1:{port}"))
        with process("sender", settings=talk.env, first=ASLEEP + BEFORE_ITS_CALL) as sleeper:
            talk.write(port, "bonjour")
            wait("it sleeps over the greeting", lambda: _asleep(sleeper))
            assert talk.shown() == []
            with process("sender", settings=talk.env):
                wait("another sends it", lambda: len(talk.shown()) == 1)
                wait("that is written down", lambda: talk.sql("select state from outbox") == ["sent"])
                _wakes(sleeper)
                talk.write(port, "1")
                wait("the next question", lambda: len(talk.shown()) == 2)
            talk.write(port, "1")
            wait("who had slept sends on", lambda: len(talk.shown()) == 3)
        assert web.poll() is None
    assert len(set(talk.shown())) == 3
    assert set(talk.sql("select state from outbox")) == {"sent"}


def test_a_web_that_slept_in_a_turn_does_not_take_it_twice(talk: Talk) -> None:
    slept, other = free_port(), free_port()
    first = ASLEEP + IN_ITS_TURN.format(name="_write")
    with process("web", "--port", str(slept), settings=talk.env, first=first) as sleeper, \
         process("web", "--port", str(other), settings=talk.env):  # fmt: skip
        for port in (slept, other):
            wait("both answer", lambda: answers(f"http://127.0.0.1:{port}"))  # noqa: B023
        talk.write(other, "bonjour")
        update = talk.api.person_writes(CHAT, "1")
        with pytest.raises(httpx.ReadTimeout):
            talk.post(slept, update, seconds=1)
        wait("it sleeps in the turn", lambda: _asleep(sleeper))
        wait("the provider's next try is taken elsewhere", lambda: talk.post(other, update) == 200)
        talk.write(other, "1")
        _wakes(sleeper)
        talk.write(slept, "1")
    assert talk.sql("select state from inbound") == ["done"] * 4
    assert talk.sql("select seq from conversation") == [4]
    assert talk.sql("select count(*) from outbox") == [4]


def test_a_worker_that_slept_in_a_turn_holds_nobody_up_and_does_it_not_again(talk: Talk) -> None:
    port = free_port()
    first = ASLEEP + IN_ITS_TURN.format(name="happen")
    with process("web", "--port", str(port), settings=talk.env):
        wait("web answers", lambda: answers(f"http://127.0.0.1:{port}"))
        talk.write(port, "bonjour", "1", "1", "aide")
        assert talk.sql("select mode from conversation") == ["queued"]
        (before,) = talk.sql("select count(*) from outbox")
        assert isinstance(before, int)
        put_back = "insert into timer select id, id, 'parted_back', 0 from conversation returning id"
        with process("worker", settings=talk.env, first=first) as sleeper:
            talk.sql(put_back)
            wait("it sleeps in the turn", lambda: _asleep(sleeper))
            with process("worker", settings=talk.env):
                wait("another says it", lambda: talk.sql("select count(*) from outbox") == [before + SAID])
                assert talk.sql("select id from timer where kind = 'parted_back'") == []
                _wakes(sleeper)
            talk.sql(put_back)
            wait("who had slept works on", lambda: talk.sql("select count(*) from outbox") == [before + 2 * SAID])
