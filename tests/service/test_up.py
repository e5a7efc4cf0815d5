"""`sira up`: the service mode on one machine; one that dies is started again, and all end when asked."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time

import httpx
import pytest

from bot.cli.up import parts_of
from bot.supervision import LONGEST_PAUSE_SECONDS, PROGRAM, pause
from tests.doubles.telegram_api import TelegramApi
from tests.servers import free_port
from tests.service.alone import answers, wait

STARTED = re.compile(r"^(\S+)\s+\| démarré \(processus (\d+)\)")


def test_who_keeps_dying_is_started_less_and_less_often() -> None:
    assert [pause(deaths) for deaths in (1, 2, 3, 7, 50)] == [1, 2, 4, LONGEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS]


def test_the_processes_are_named_and_several_webs_have_a_port_each() -> None:
    parts = parts_of("127.0.0.1", 9000, 2, 1, 1)
    assert [one.name for one in parts] == ["web.1", "web.2", "worker.1", "sender.1"]
    assert [one.arguments[-1] for one in parts] == ["9000", "9001", "worker", "sender"]


def test_one_file_is_not_for_several_processes(tmp_path: object) -> None:
    env = {**os.environ, "SIRA_DATABASE_URL": f"sqlite:///{tmp_path}/sira.db"}
    done = subprocess.run([sys.executable, "-c", PROGRAM, "up"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "SIRA_DATABASE_URL=postgresql://" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_person_is_answered_through_all_of_it_and_a_death_costs_seconds(
    settings: tuple[dict[str, str], TelegramApi],
) -> None:
    env, api = settings
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    whole = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "up", "--port", str(port), "--workers", "1"],
        env={**os.environ, **env, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    lines: list[str] = []
    reader = threading.Thread(target=lambda: lines.extend(whole.stdout or ()), daemon=True)
    reader.start()

    def pids(name: str) -> list[int]:
        return [int(found[2]) for line in list(lines) if (found := STARTED.match(line)) and found[1] == name]

    def write(words: str) -> None:
        answer = httpx.post(f"{url}/webhook/telegram", json=api.person_writes(31, words), headers=api.headers())
        assert answer.status_code == 200

    try:
        wait("web answers", lambda: answers(url))
        write("bonjour")
        wait("the greeting", lambda: len(api.seen(31)) == 1)
        time.sleep(0.5)  # until the delivery is written down: killed before that, it would rightly wait for its lease
        os.kill(pids("sender.1")[0], signal.SIGKILL)
        write("1")
        wait("another sender", lambda: len(pids("sender.1")) == 2)
        wait("the question", lambda: len(api.seen(31)) == 2)
    finally:
        whole.send_signal(signal.SIGINT)
        assert whole.wait(60) == 0, "".join(lines)
    reader.join(5)
    assert whole.stdout is not None
    whole.stdout.close()
    for name in ("web.1", "worker.1", "sender.1"):
        for pid in pids(name):
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)
    assert any("nouveau départ dans 1 s" in line for line in lines)
    assert not [line for line in lines if "Traceback" in line]
