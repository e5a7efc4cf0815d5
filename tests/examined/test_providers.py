"""What the doctor asks of Telegram and Twilio, and how it says what it heard; never a token."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from aiohttp import web

from bot.channels.whatsapp.addresses import addresses
from bot.channels.whatsapp.senders import wanted_of
from bot.channels.whatsapp.templates import NEUTRAL
from bot.examined import asking
from bot.examined.asking import Asker
from bot.examined.telegram import telegram_examined
from bot.examined.twilio import twilio_examined
from bot.finding import Finding
from bot.settings import Settings
from tests.doubles.server import Fault, Served

TOKEN, AUTH, ACCOUNT, NUMBER = "123:telegram-secret-part", "twilio-secret-part", "AC1", "whatsapp:+22320000000"
HOME = "https://sira.test"
SID = "HX1"
WEBHOOK = wanted_of(addresses(HOME))


def _sender(**changed: str) -> dict[str, object]:
    return {"senders": [{"sender_id": NUMBER, "status": "ONLINE", "webhook": WEBHOOK | changed}]}


class Providers(Served):
    """Both providers' answers by the end of the path; what is not there is 404."""

    def __init__(self) -> None:
        super().__init__()
        self.reset()

    def reset(self) -> None:
        self.fail_never()
        self.answers = {
            "/getMe": {"result": {"username": "sira_bot"}},
            "/getWebhookInfo": {"result": {"url": f"{HOME}/webhook/telegram", "pending_update_count": 2}},
            f"/{ACCOUNT}.json": {"status": "active"},
            "/Senders": {"senders": [{"sender_id": NUMBER, "status": "ONLINE", "webhook": WEBHOOK}]},
            "/ApprovalRequests": {"whatsapp": {"status": "approved"}},
        }

    async def handle(self, request: web.Request) -> web.StreamResponse:
        assert request.method == "GET", "the doctor only looks"
        found = next((body for end, body in self.answers.items() if request.path.endswith(end)), None)
        return web.json_response(found) if found is not None else web.Response(status=401)


@pytest.fixture(scope="module")
def _providers() -> Iterator[Providers]:
    with Providers() as served:
        yield served


@pytest.fixture
def providers(_providers: Providers) -> Providers:
    _providers.reset()
    return _providers


async def _look(providers: Providers, *, url: str = "", templates: bool = True, **changed: str) -> dict[str, Finding]:
    there = url or providers.url
    given = {
        "telegram_token": TOKEN, "telegram_secret": "s", "telegram_api_url": there, "twilio_account_sid": ACCOUNT,
        "twilio_auth_token": AUTH, "twilio_from": NUMBER, "twilio_api_url": there, "public_url": HOME,
    }  # fmt: skip
    settings = Settings(**given | changed)  # type: ignore[arg-type]
    asker = Asker(settings)
    try:
        telegram, clock = await telegram_examined(asker, settings)
        twilio, other = await twilio_examined(asker, settings, {NEUTRAL: SID} if templates else {})
    finally:
        await asker.close()
    assert all(abs(at - time.time()) < 60 for at in (clock, other) if at)
    found = [*telegram, *twilio]
    assert not [one for one in found if "secret-part" in one.words]
    return {one.what: one for one in found}


async def test_all_is_well(providers: Providers) -> None:
    found = await _look(providers)
    assert list(found) == [
        "Telegram",
        "webhook Telegram",
        "WhatsApp",
        "numéro WhatsApp",
        "adresses WhatsApp",
        "modèles WhatsApp",
    ]
    assert {one.colour for one in found.values()} == {"green"}


@pytest.mark.parametrize(
    ("end", "answer", "what", "colour", "words"),
    [
        ("/getMe", None, "Telegram", "red", "SIRA_TELEGRAM_TOKEN"),
        ("/getWebhookInfo", {"result": {"url": ""}}, "webhook Telegram", "yellow", "sira poll"),
        ("/getWebhookInfo", {"result": {"url": "https://old.test"}}, "webhook Telegram", "red", "https://old.test"),
        ("/getWebhookInfo", {"result": {"url": f"{HOME}/webhook/telegram", "last_error_date": int(time.time()),
                                        "last_error_message": "502 Bad Gateway"}},
         "webhook Telegram", "yellow", "502 Bad Gateway"),
        ("/getWebhookInfo", {"result": {"url": f"{HOME}/webhook/telegram", "pending_update_count": 80}},
         "webhook Telegram", "red", "80 messages"),
        (f"/{ACCOUNT}.json", None, "WhatsApp", "red", "SIRA_TWILIO_AUTH_TOKEN"),
        (f"/{ACCOUNT}.json", {"status": "suspended"}, "WhatsApp", "red", "suspended"),
        ("/Senders", {"senders": []}, "numéro WhatsApp", "yellow", "bac à sable"),
        ("/Senders", {"senders": [{"sender_id": NUMBER, "status": "OFFLINE"}]}, "numéro WhatsApp", "red", "OFFLINE"),
        ("/Senders", _sender(callback_url="https://old.test"), "adresses WhatsApp", "red", "messages ; lancez sira whatsapp"),
        ("/Senders", _sender(callback_method="GET"), "adresses WhatsApp", "red", "POST"),
        ("/Senders", _sender(fallback_url="", status_callback_url=""), "adresses WhatsApp", "yellow", "secours, nouvelles"),
        ("/Senders", {"senders": [{"sender_id": NUMBER, "status": "ONLINE", "webhook": "odd"}]}, "adresses WhatsApp", "red",
         "sira whatsapp setup"),
        ("/ApprovalRequests", {"whatsapp": {"status": "pending"}}, "modèles WhatsApp", "yellow", "pending"),
    ],
)  # fmt: skip
async def test_each_trouble_says_what_to_do(
    providers: Providers, end: str, answer: dict[str, object] | None, what: str, colour: str, words: str
) -> None:
    if answer is None:
        del providers.answers[end]
    else:
        providers.answers[end] = answer
    found = (await _look(providers))[what]
    assert found.colour == colour
    assert words in found.words


async def test_what_is_not_set_is_said_without_asking(providers: Providers) -> None:
    providers.answers = {}
    found = await _look(providers, telegram_secret="", twilio_from="", templates=False)
    assert "SIRA_TELEGRAM_SECRET" in found["Telegram"].words
    assert "SIRA_TWILIO_FROM" in found["WhatsApp"].words
    assert await _look(providers, telegram_token="", twilio_account_sid="") == {}


async def test_without_templates_the_doctor_names_the_command(providers: Providers) -> None:
    assert "sira whatsapp setup" in (await _look(providers, templates=False))["modèles WhatsApp"].words


async def test_a_provider_that_is_away_or_never_answers_is_yellow_and_soon_given_up(
    providers: Providers, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = await _look(providers, url="http://127.0.0.1:9")
    assert {what: one.colour for what, one in away.items()} == {"Telegram": "yellow", "WhatsApp": "yellow"}
    monkeypatch.setattr(asking, "PATIENCE_SECONDS", 0.2)
    providers.fail_next(*[Fault(hang=True, seconds=2)] * 3)
    began = time.monotonic()
    assert {one.colour for one in (await _look(providers)).values()} == {"yellow"}
    assert time.monotonic() - began < 2
