"""A log that nobody reads any more costs nobody an answer."""

from __future__ import annotations

import io
import sys

import pytest
import structlog

from bot.logs import Lines, set_up_logs


class _Full(io.StringIO):
    def write(self, _words: str) -> int:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error", "critical"])
def test_a_line_goes_where_the_process_writes_now(capsys: pytest.CaptureFixture[str], level: str) -> None:
    getattr(Lines(), level)("heard")
    assert capsys.readouterr().out == "heard\n"


def test_a_log_that_cannot_be_written_raises_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up_logs()
    log = structlog.get_logger()
    closed = io.StringIO()
    monkeypatch.setattr(sys, "stdout", closed)
    log.error("turn_failed")
    assert "turn_failed" in closed.getvalue()
    closed.close()
    log.error("turn_failed")
    monkeypatch.setattr(sys, "stdout", _Full())
    log.error("turn_failed")
