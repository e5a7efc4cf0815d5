"""A browser that goes away in the middle of a form: nobody waits for an answer, and nothing of ours is broken."""

from __future__ import annotations

from typing import Any

import pytest
import structlog
from fastapi import FastAPI


@pytest.mark.parametrize("path", ["/desk/login", "/desk/people", "/webhook/telegram"])
async def test_a_client_that_hangs_up_is_no_error_in_the_log(app: FastAPI, path: str) -> None:
    answers: list[Any] = []
    bits = [{"type": "http.request", "body": b"login=", "more_body": True}, {"type": "http.disconnect"}]

    async def receive() -> Any:
        return bits.pop(0) if len(bits) > 1 else bits[0]

    async def send(message: Any) -> None:
        answers.append(message)

    kind = (b"content-type", b"application/x-www-form-urlencoded")
    scope = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
             "headers": [kind, (b"host", b"sira.test")], "scheme": "http", "server": ("sira.test", 80), "client": None,
             "http_version": "1.1"}  # fmt: skip
    with structlog.testing.capture_logs() as logs:
        await app(scope, receive, send)
    assert [one for one in logs if one["log_level"] in {"error", "critical", "warning"}] == []
    assert not answers or answers[0]["status"] < 500
