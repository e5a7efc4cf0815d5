"""Links lead where the demonstration listens."""

from __future__ import annotations

import pytest

from bot.cli.serve import follow
from bot.settings import Settings


@pytest.mark.parametrize(
    ("set_before", "leads"), [("", "http://127.0.0.1:8123"), ("https://sira.test", "https://sira.test")]
)
def test_the_links_of_a_demonstration_follow_its_port_unless_an_address_is_set(
    monkeypatch: pytest.MonkeyPatch, set_before: str, leads: str
) -> None:
    monkeypatch.setenv("SIRA_PUBLIC_URL", set_before)
    if not set_before:
        monkeypatch.delenv("SIRA_PUBLIC_URL")
    follow(Settings(), 8123)
    assert Settings().public_url == leads
