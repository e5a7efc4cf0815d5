"""Whatever is sent to any address: never an error of ours, never a trace, never words in the log."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Coroutine, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk.staff import add_worker
from bot.records.down import DatabaseDown
from bot.settings import Settings
from tests.console.addresses import addresses
from tests.console.conftest import HOME, KEY, PASSWORD, SECRET, Desk
from tests.doubles.telegram_api import TOKEN, TelegramApi
from tests.doubles.twilio_person import signed
from tests.servers import fresh_database
from webhook.app import create_app

ROUTES = [(method, path) for method, path in addresses() if path != "/metrics"]
FINE = {200, 204, 206, 303, 307, 400, 401, 403, 404, 405, 413, 415, 416, 422, 503}
TWILIO = "a-twilio-token"
TWILIO_PATHS = ("/webhook/twilio", "/webhook/twilio/fallback", "/webhook/twilio/status")
TWILIO_KEYS = ("MessageSid", "From", "To", "Body", "MessageStatus", "ErrorCode", "NumMedia", "MediaUrl0", "MediaContentType0",
               "Latitude", "ButtonPayload", "SmsStatus", "ExternalUserId", "CallSid")  # fmt: skip
NAMES = (
    "csrf",
    "answer",
    "day",
    "hour",
    "place",
    "vital",
    "email",
    "organisation",
    "login",
    "password",
    "code",
    "new",
    "text",
    "version",
    "outcome",
    "nonce",
    "choice",
    "lang",
    "f",
    "v",
)

words = st.text(max_size=40)
values = st.one_of(
    words, st.sampled_from(["", "0", "²", "-1", "9" * 400, "\0", "1:yes", "answered", "../..", "%s", "'--"])
)
fields = st.lists(st.tuples(st.one_of(st.sampled_from(NAMES), words), values), max_size=6)
queries = st.lists(st.tuples(st.sampled_from(("part", "v", "f", "m", "x")), values), max_size=3)
kinds = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain",
        "",
        "a/b; charset=unicode_escape",
    ]
)
headers = st.dictionaries(
    st.sampled_from(["Origin", "Range", "Cookie", "Sec-Fetch-Site", "X-Telegram-Bot-Api-Secret-Token", "X-Twilio-Signature",
                     "X-Forwarded-Host", "If-None-Match", "Accept-Language"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
    max_size=3,
)  # fmt: skip
requests = st.fixed_dictionaries(
    {
        "route": st.sampled_from(ROUTES),
        "place": st.one_of(st.text(max_size=40), st.text("0123456789abcdef", min_size=32, max_size=32)),
        "query": queries,
        "body": st.one_of(st.binary(max_size=300), fields),
        "kind": kinds,
        "headers": headers,
    }
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
UPDATE_KEYS = ("update_id", "message", "callback_query", "edited_message", "my_chat_member")
MESSAGE_KEYS = (
    "message_id",
    "chat",
    "from",
    "text",
    "date",
    "voice",
    "photo",
    "location",
    "contact",
    "data",
    "id",
    "message",
)
messages = st.dictionaries(st.sampled_from(MESSAGE_KEYS), json_values, max_size=6)
chats = st.fixed_dictionaries(
    {
        "chat": st.fixed_dictionaries(
            {"id": st.one_of(st.integers(), words), "type": st.sampled_from(["private", "group", ""])}
        )
    },
    optional={"text": words, "message_id": st.one_of(st.integers(), words), "date": json_values, "voice": json_values},
)
updates = st.dictionaries(
    st.sampled_from(UPDATE_KEYS), st.one_of(json_values, messages, chats, st.integers()), max_size=3
)


class Door:
    """One application for many examples, over one store, in a loop of its own, with a signed-in worker."""

    def __init__(self, url: str, telegram: str) -> None:
        self.loop = asyncio.new_event_loop()
        self.app = create_app(
            Settings(
                database_url=url, master_key=KEY, pepper=KEY, public_url=HOME, telegram_token=TOKEN,
                telegram_secret=SECRET, telegram_api_url=telegram, twilio_auth_token=TWILIO, twilio_account_sid="AC" + "0" * 32,
            ),
            thinks=False,
            sends=False,
        )  # fmt: skip
        self.lifespan = self.app.router.lifespan_context(self.app)
        self.run(self.lifespan.__aenter__())
        self.run(self.app.state.db.write(add_worker, "awa", "supervisor", "sira", PASSWORD))
        self.desk = Desk(self.app)
        self.run(self.desk.sign_in("awa"))
        self.run(self.desk.get("/desk/password"))

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return self.run(self.desk.client.request(method, path, **more))

    def ask_anything(self, method: str, path: str) -> httpx.Response:
        """That address, of nobody's thing, and a form without what it must hold."""
        return self.ask(method, re.sub(r"{\w+}", "0" * 32, path), data={"csrf": "x"} if method == "POST" else None)

    def close(self) -> None:
        self.run(self.desk.client.aclose())
        self.run(self.lifespan.__aexit__(None, None, None))
        self.loop.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def door(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Over each of the two stores: they refuse different things."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('garbage') / 'sira.db'}"
        else:
            url = stack.enter_context(fresh_database(request.getfixturevalue("postgres_server")))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr("bot.running.load_book", lambda: request.getfixturevalue("book"))
        made = Door(url, stack.enter_context(TelegramApi(TOKEN, secret=SECRET)).url)
        yield made
        made.close()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=requests)
def test_no_request_is_an_error_of_ours(door: Door, asked: dict[str, Any]) -> None:
    method, path = asked["route"]
    more = dict(asked["headers"])
    body = asked["body"]
    if isinstance(body, list):
        body = urlencode([("csrf", door.desk.field("csrf")), *body], errors="replace").encode()
    if asked["kind"]:
        more["Content-Type"] = asked["kind"]
    place = re.sub(r"{\w+}", quote(asked["place"], safe="") or "x", path)
    answer = door.ask(method, place, params=asked["query"], headers=more, content=b"" if method == "GET" else body)
    assert answer.status_code in FINE
    assert "Traceback" not in answer.text


@settings(max_examples=150)
@given(
    update=st.one_of(st.builds(lambda n, m: {"update_id": n, "message": m}, st.integers(), chats), updates, json_values)
)
def test_no_update_of_telegram_is_an_error(door: Door, update: Any) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    answer = door.ask("POST", "/webhook/telegram", content=json.dumps(update), headers=headers)
    assert answer.status_code in {200, 400}


@settings(max_examples=100)
@given(fields=st.dictionaries(st.sampled_from(TWILIO_KEYS), words, max_size=8), path=st.sampled_from(TWILIO_PATHS))
def test_no_form_of_twilio_is_an_error(door: Door, fields: dict[str, str], path: str) -> None:
    form = signed(HOME, path, TWILIO, fields)
    answer = door.ask("POST", path, content=form.body, headers=form.headers)
    assert answer.status_code in {200, 204, 400}


def test_a_store_that_is_down_is_said_so_and_nothing_else(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    async def down(*_: object) -> None:
        raise DatabaseDown("test")

    monkeypatch.setattr(door.app.state.db, "write", down)
    monkeypatch.setattr(door.app.state.db, "read", down)
    for method, path in ROUTES:
        answer = door.ask_anything(method, path)
        assert answer.status_code in {200, 303, 307, 400, 403, 404, 503}, (method, path)
        assert answer.status_code != 200 or path in {"/healthz", "/desk/login", "/r/{link}"}, (method, path)


def test_a_bug_is_one_quiet_sentence(
    door: Door, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("le secret de quelqu'un")

    monkeypatch.setattr(door.app.state.db, "write", broken)
    monkeypatch.setattr(door.app.state.db, "read", broken)
    for method, path in ROUTES:
        said = door.ask_anything(method, path).text + "".join(capfd.readouterr())
        assert "secret de quelqu" not in said, (method, path)
        assert "Traceback" not in said, (method, path)
