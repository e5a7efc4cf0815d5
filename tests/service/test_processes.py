"""The service mode as it is run: web and sender as processes of their own, on a real PostgreSQL and a real Redis."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.doubles.telegram_api import TOKEN, TelegramApi
from tests.servers import free_port

KEY = base64.b64encode(b"k" * 32).decode()
SECRET = "a-webhook-secret"
PATIENCE_SECONDS = 40


@contextmanager
def _process(*arguments: str, settings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    program = "import sys; from bot.cli import app; sys.argv[0] = 'sira'; app()"
    process = subprocess.Popen([sys.executable, "-c", program, *arguments], env={**os.environ, **settings})
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _wait(what: str, ready: object) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if ready():  # type: ignore[operator]
            return
        time.sleep(0.1)
    raise AssertionError(f"never: {what}")


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
def settings(postgres_url: str, redis_url: str) -> Iterator[tuple[dict[str, str], TelegramApi]]:
    with TelegramApi(TOKEN, secret=SECRET) as api:
        yield (
            {
                "SIRA_DATABASE_URL": postgres_url,
                "SIRA_REDIS_URL": redis_url,
                "SIRA_MASTER_KEY": KEY,
                "SIRA_PEPPER": KEY,
                "SIRA_TELEGRAM_TOKEN": TOKEN,
                "SIRA_TELEGRAM_SECRET": SECRET,
                "SIRA_TELEGRAM_API_URL": api.url,
            },
            api,
        )


def test_web_and_sender_apart_answer_a_person_and_survive_each_other(
    settings: tuple[dict[str, str], TelegramApi],
) -> None:
    env, api = settings
    port = free_port()
    url = f"http://127.0.0.1:{port}"

    def write(words: str) -> None:
        answer = httpx.post(f"{url}/webhook/telegram", json=api.person_writes(31, words), headers=api.headers())
        assert answer.status_code == 200

    def sees(words: str) -> bool:
        return any(words in shown.text for shown in api.seen(31))

    with _process("web", "--port", str(port), settings=env):
        _wait("web answers", lambda: _answers(url))
        write("bonjour")
        time.sleep(0.5)
        assert api.seen(31) == [], "web does not send"
        with _process("sender", settings=env):
            _wait("the greeting is sent", lambda: sees("Quelle langue"))
            write("1")
            _wait("the next question is sent", lambda: sees("Êtes-vous d'accord"))
        write("1")
        with _process("sender", settings=env) as second:
            _wait("a new sender takes up what waited", lambda: sees("tout va bien"))
            time.sleep(1)  # until the delivery is written down: killed before that, it would rightly wait for its lease
            second.kill()
            second.wait(10)
        write("1")
        with _process("sender", settings=env), _process("worker", settings=env):
            _wait("after a kill the next one goes on", lambda: sees("Où êtes-vous"))
    texts = [shown.text for shown in api.seen(31)]
    assert len(texts) == len(set(texts)) == 4
