"""The pool of connections to a provider."""

from __future__ import annotations

import pytest

from bot.channels.call import Caller, NotReachedError
from tests.doubles.telegram_api import TOKEN, TelegramApi


async def test_a_call_that_comes_after_the_end_is_not_made() -> None:
    caller = Caller()
    with TelegramApi() as telegram:
        assert (await caller.call("POST", f"{telegram.url}/bot{TOKEN}/getMe")).status == 200
        await caller.close()
        with pytest.raises(NotReachedError, match="stopping"):
            await caller.call("POST", f"{telegram.url}/bot{TOKEN}/getMe")
