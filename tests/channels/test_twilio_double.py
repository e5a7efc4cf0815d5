"""The double refuses what Twilio refuses; otherwise the tests that use it would prove nothing."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from twilio.rest.api.v2010.account.message import MessageList

from tests.doubles.twilio_api import ACCOUNT, TOKEN, US, TwilioApi
from tests.doubles.twilio_rules import MESSAGE_PARAMETERS

PERSON = "whatsapp:+22370000001"
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
CONTENT = "/v1/Content"

QUICK = {"body": "{{1}}", "actions": [{"title": "{{2}}", "id": "{{3}}"}]}
LIST = {"body": "{{1}}", "button": "Choisir", "items": [{"item": "{{2}}", "id": "{{3}}"}]}
SAMPLES = {"1": "Votre choix ?", "2": "Oui", "3": "1:oui"}


def content(kind: str = "twilio/quick-reply", shape: Any = QUICK, **change: Any) -> dict[str, Any]:
    return {"friendly_name": "menu", "language": "fr", "variables": SAMPLES, "types": {kind: shape}} | change


def filled(**change: Any) -> str:
    return json.dumps(SAMPLES | {name.removeprefix("v"): value for name, value in change.items()})


MENU = {"Body": None, "ContentSid": "@menu"}
WRONG_MESSAGES: list[tuple[str, dict[str, Any], int]] = [  # what, what is changed in a valid form, the code
    ("no To", {"To": None}, 21604),
    ("no From", {"From": None}, 21603),
    ("From of another channel", {"From": "+22320000000"}, 21910),
    ("From that is not ours", {"From": "whatsapp:+22399999999"}, 63007),
    ("To without channel", {"To": "+22370000001"}, 21211),
    ("To that is a word", {"To": "whatsapp:abc"}, 21211),
    ("To of sixteen digits", {"To": "whatsapp:+1234567890123456"}, 21211),
    ("who has opted out", {"To": "whatsapp:+22370000009"}, 21610),
    ("no text", {"Body": None}, 21619),
    ("white space", {"Body": " \n"}, 21619),
    ("1601 letters", {"Body": "x" * 1601}, 21617),
    ("801 pictures", {"Body": "👍" * 801}, 21617),
    ("an unknown parameter", {"Text": "x"}, 20001),
    ("a callback that is no address", {"StatusCallback": "/status"}, 21609),
    ("a file that is no address", {"MediaUrl": "voice.ogg"}, 21620),
    ("two files", {"MediaUrl": ["https://x.example/1", "https://x.example/2"]}, 21623),
    ("variables without a template", {"ContentVariables": "{}"}, 21654),
    ("text and a template", {"ContentSid": "@menu"}, 21619),
    ("a template that does not exist", {"Body": None, "ContentSid": "HX" + "9" * 32}, 21655),
    ("a template id that is a name", {"Body": None, "ContentSid": "menu"}, 21655),
    ("variables that are no JSON", MENU | {"ContentVariables": "{1:"}, 21656),
    ("variables in a list", MENU | {"ContentVariables": "[]"}, 21656),
    ("an empty variable", MENU | {"ContentVariables": filled(v1="")}, 21656),
    ("a variable that is null", MENU | {"ContentVariables": filled(v1=None)}, 21656),
    ("a variable that is a number", MENU | {"ContentVariables": filled(v1=5)}, 21656),
    ("a variable that the template has not", MENU | {"ContentVariables": filled(v9="x")}, 21656),
    ("a line break in the body", MENU | {"ContentVariables": filled(v1="Un.\nDeux.")}, 21656),
    ("a tab in the body", MENU | {"ContentVariables": filled(v1="Un\tdeux")}, 21656),
    ("five spaces in the body", MENU | {"ContentVariables": filled(v1="Un     deux")}, 21656),
    ("a body of 1025 letters", MENU | {"ContentVariables": filled(v1="x" * 1025)}, 21658),
    ("a variable of 1601 letters", MENU | {"ContentVariables": filled(v1="x" * 1601)}, 21658),
    ("a button of 21 letters", MENU | {"ContentVariables": filled(v2="x" * 21)}, 21658),
    ("an id of 201 letters", MENU | {"ContentVariables": filled(v3="x" * 201)}, 21658),
    (
        "a row of 25 letters",
        {"Body": None, "ContentSid": "@list", "ContentVariables": filled(v2="x" * 25)},
        21658,
    ),
]
WRONG_CONTENT: list[tuple[str, Any]] = [
    ("a list", []),
    ("no JSON", "{"),
    ("an unknown field", content(colour="red")),
    ("no language", content(language="")),
    ("no types", content(types={})),
    ("an unknown type", content("twilio/rocket")),
    ("two types", content(types={"twilio/text": {"body": "x"}, "twilio/quick-reply": QUICK})),
    ("types that are null", content(types=None)),
    ("no body", content(shape=QUICK | {"body": ""})),
    ("no actions", content(shape={"body": "x"})),
    ("actions that are empty", content(shape=QUICK | {"actions": []})),
    ("eleven actions", content(shape=QUICK | {"actions": QUICK["actions"] * 11})),
    ("an action without title", content(shape=QUICK | {"actions": [{"id": "1"}]})),
    ("an action of another type", content(shape=QUICK | {"actions": [{"title": "x", "id": "1", "type": "URL"}]})),
    ("a title of 21 letters", content(shape=QUICK | {"actions": [{"title": "x" * 21, "id": "1"}]})),
    ("a body of 1025 letters", content(shape=QUICK | {"body": "x" * 1025})),
    ("a list without its button", content("twilio/list-picker", LIST | {"button": ""})),
    ("a button of 21 letters", content("twilio/list-picker", LIST | {"button": "x" * 21})),
    ("eleven rows", content("twilio/list-picker", LIST | {"items": LIST["items"] * 11})),
    ("a row without id", content("twilio/list-picker", LIST | {"items": [{"item": "x"}]})),
    (
        "a description of 73 letters",
        content("twilio/list-picker", LIST | {"items": [{"item": "x", "id": "1", "description": "x" * 73}]}),
    ),
    ("a malformed placeholder", content(shape=QUICK | {"body": "{{1}"})),
    ("an empty placeholder", content(shape=QUICK | {"body": "{{}}"})),
    ("a placeholder without sample", content(shape=QUICK | {"body": "{{7}}"})),
    ("a sample that is empty", content(variables=SAMPLES | {"1": ""})),
]


@pytest.fixture(scope="module")
def server() -> Iterator[TwilioApi]:
    with TwilioApi() as double:
        yield double


@pytest.fixture
async def api(server: TwilioApi) -> TwilioApi:
    server.reset()
    server.opted_out.add("whatsapp:+22370000009")
    for name, shape in (("menu", ("twilio/quick-reply", QUICK)), ("list", ("twilio/list-picker", LIST))):
        status, _ = await call(server, "POST", CONTENT, json.dumps(content(*shape, friendly_name=name)))
        assert status == 201
    return server


async def call(
    api: TwilioApi,
    verb: str,
    path: str,
    data: Any = None,
    *,
    token: str = TOKEN,
    content_type: str = "application/json",
) -> tuple[int, Any]:
    headers = {"Authorization": aiohttp.encode_basic_auth(ACCOUNT, token)}
    if isinstance(data, str):
        headers["Content-Type"] = content_type
    async with (
        aiohttp.ClientSession() as session,
        session.request(verb, api.url + path, data=data, headers=headers, allow_redirects=False) as response,
    ):
        return response.status, await response.json(content_type=None) if response.status != 204 else None


def form(api: TwilioApi, change: dict[str, Any]) -> aiohttp.FormData:
    sids = {one.friendly_name: sid for sid, one in api.contents.items()}
    data = aiohttp.FormData()
    for name, value in ({"To": PERSON, "From": US, "Body": "Bonjour."} | change).items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                data.add_field(name, sids.get(one[1:], one) if one.startswith("@") else one)
    return data


@pytest.mark.parametrize(
    ("change", "code"), [row[1:] for row in WRONG_MESSAGES], ids=[row[0] for row in WRONG_MESSAGES]
)
async def test_a_wrong_message_is_refused(api: TwilioApi, change: dict[str, Any], code: int) -> None:
    status, body = await call(api, "POST", MESSAGES, form(api, change))
    assert (status, body["code"], body["status"]) == (400, code, 400)
    assert api.sent == [], "a refused message leaves no trace"


@pytest.mark.parametrize("request_", [row[1] for row in WRONG_CONTENT], ids=[row[0] for row in WRONG_CONTENT])
async def test_a_wrong_template_is_refused(api: TwilioApi, request_: Any) -> None:
    before = dict(api.contents)
    data = request_ if isinstance(request_, str) else json.dumps(request_)
    status, body = await call(api, "POST", CONTENT, data)
    assert (status, body["code"]) == (400, 20001)
    assert api.contents == before


def test_there_are_at_least_thirty_wrong_calls() -> None:
    assert len(WRONG_MESSAGES) >= 30


async def test_a_right_message_is_taken(api: TwilioApi) -> None:
    status, body = await call(api, "POST", MESSAGES, form(api, MENU | {"ContentVariables": filled(v2="Non")}))
    assert (status, body["status"]) == (201, "queued")
    (sent,) = api.seen(PERSON)
    assert (sent.sid, sent.body, sent.choices) == (body["sid"], "Votre choix ?", [("Non", "1:oui")])


async def test_wrong_credentials_accounts_paths_and_verbs_are_refused(api: TwilioApi) -> None:
    assert (await call(api, "POST", MESSAGES, form(api, {}), token="x"))[1]["code"] == 20003
    other = MESSAGES.replace(ACCOUNT, "AC" + "1" * 32)
    assert (await call(api, "POST", other, form(api, {})))[0] == 404
    assert (await call(api, "POST", "/v3/Rockets", form(api, {})))[0] == 404
    assert (await call(api, "PUT", MESSAGES, form(api, {})))[0] == 404
    assert (await call(api, "POST", MESSAGES, json.dumps({"To": PERSON})))[1]["code"] == 20001
    assert (await call(api, "POST", CONTENT, json.dumps(content()), content_type="text/plain"))[1]["code"] == 20001
    assert (await call(api, "GET", CONTENT + "/HX" + "9" * 32))[0] == 404
    assert (await call(api, "PUT", f"{CONTENT}/{next(iter(api.contents))}"))[0] == 405


async def test_approval_is_refused_for_lists_and_for_odd_requests(api: TwilioApi) -> None:
    sids = {one.friendly_name: sid for sid, one in api.contents.items()}
    right = {"name": "sira_1", "category": "UTILITY"}
    for name, request in [
        ("list", right),
        ("menu", {}),
        ("menu", right | {"name": "Sira !"}),
        ("menu", right | {"category": "FUN"}),
        ("menu", right | {"colour": "red"}),
    ]:
        path = f"{CONTENT}/{sids[name]}/ApprovalRequests/whatsapp"
        assert (await call(api, "POST", path, json.dumps(request)))[1]["code"] == 20001
    path = f"{CONTENT}/{sids['menu']}/ApprovalRequests"
    assert (await call(api, "POST", f"{path}/whatsapp", json.dumps(right)))[0] == 201
    assert (await call(api, "GET", path))[1]["whatsapp"]["status"] == "received"


async def test_a_message_can_be_listed_and_deleted_once(api: TwilioApi) -> None:
    api.person_writes(PERSON, "bonjour")
    (received,) = (await call(api, "GET", MESSAGES))[1]["messages"]
    path = MESSAGES.replace(".json", f"/{received['sid']}.json")
    assert (received["direction"], received["body"]) == ("inbound", "bonjour")
    assert [(await call(api, "DELETE", path))[0] for _ in range(2)] == [204, 404]


async def test_the_store_refuses_credentials(api: TwilioApi) -> None:
    fields = dict(api.person_sends(PERSON, "audio/ogg", b"OggS").fields)
    path = fields["MediaUrl0"].removeprefix("https://api.twilio.com")
    async with aiohttp.ClientSession() as session:
        async with session.get(api.url + path, allow_redirects=False) as response:
            assert response.status == 401
        headers = {"Authorization": aiohttp.encode_basic_auth(ACCOUNT, TOKEN)}
        async with session.get(api.url + path, headers=headers, allow_redirects=False) as response:
            assert response.status == 307
            target = response.headers["Location"]
        async with session.get(target, headers=headers) as response:
            assert response.status == 400
        async with session.get(target) as response:
            assert await response.read() == b"OggS"


def test_what_the_double_knows_exists_in_the_client_library() -> None:
    known = {name.rstrip("_") for name in inspect.signature(MessageList.create).parameters}
    assert {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in MESSAGE_PARAMETERS} <= known
