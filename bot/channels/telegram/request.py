"""How python-telegram-bot reaches the Bot API: over our pool of connections.

The library's own HTTP costs four times more CPU a message, and it logs addresses and answers, which hold the bot's
token and people's words. Its default read timeout is also shorter than a slow network in the Sahel.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import aiohttp
import orjson
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.channels.call import READ_SECONDS, Caller, NoAnswerError, NotReachedError
from bot.channels.untrusted import count, mapping

TOO_MANY = 429
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


class UnreachedError(NetworkError):
    """Telegram was not reached: nothing was sent."""


class SlowDownError(TelegramError):
    """Telegram asks to wait ``seconds``. The library's own ``RetryAfter`` warns of a coming change each time."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Telegram asks to slow down")
        self.seconds = seconds


class Fields:
    """Parameters of a call without files, in place of a ``RequestData``, which is made of objects that cost more than the
    call. They go as JSON, which the Bot API takes as well as a form (« Making requests »): a quarter of the work, since a
    keyboard is not written as text inside a text, and a third fewer bytes.
    """

    __slots__ = ("body",)

    def __init__(self, parameters: Mapping[str, object]) -> None:
        self.body = orjson.dumps(parameters)


class PooledRequest(BaseRequest):
    """The library's HTTP, done by a ``Caller``."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @property
    def read_timeout(self) -> float | None:
        """Seconds without a byte before an answer counts as lost."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Nothing: the pool opens itself at the first call."""

    async def shutdown(self) -> None:
        """Nothing: the pool is closed by who made it."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | Fields | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  the library's signature
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Raises ``UnreachedError`` when nothing was sent, ``TimedOut`` when no answer came, ``SlowDownError``."""
        seconds = read_timeout if isinstance(read_timeout, int | float) else READ_SECONDS
        try:
            body, headers = _body(request_data)
            answer = await self._caller.call(method, url, data=body, headers=headers, read_seconds=seconds)
        except NotReachedError as error:
            raise UnreachedError(str(error)) from None
        except NoAnswerError as error:
            raise TimedOut(str(error)) from None
        if answer.status == TOO_MANY:
            _slow_down(answer.body)
        return answer.status, answer.body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as an object; unlike the library's, it does not log what it cannot read."""
        try:
            parsed = orjson.loads(payload)
        except orjson.JSONDecodeError:
            raise TelegramError("the answer is no JSON") from None
        if not isinstance(parsed, dict) or (parsed.get("ok") and "result" not in parsed):
            raise TelegramError("the answer is no answer of the Bot API")
        return parsed


def _body(
    request_data: RequestData | Fields | None,
) -> tuple[aiohttp.FormData | bytes | None, Mapping[str, str] | None]:
    if request_data is None:
        return None, None
    if isinstance(request_data, Fields):
        return request_data.body, JSON
    if not request_data.contains_files:
        return URL.build(query=request_data.json_parameters).raw_query_string.encode(), FORM  # as urlencode, in C
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in (request_data.multipart_data or {}).items():
        stream = io.BytesIO(content) if isinstance(content, bytes) else content  # whole bytes would block the loop
        form.add_field(name, stream, filename=filename, content_type=content_type)
    return form, None


def _slow_down(body: bytes) -> None:
    """Raises ``SlowDownError`` when the answer says for how long; else the library makes an error of the status."""
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError:
        return
    seconds = count(mapping(parsed, "parameters"), "retry_after") if isinstance(parsed, dict) else 0
    if seconds:
        raise SlowDownError(seconds)
