"""The real client library talks over HTTP to the double of Twilio's servers."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Iterator

import pytest
from pydantic import SecretStr

from bot.channels.call import Caller
from bot.channels.capabilities import WHATSAPP
from bot.channels.media import MEDIA_BYTES_MAX, MediaRefusedError, MediaUnreachableError
from bot.channels.message import Choice, MediaOut, Message
from bot.channels.render import render
from bot.channels.whatsapp.client import WhatsAppChannel, client_for
from bot.channels.whatsapp.errors import GONE, OURS, OUTSIDE_WINDOW, REJECTED, RETRY, verdict
from bot.channels.whatsapp.parse import parse
from bot.channels.whatsapp.signature import genuine
from bot.channels.whatsapp.status import Status, parse_status
from bot.channels.whatsapp.templates import NEUTRAL, TEMPLATES, TemplatesError, ensure, submit
from bot.channels.wire import Delivered, Gone, Rejected, Retry, Uncertain, Wire
from bot.settings import Settings
from tests.doubles.server import Fault
from tests.doubles.twilio_api import ACCOUNT, TOKEN, US, WINDOW_SECONDS, TwilioApi

PERSON = "whatsapp:+22370000001"
OGG = b"OggS" + bytes(60)


def settings_for(url: str, token: str = TOKEN) -> Settings:
    return Settings(
        public_url="https://sira.example",
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=SecretStr(token),
        twilio_from=US,
        twilio_api_url=url,
    )


def media_url(media_id: str) -> str:
    return f"https://sira.example/media/{media_id}"


@pytest.fixture(scope="module")
def server() -> Iterator[TwilioApi]:
    with TwilioApi() as double:
        yield double


@pytest.fixture
def api(server: TwilioApi) -> TwilioApi:
    server.reset()
    return server


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    opened = Caller()
    yield opened
    await opened.close()


@pytest.fixture
async def channel(api: TwilioApi, caller: Caller) -> AsyncIterator[WhatsAppChannel]:
    templates = await ensure(client_for(settings_for(api.url), caller))
    opened = WhatsAppChannel(settings_for(api.url), media_url, templates)
    yield opened
    await opened.close()


@pytest.fixture
async def bare(api: TwilioApi) -> AsyncIterator[WhatsAppChannel]:
    """A channel whose templates were never set up."""
    opened = WhatsAppChannel(settings_for(api.url), media_url, {})
    yield opened
    await opened.close()


async def say(channel: WhatsAppChannel, message: Message) -> list[object]:
    return [await channel.send(PERSON, wire) for wire in render(message, WHATSAPP)]


async def test_three_choices_are_buttons_with_the_numbers_above(api: TwilioApi, channel: WhatsAppChannel) -> None:
    api.person_writes(PERSON, "bonjour")
    question = Message(
        "Merci.\n\nOù êtes-vous ?", choices=(Choice("7:mali", "Au Mali", "🏠"), Choice("7:n", "Au Niger"))
    )

    sent = await say(channel, question)

    (shown,) = api.seen(PERSON)
    assert sent == [Delivered(shown.sid)]
    assert (shown.kind, shown.choices) == ("buttons", [("🏠 Au Mali", "7:mali"), ("Au Niger", "7:n")])
    assert shown.body == "Merci. Où êtes-vous ?\n\n1. 🏠 Au Mali\n2. Au Niger"
    assert shown.status_callback == "https://sira.example/webhook/twilio/status#rc=5&rp=all"
    tap = parse(dict(api.person_taps(PERSON, "🏠 Au Mali").fields))
    assert (tap.kind, tap.choice, tap.sender, tap.account) == ("pick", "7:mali", PERSON, US)


@pytest.mark.parametrize("count", range(1, 12))
async def test_every_number_of_choices_arrives(api: TwilioApi, channel: WhatsAppChannel, count: int) -> None:
    api.person_writes(PERSON, "bonjour")
    choices = tuple(Choice(f"1:c{n}", f"Choix numéro {n}") for n in range(1, count + 1))
    (wire,) = render(Message("Que voulez-vous ?", choices=choices, list_button="Choisir"), WHATSAPP)

    assert isinstance(await channel.send(PERSON, wire), Delivered)

    (shown,) = api.seen(PERSON)
    assert shown.kind == ("buttons" if count <= 3 else "list" if count <= 10 else "text")
    assert shown.body == wire.text, "the template says the same words as the wire"
    assert shown.list_button == ("Choisir" if shown.kind == "list" else "")
    if shown.kind != "text":
        tap = parse(dict(api.person_taps(PERSON, f"Choix numéro {count}").fields))
        assert (tap.kind, tap.choice) == ("pick", f"1:c{count}")


async def test_without_templates_the_choices_are_numbered_text(api: TwilioApi, bare: WhatsAppChannel) -> None:
    api.person_writes(PERSON, "bonjour")
    await say(bare, Message("Où êtes-vous ?", choices=(Choice("1:m", "Au Mali"), Choice("1:n", "Au Niger"))))
    (shown,) = api.seen(PERSON)
    assert (shown.kind, shown.body) == ("text", "Où êtes-vous ?\n\n1. Au Mali\n2. Au Niger")


async def test_a_template_that_was_deleted_does_not_silence_the_question(
    api: TwilioApi, channel: WhatsAppChannel, caplog: pytest.LogCaptureFixture
) -> None:
    api.person_writes(PERSON, "bonjour")
    api.contents.clear()
    (sent,) = await say(channel, Message("Où ?", choices=(Choice("1:m", "Au Mali"),)))
    (shown,) = api.seen(PERSON)
    assert sent == Delivered(shown.sid)
    assert shown.body == "Où ?\n\n1. Au Mali"
    assert "21655" in caplog.text


async def test_a_long_text_arrives_whole(api: TwilioApi, channel: WhatsAppChannel) -> None:
    api.person_writes(PERSON, "bonjour")
    text = "\n\n".join(f"Paragraphe {n} 👍. " + "Des mots simples. " * 30 for n in range(8)).strip()
    sent = await say(channel, Message(f"{text}\n\nQue voulez-vous ?", choices=(Choice("1:a", "Oui"),)))
    assert all(isinstance(one, Delivered) for one in sent)
    shown = api.seen(PERSON)
    assert "".join("".join(one.body for one in shown[:-1]).split()) == "".join(text.split())
    assert shown[-1].body == "Que voulez-vous ?\n\n1. Oui"


async def test_a_voice_of_ours_is_offered_by_its_public_address(api: TwilioApi, channel: WhatsAppChannel) -> None:
    api.person_writes(PERSON, "bonjour")
    await say(channel, Message("Bonjour.", media=MediaOut("tok1", "voice", "audio/ogg")))
    voice, text = api.seen(PERSON)
    assert (voice.kind, voice.media_url, voice.body) == ("media", "https://sira.example/media/tok1", "")
    assert text.body == "Bonjour."


async def test_outside_the_window_twilio_fails_later_and_the_neutral_template_passes(
    api: TwilioApi, channel: WhatsAppChannel
) -> None:
    api.person_writes(PERSON, "bonjour")
    api.now += WINDOW_SECONDS + 1
    sent = await channel.send(PERSON, Wire("text", text="Une nouvelle."))
    assert isinstance(sent, Delivered)
    (news,) = api.news()
    assert parse_status(dict(news.fields)) == Status(sent.provider_id, "failed", OUTSIDE_WINDOW)

    api.approve(NEUTRAL)
    again = await channel.send(PERSON, Wire("template", text="Une nouvelle.", template=NEUTRAL))
    assert isinstance(again, Delivered)
    assert [parse_status(dict(form.fields)) for form in api.news()] == [
        Status(again.provider_id, "sent"),
        Status(again.provider_id, "delivered"),
    ]
    assert "nouvelle" not in api.seen(PERSON)[-1].body, "the neutral words tell nothing"


async def test_what_a_channel_cannot_do_is_refused(channel: WhatsAppChannel, bare: WhatsAppChannel) -> None:
    assert isinstance(await channel.send(PERSON, Wire("delete", delete_ref="SM1")), Rejected)
    assert isinstance(await channel.send(PERSON, Wire("media")), Rejected)
    assert isinstance(await bare.send(PERSON, Wire("template", template=NEUTRAL)), Rejected)


@pytest.mark.parametrize("code", sorted([*RETRY, *OURS, *GONE, *REJECTED, 99999]))
async def test_an_error_code_becomes_a_typed_result(api: TwilioApi, bare: WhatsAppChannel, code: int) -> None:
    api.refuse_next(400, code)
    result = await bare.send(PERSON, Wire("text", text="Bonjour."))
    expected = Retry if code in RETRY or code in OURS else Gone if code in GONE else Rejected
    assert isinstance(result, expected)
    assert str(code) in result.reason


def test_an_unknown_code_is_judged_by_its_status() -> None:
    assert isinstance(verdict(0, 500), Retry)
    assert isinstance(verdict(0, 429), Retry)
    assert isinstance(verdict(0, 401), Retry)
    assert isinstance(verdict(0, 400), Rejected)


FAULTS = [
    ("an error page", Fault(502, "<html>", content_type="text/html"), Retry),
    ("an answer that is no JSON", Fault(201, "<html>"), Uncertain),
    ("an answer that is a list", Fault(201, "[]"), Uncertain),
    ("an answer without an id", Fault(201, "{}"), Uncertain),
    ("an error of the newer shape", Fault(429, '{"type":"x","title":"x","status":429,"code":20429}'), Retry),
    ("an error without a code", Fault(400, "[]"), Rejected),
    ("a closed connection", Fault(drop=True), Uncertain),
    ("a closed connection after the message was taken", Fault(drop=True, accept=True), Uncertain),
]


@pytest.mark.parametrize(("fault", "kind"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
async def test_a_send_ends_in_a_typed_result(
    api: TwilioApi, bare: WhatsAppChannel, fault: Fault, kind: type, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api.fail_next(fault)
    result = await bare.send(PERSON, Wire("text", text="Mot secret."))
    assert isinstance(result, kind)
    assert not any(secret in caplog.text + str(result) for secret in ("Mot secret", TOKEN, PERSON))


async def test_no_answer_in_time_is_uncertain(
    api: TwilioApi, bare: WhatsAppChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.whatsapp.http.READ_SECONDS", 0.2)
    api.person_writes(PERSON, "bonjour")
    api.fail_next(Fault(hang=True, accept=True, seconds=2.0))
    assert await bare.send(PERSON, Wire("text", text="Bonjour.")) == Uncertain("Twilio did not answer")
    assert [one.body for one in api.seen(PERSON)] == ["Bonjour."]


async def test_a_server_that_is_down_is_tried_later() -> None:
    channel = WhatsAppChannel(settings_for("http://127.0.0.1:9"), media_url, {})
    assert await channel.send(PERSON, Wire("text", text="x")) == Retry(None, "Twilio could not be reached")
    assert await channel.delete_copy("SM1") == Retry(None, "Twilio could not be reached")
    await channel.close()


async def test_wrong_credentials_wait_for_the_operator(api: TwilioApi) -> None:
    channel = WhatsAppChannel(settings_for(api.url, "wrong"), media_url, {})
    result = await channel.send(PERSON, Wire("text", text="x"))
    assert isinstance(result, Retry)
    assert "SIRA_TWILIO_AUTH_TOKEN" in result.reason
    await channel.close()


async def test_twilios_copy_can_be_deleted_twice(api: TwilioApi, bare: WhatsAppChannel) -> None:
    sent = await bare.send(PERSON, Wire("text", text="Bonjour."))
    assert isinstance(sent, Delivered)
    assert [await bare.delete_copy(sent.provider_id) for _ in range(2)] == [Delivered(""), Delivered("")]


async def test_the_set_up_makes_each_template_once(api: TwilioApi, caller: Caller) -> None:
    client = client_for(settings_for(api.url), caller)
    first = await ensure(client)
    assert await ensure(client) == first
    assert sorted(first) == sorted(template.name for template in TEMPLATES)
    assert len(api.contents) == len(first) == 14


async def test_a_set_up_that_was_cut_off_goes_on(api: TwilioApi, caller: Caller) -> None:
    client = client_for(settings_for(api.url), caller)
    await ensure(client)
    for sid in list(api.contents)[5:]:
        del api.contents[sid]
    assert set((await ensure(client)).values()) == set(api.contents)
    assert len(api.contents) == 14


async def test_the_set_up_finds_templates_on_later_pages(
    api: TwilioApi, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.whatsapp.templates.PAGE", 4)
    client = client_for(settings_for(api.url), caller)
    assert await ensure(client) == await ensure(client)
    assert len(api.contents) == 14


async def test_the_neutral_template_is_submitted_once(api: TwilioApi, caller: Caller) -> None:
    client = client_for(settings_for(api.url), caller)
    sid = (await ensure(client))[NEUTRAL]
    assert await submit(client, sid) == "received"
    api.approve(NEUTRAL)
    assert await submit(client, sid) == "approved"


async def test_a_set_up_that_fails_says_what_to_do(api: TwilioApi, caller: Caller) -> None:
    with pytest.raises(TemplatesError, match="SIRA_TWILIO_AUTH_TOKEN"):
        await ensure(client_for(settings_for(api.url, "wrong"), caller))
    with pytest.raises(TemplatesError, match="SIRA_TWILIO_API_URL"):
        await ensure(client_for(settings_for("http://127.0.0.1:9"), caller))
    with pytest.raises(TemplatesError, match="20404"):
        await submit(client_for(settings_for(api.url), caller), "HX" + "9" * 32)


async def test_no_credentials_go_to_a_host_that_is_not_twilios(caller: Caller) -> None:
    client = client_for(settings_for(""), caller)
    with pytest.raises(Exception, match="not Twilio's"):
        await client.request_async("GET", "https://evil.example/2010-04-01/x")


async def test_a_voice_note_is_fetched_without_credentials_at_the_store(api: TwilioApi, bare: WhatsAppChannel) -> None:
    inbound = parse(dict(api.person_sends(PERSON, "audio/ogg", OGG).fields))
    assert inbound.kind == "voice"
    assert await bare.fetch_media(inbound.media[0].reference) == OGG


REFUSED_FILES = [
    ("a program", b"MZ\x90\x00" + bytes(50)),
    ("a web page", b"<html><script>"),
    ("nothing", b""),
    ("too large", b"OggS" + bytes(MEDIA_BYTES_MAX)),
]


@pytest.mark.parametrize("data", [row[1] for row in REFUSED_FILES], ids=[row[0] for row in REFUSED_FILES])
async def test_a_file_that_is_no_media_is_refused(api: TwilioApi, bare: WhatsAppChannel, data: bytes) -> None:
    inbound = parse(dict(api.person_sends(PERSON, "audio/ogg", data).fields))
    with pytest.raises(MediaRefusedError):
        await bare.fetch_media(inbound.media[0].reference)


ELSEWHERE = [
    "http://10.0.0.1/x",
    "http://169.254.169.254/latest/meta-data",
    "http://127.0.0.1:9/x",
    "https://evil.example/x",
    "https://media.twiliocdn.com.evil.example/x",
    "http://media.twiliocdn.com/x",
    "https://media.twiliocdn.com:8443/x",
    "file:///etc/passwd",
    "https://[bad",
]


@pytest.mark.parametrize("target", ELSEWHERE)
async def test_a_redirect_that_leads_elsewhere_is_not_followed(
    api: TwilioApi, bare: WhatsAppChannel, target: str
) -> None:
    inbound = parse(dict(api.person_sends(PERSON, "audio/ogg", OGG).fields))
    api.redirect_media_to = target
    with pytest.raises(MediaRefusedError):
        await bare.fetch_media(inbound.media[0].reference)


async def test_a_redirect_in_a_circle_ends(api: TwilioApi, bare: WhatsAppChannel) -> None:
    inbound = parse(dict(api.person_sends(PERSON, "audio/ogg", OGG).fields))
    api.fail_next(*[Fault(307, "", location=f"{api.url}/store/x")] * 4)
    with pytest.raises(MediaRefusedError, match="on and on"):
        await bare.fetch_media(inbound.media[0].reference)


async def test_a_file_that_cannot_be_had_now_says_so(api: TwilioApi, bare: WhatsAppChannel) -> None:
    inbound = parse(dict(api.person_sends(PERSON, "audio/ogg", OGG).fields))
    api.fail_next(Fault(500, "{}"))
    with pytest.raises(MediaUnreachableError):
        await bare.fetch_media(inbound.media[0].reference)
    with pytest.raises(MediaRefusedError):
        await bare.fetch_media("MM" + "0" * 32 + "/ME" + "9" * 32)
    with pytest.raises(MediaRefusedError):
        await bare.fetch_media("../../x")


def test_the_doubles_forms_are_genuine_and_hold_a_name_that_we_drop() -> None:
    double = TwilioApi()
    form = double.person_writes(PERSON, "dɛmɛ ɔ ɲɛ ŋ")
    assert genuine(
        "https://sira.example", form.path, "", form.fields, form.headers["X-Twilio-Signature"], secrets=[TOKEN]
    )
    assert "Prénom" in json.dumps(form.fields, ensure_ascii=False)
    assert "Prénom" not in repr(parse(dict(form.fields)))
