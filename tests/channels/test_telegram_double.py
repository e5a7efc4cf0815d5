"""The double refuses what Telegram refuses; otherwise the tests that use it would prove nothing."""

from __future__ import annotations

import inspect
import io
import json
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
import telegram

from tests.doubles.telegram_api import CALLBACK_SECONDS, TOKEN, TelegramApi
from tests.doubles.telegram_rules import METHODS, UPLOAD_BYTES_MAX

CHAT = 5550002


def keyboard(*rows: list[dict[str, Any]]) -> str:
    return json.dumps({"inline_keyboard": list(rows)})


def button(data: str = "1:a", **more: Any) -> dict[str, Any]:
    return {"text": "Oui", "callback_data": data, **more}


ROW = [button()]
HOOK = "https://x.example/hook"
VALID: dict[str, dict[str, Any]] = {
    "sendMessage": {"chat_id": CHAT, "text": "x"},
    "sendVoice": {"chat_id": CHAT, "voice": b"OggS"},
    "sendPhoto": {"chat_id": CHAT, "photo": b"\xff\xd8\xff"},
    "sendDocument": {"chat_id": CHAT, "document": b"%PDF-"},
    "deleteMessage": {"chat_id": CHAT, "message_id": 1},
    "answerCallbackQuery": {"callback_query_id": "1"},
    "getFile": {"file_id": "x"},
    "editMessageText": {"chat_id": CHAT, "message_id": 1, "text": "x"},
    "createForumTopic": {"chat_id": CHAT, "name": "x"},
    "setWebhook": {"url": HOOK},
    "getUpdates": {"timeout": 0},
}
WRONG: list[tuple[str, str, dict[str, Any], str]] = [  # what, method, what is changed in a valid call, the refusal
    ("no chat", "sendMessage", {"chat_id": None}, "chat_id is empty"),
    ("a chat that is a word", "sendMessage", {"chat_id": "abc"}, "chat not found"),
    ("a chat that never wrote", "sendMessage", {"chat_id": "12"}, "chat not found"),
    ("a fraction of a chat", "sendMessage", {"chat_id": "1.5"}, "chat not found"),
    ("no text", "sendMessage", {"text": None}, "message text is empty"),
    ("white space", "sendMessage", {"text": " \n "}, "message text is empty"),
    ("4097 letters", "sendMessage", {"text": "x" * 4097}, "message is too long"),
    ("2049 pictures", "sendMessage", {"text": "👍" * 2049}, "message is too long"),
    ("an unknown parameter", "sendMessage", {"txt": "y"}, "unknown parameter txt"),
    ("a keyboard that is no JSON", "sendMessage", {"reply_markup": "{"}, "not of type Object"),
    ("a keyboard that is a list", "sendMessage", {"reply_markup": "[]"}, "not of type Object"),
    ("a keyboard without rows", "sendMessage", {"reply_markup": "{}"}, "Array of Arrays"),
    ("data of 65 bytes", "sendMessage", {"reply_markup": keyboard([button("x" * 65)])}, "BUTTON_DATA_INVALID"),
    ("33 letters of 2 bytes", "sendMessage", {"reply_markup": keyboard([button("é" * 33)])}, "BUTTON_DATA_INVALID"),
    ("empty data", "sendMessage", {"reply_markup": keyboard([button("")])}, "BUTTON_DATA_INVALID"),
    ("data that is a number", "sendMessage", {"reply_markup": keyboard([button(5)])}, "BUTTON_DATA_INVALID"),
    ("a button without data", "sendMessage", {"reply_markup": keyboard([{"text": "Oui"}])}, "unallowed"),
    ("a button with two jobs", "sendMessage", {"reply_markup": keyboard([button(url=HOOK)])}, "unallowed"),
    ("a button without a label", "sendMessage", {"reply_markup": keyboard([{"callback_data": "a"}])}, "non-empty"),
    ("a button with a blank label", "sendMessage", {"reply_markup": keyboard([button(text=" ")])}, "non-empty"),
    ("101 buttons", "sendMessage", {"reply_markup": keyboard(*[ROW] * 101)}, "reply markup is too long"),
    ("nine buttons in a row", "sendMessage", {"reply_markup": keyboard(ROW * 9)}, "too many buttons in a row"),
    ("a preview that is a word", "sendMessage", {"link_preview_options": "no"}, "not of type Object"),
    ("no voice", "sendVoice", {"voice": None}, "no voice"),
    ("an empty voice", "sendVoice", {"voice": b""}, "non-empty"),
    ("a long caption", "sendVoice", {"caption": "x" * 1025}, "caption is too long"),
    ("a negative duration", "sendVoice", {"duration": "-1"}, "duration must be"),
    ("no photo", "sendPhoto", {"photo": None}, "no photo"),
    ("a photo of 11 MB", "sendPhoto", {"photo": bytes(11 * 2**20)}, "too big for a photo"),
    ("no document", "sendDocument", {"document": None}, "no document"),
    ("nothing to take back", "deleteMessage", {"message_id": None}, "message identifier is not specified"),
    ("an unknown message to take back", "deleteMessage", {}, "message to delete not found"),
    ("a message id that is a word", "deleteMessage", {"message_id": "x"}, "not of type Integer"),
    ("an unknown tap", "answerCallbackQuery", {}, "query is too old"),
    ("no tap", "answerCallbackQuery", {"callback_query_id": None}, "query_id is empty"),
    ("a long answer to a tap", "answerCallbackQuery", {"text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ("a message to change that is not there", "editMessageText", {}, "message to edit not found"),
    ("no words for a message to change", "editMessageText", {"text": None}, "message text is empty"),
    ("a message in a topic of a private chat", "sendMessage", {"message_thread_id": "5"}, "message thread not found"),
    ("a topic in a private chat", "createForumTopic", {}, "chat not found"),
    ("a topic without a name", "createForumTopic", {"name": " "}, "TOPIC_NAME_INVALID"),
    ("a topic with a name of 129 letters", "createForumTopic", {"name": "x" * 129}, "TOPIC_NAME_INVALID"),
    ("an unknown file", "getFile", {}, "invalid file_id"),
    ("no file", "getFile", {"file_id": None}, "file_id is empty"),
    ("a webhook without https", "setWebhook", {"url": "http://x.example"}, "HTTPS"),
    ("a webhook on port 9000", "setWebhook", {"url": "https://x.example:9000/"}, "ports"),
    ("a webhook without url", "setWebhook", {"url": None}, "url is empty"),
    ("a secret with a space", "setWebhook", {"secret_token": "a b"}, "unallowed characters"),
    ("101 connections", "setWebhook", {"max_connections": "101"}, "max_connections"),
    ("updates that do not exist", "setWebhook", {"allowed_updates": '["rockets"]'}, "allowed updates"),
    ("101 updates", "getUpdates", {"limit": "101"}, "limit must be"),
    ("a wait of 51 seconds", "getUpdates", {"timeout": "51"}, "timeout must be"),
]


@pytest.fixture(scope="module")
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as double:
        double.person_starts(CHAT)
        yield double


async def call(
    api: TelegramApi, method: str, parameters: dict[str, Any], *, token: str = TOKEN, verb: str = "POST"
) -> tuple[int, Any]:
    form = aiohttp.FormData()
    for name, value in parameters.items():
        if isinstance(value, bytes):
            form.add_field(name, io.BytesIO(value), filename="x.bin")
        else:
            form.add_field(name, str(value))
    async with (
        aiohttp.ClientSession() as session,
        session.request(verb, f"{api.url}/bot{token}/{method}", data=form if parameters else None) as response,
    ):
        return response.status, await response.json()


@pytest.mark.parametrize(("method", "change", "words"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
async def test_a_wrong_call_is_refused(api: TelegramApi, method: str, change: dict[str, Any], words: str) -> None:
    given = {name: value for name, value in (VALID[method] | change).items() if value is not None}
    before = len(api.calls)

    status, body = await call(api, method, given)

    assert (status, body["ok"], body["error_code"]) == (400, False, 400)
    assert words in body["description"]
    assert len(api.calls) == before, "a refused call leaves no trace"


def test_there_are_at_least_thirty_wrong_calls() -> None:
    assert len(WRONG) >= 30


async def test_a_wrong_token_method_or_verb_is_refused(api: TelegramApi) -> None:
    good = {"chat_id": CHAT, "text": "x"}
    assert (await call(api, "sendMessage", good, token="nonsense"))[0] == 404
    assert (await call(api, "sendMessage", good, token=TOKEN[:-1] + "x"))[0] == 401
    assert (await call(api, "sendMessage", good, verb="PUT"))[0] == 405
    assert (await call(api, "sendRocket", {}))[0] == 404


async def test_a_right_call_is_carried_out(api: TelegramApi) -> None:
    status, body = await call(api, "sendMessage", {"chat_id": CHAT, "text": "Oui ?", "reply_markup": keyboard(ROW)})
    assert (status, body["ok"], body["result"]["text"]) == (200, True, "Oui ?")
    assert api.seen(CHAT)[-1].buttons == [("Oui", "1:a")]
    assert (await call(api, "getMe", {}))[1]["result"]["is_bot"] is True


async def test_an_upload_may_be_as_large_as_the_platform_says(api: TelegramApi) -> None:
    assert (await call(api, "sendDocument", {"chat_id": CHAT, "document": bytes(UPLOAD_BYTES_MAX)}))[0] == 200
    assert (await call(api, "sendDocument", {"chat_id": CHAT, "document": bytes(UPLOAD_BYTES_MAX + 1)}))[0] == 400


async def test_a_tap_can_be_answered_for_150_seconds_and_once(api: TelegramApi) -> None:
    await call(api, "sendMessage", {"chat_id": CHAT, "text": "Oui ?", "reply_markup": keyboard(ROW)})
    late, early = (api.person_taps(CHAT, "Oui")["callback_query"]["id"] for _ in range(2))
    api.now += CALLBACK_SECONDS
    assert (await call(api, "answerCallbackQuery", {"callback_query_id": early}))[0] == 200
    assert (await call(api, "answerCallbackQuery", {"callback_query_id": early}))[0] == 400
    api.now += 1
    assert (await call(api, "answerCallbackQuery", {"callback_query_id": late}))[0] == 400


async def test_polling_is_refused_while_a_webhook_is_set(api: TelegramApi) -> None:
    await call(api, "setWebhook", {"url": "https://x.example/hook"})
    assert (await call(api, "getUpdates", {"timeout": 0}))[0] == 409
    await call(api, "deleteWebhook", {})
    assert (await call(api, "getUpdates", {"timeout": 0}))[0] == 200


@pytest.mark.parametrize("method", METHODS)
def test_what_the_double_knows_exists_in_the_client_library(method: str) -> None:
    assert set(METHODS[method]) <= set(inspect.signature(getattr(telegram.Bot, method)).parameters)
