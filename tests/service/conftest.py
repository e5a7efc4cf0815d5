"""Settings of the service mode, and Telegram's double."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest

from tests.doubles.telegram_api import SECRET, TOKEN, TelegramApi

KEY = base64.b64encode(b"k" * 32).decode()


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
