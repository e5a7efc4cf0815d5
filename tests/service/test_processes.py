"""The service mode as it is run: web and sender as processes of their own, on a real PostgreSQL and a real Redis."""

from __future__ import annotations

import time

import httpx

from tests.doubles.telegram_api import TelegramApi
from tests.servers import free_port
from tests.service.alone import answers, process, wait


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

    with process("web", "--port", str(port), settings=env):
        wait("web answers", lambda: answers(url))
        write("bonjour")
        time.sleep(0.5)
        assert api.seen(31) == [], "web does not send"
        with process("sender", settings=env):
            wait("the greeting is sent", lambda: sees("Quelle langue"))
            write("1")
            wait("the next question is sent", lambda: sees("Êtes-vous d'accord"))
        write("1")
        with process("sender", settings=env) as second:
            wait("a new sender takes up what waited", lambda: sees("tout va bien"))
            time.sleep(1)  # until the delivery is written down: killed before that, it would rightly wait for its lease
            second.kill()
            second.wait(10)
        write("1")
        with process("sender", settings=env), process("worker", settings=env):
            wait("after a kill the next one goes on", lambda: sees("Où êtes-vous"))
    texts = [shown.text for shown in api.seen(31)]
    assert len(texts) == len(set(texts)) == 4
