"""`sira whatsapp setup` tells Twilio where our number's messages go, with repetitions, and says what it did."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from bot.channels.whatsapp.addresses import addresses
from bot.cli.whatsapp import point_the_number
from bot.settings import Settings
from tests.doubles.server import Fault
from tests.doubles.twilio_api import TOKEN, US, TwilioApi
from tests.doubles.twilio_records import ACCOUNT
from webhook.twilio import router

PUBLIC = "https://sira.example"


def _settings(twilio: TwilioApi, public_url: str = f"{PUBLIC}/") -> Settings:
    return Settings(
        public_url=public_url, twilio_account_sid=ACCOUNT, twilio_auth_token=TOKEN, twilio_from=US,
        twilio_api_url=twilio.url,
    )  # fmt: skip


async def test_the_number_is_pointed_at_us_once_with_its_fallback_and_its_repetitions(twilio: TwilioApi) -> None:
    first = await point_the_number(_settings(twilio))
    assert twilio.senders.webhook == {
        "callback_url": f"{PUBLIC}/webhook/twilio#rc=5&rp=all", "callback_method": "POST",
        "fallback_url": f"{PUBLIC}/webhook/twilio/fallback#rc=5&rp=all", "fallback_method": "POST",
        "status_callback_url": f"{PUBLIC}/webhook/twilio/status#rc=5&rp=all", "status_callback_method": "POST",
    }  # fmt: skip
    second = await point_the_number(_settings(twilio))
    assert twilio.senders.changes == 1
    assert first[0].startswith("Adresses du numéro réglées")
    assert second[0].startswith("Adresses du numéro, déjà réglées")
    assert first[1:] == second[1:]


async def test_all_three_are_addresses_that_we_answer() -> None:
    to = addresses(PUBLIC)
    ours = {getattr(route, "path", "") for route in router.routes}
    assert {urlsplit(one).path for one in (to.message, to.fallback, to.status)} == ours


@pytest.mark.parametrize("why", ["no such number", "a refusal", "nonsense"])
async def test_where_twilio_does_not_let_us_the_operator_gets_the_lines_to_copy(twilio: TwilioApi, why: str) -> None:
    twilio.senders.registered = why != "no such number"
    if why != "no such number":
        twilio.fail_next(Fault(403) if why == "a refusal" else Fault(200, "nonsense"))
    said = await point_the_number(_settings(twilio))
    assert "Recopiez-les" in said[0]
    assert f"{PUBLIC}/webhook/twilio#rc=5&rp=all" in said[1]
    assert twilio.senders.webhook == {}


async def test_a_house_without_https_changes_nothing(twilio: TwilioApi) -> None:
    said = await point_the_number(_settings(twilio, "http://127.0.0.1:8000"))
    assert "rien de changé" in said[0]
    assert twilio.senders.webhook == {}
