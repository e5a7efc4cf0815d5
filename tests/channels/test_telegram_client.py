"""The real client library talks over HTTP to the double of Telegram's servers."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator

import pytest
from pydantic import SecretStr

from bot.channels.capabilities import TELEGRAM
from bot.channels.inbound import Inbound
from bot.channels.media import MEDIA_BYTES_MAX, MediaRefusedError, MediaUnreachableError
from bot.channels.message import Choice, MediaOut, Message
from bot.channels.render import render
from bot.channels.telegram.client import TelegramChannel
from bot.channels.telegram.parse import parse
from bot.channels.wire import Delivered, Gone, Rejected, Retry, Uncertain, Wire
from bot.settings import Settings
from tests.doubles.server import Fault
from tests.doubles.telegram_api import DELETE_SECONDS, TOKEN, TelegramApi

CHAT = 5550001
OGG = b"OggS" + bytes(60)
FILES = {"voice-1": OGG, "card-1": b"%PDF-1.7 ...", "photo-1": b"\xff\xd8\xff" + bytes(20)}


async def load(media_id: str) -> bytes | None:
    return FILES.get(media_id)


@pytest.fixture(scope="module")
def server() -> Iterator[TelegramApi]:
    with TelegramApi() as double:
        yield double


@pytest.fixture
def api(server: TelegramApi) -> TelegramApi:
    server.reset()
    return server


@pytest.fixture
async def channel(api: TelegramApi) -> AsyncIterator[TelegramChannel]:
    settings = Settings(telegram_token=SecretStr(TOKEN), telegram_api_url=api.url, telegram_secret=SecretStr("s3cret"))
    opened = TelegramChannel(settings, load)
    yield opened
    await opened.close()


async def test_a_question_with_buttons_is_seen_and_a_tap_comes_back(api: TelegramApi, channel: TelegramChannel) -> None:
    api.person_starts(CHAT)
    question = Message("Où êtes-vous ?", choices=(Choice("7:mali", "Au Mali", "🏠"), Choice("7:niger", "Au Niger")))

    sent = [await channel.send(str(CHAT), wire) for wire in render(question, TELEGRAM)]

    (shown,) = api.seen(CHAT)
    assert sent == [Delivered(str(shown.message_id))]
    assert shown.text == "Où êtes-vous ?"
    assert shown.buttons == [("1️⃣ 🏠 Au Mali", "7:mali"), ("2️⃣ Au Niger", "7:niger")]
    tap = parse(api.person_taps(CHAT, "1️⃣ 🏠 Au Mali"), channel.account)
    assert (tap.kind, tap.choice, tap.message_ref) == ("pick", "7:mali", str(shown.message_id))
    assert await channel.answer_callback(tap.callback) == Delivered("")
    assert isinstance(await channel.answer_callback(tap.callback), Rejected), "answered only once"


async def test_a_text_longer_than_telegram_takes_arrives_whole(api: TelegramApi, channel: TelegramChannel) -> None:
    api.person_starts(CHAT)
    text = "\n\n".join(f"Paragraphe {n} 👍. " + "Des mots simples. " * 20 for n in range(40)).strip()

    for wire in render(Message(text, choices=(Choice("1:ok", "OK"),)), TELEGRAM):
        assert isinstance(await channel.send(str(CHAT), wire), Delivered)

    shown = api.seen(CHAT)
    assert " ".join(" ".join(one.text for one in shown).split()) == " ".join(text.split())
    assert [len(one.buttons) for one in shown] == [0] * (len(shown) - 1) + [1]


@pytest.mark.parametrize(
    ("media", "method", "filename"),
    [
        (MediaOut("voice-1", "voice", "audio/ogg"), "sendVoice", "message.ogg"),
        (MediaOut("photo-1", "image", "image/jpeg"), "sendPhoto", "image.jpg"),
        (MediaOut("card-1", "document", "application/pdf"), "sendDocument", "document.pdf"),
    ],
)
async def test_files_of_ours_are_uploaded_under_a_neutral_name(
    api: TelegramApi, channel: TelegramChannel, media: MediaOut, method: str, filename: str
) -> None:
    api.person_starts(CHAT)

    assert isinstance(await channel.send(str(CHAT), Wire("media", media=media)), Delivered)

    (shown,) = api.seen(CHAT)
    assert api.calls[-1].method == method
    assert (shown.file.filename, shown.file.data) == (filename, FILES[media.media_id])


async def test_a_file_that_is_gone_from_the_store_is_refused(api: TelegramApi, channel: TelegramChannel) -> None:
    api.person_starts(CHAT)
    wire = Wire("media", media=MediaOut("missing", "voice", "audio/ogg"))
    assert await channel.send(str(CHAT), wire) == Rejected("the file missing is not in the store any more")


async def test_a_message_is_taken_back_once_and_again_without_complaint(
    api: TelegramApi, channel: TelegramChannel
) -> None:
    api.person_starts(CHAT)
    await channel.send(str(CHAT), Wire("text", text="Un mot."))
    (shown,) = api.seen(CHAT)
    wire = Wire("delete", delete_ref=str(shown.message_id))

    assert [await channel.send(str(CHAT), wire) for _ in range(2)] == [Delivered(""), Delivered("")]
    assert api.seen(CHAT) == []


async def test_a_message_older_than_two_days_stays(api: TelegramApi, channel: TelegramChannel) -> None:
    api.person_starts(CHAT)
    await channel.send(str(CHAT), Wire("text", text="Un mot."))
    (shown,) = api.seen(CHAT)
    api.now += DELETE_SECONDS + 1
    assert isinstance(await channel.send(str(CHAT), Wire("delete", delete_ref=str(shown.message_id))), Rejected)
    assert isinstance(await channel.send(str(CHAT), Wire("delete", delete_ref="abc")), Rejected)


async def test_who_blocked_the_bot_or_never_wrote_is_gone(api: TelegramApi, channel: TelegramChannel) -> None:
    assert isinstance(await channel.send("999", Wire("text", text="Bonjour.")), Gone)
    api.person_starts(CHAT)
    assert parse(api.person_blocks(CHAT), channel.account).kind == "blocked"
    assert isinstance(await channel.send(str(CHAT), Wire("text", text="Bonjour.")), Gone)


async def test_telegram_asks_to_slow_down_and_says_for_how_long(api: TelegramApi, channel: TelegramChannel) -> None:
    api.person_starts(CHAT)
    api.slow_down(7)
    assert await channel.send(str(CHAT), Wire("text", text="Bonjour.")) == Retry(7.0, "Telegram asks to slow down")


FAULTS = [
    ("an error of its own", Fault(500, '{"ok":false,"error_code":500,"description":"Internal Server Error"}'), Retry),
    ("a bad gateway's page", Fault(502, "<html>502</html>", content_type="text/html"), Retry),
    ("an answer that is no JSON", Fault(200, "<html>"), Retry),
    ("an answer that is a list", Fault(200, "[]"), Retry),
    ("an answer without a result", Fault(200, '{"ok":true}'), Retry),
    ("a result of another shape", Fault(200, '{"ok":true,"result":{}}'), Uncertain),
    ("a result that is true", Fault(200, '{"ok":true,"result":true}'), Uncertain),
    ("a closed connection", Fault(drop=True), Uncertain),
    ("a closed connection after the message was taken", Fault(drop=True, accept=True), Uncertain),
    ("a conflict", Fault(409, '{"ok":false,"error_code":409,"description":"Conflict: other getUpdates"}'), Retry),
    ("a migrated chat", Fault(400, '{"ok":false,"description":"x","parameters":{"migrate_to_chat_id":-1001}}'), Gone),
    ("a deactivated user", Fault(403, '{"ok":false,"description":"Forbidden: user is deactivated"}'), Gone),
]


@pytest.mark.parametrize(("fault", "kind"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
async def test_a_send_ends_in_a_typed_result(
    api: TelegramApi, channel: TelegramChannel, fault: Fault, kind: type, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api.person_starts(CHAT)
    api.fail_next(fault)
    result = await channel.send(str(CHAT), Wire("text", text="Mot secret."))
    assert isinstance(result, kind)
    assert "Mot secret" not in caplog.text + str(result)
    assert TOKEN not in caplog.text + str(result)


async def test_no_answer_in_time_is_uncertain(
    api: TelegramApi, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.request.READ_SECONDS", 0.2)
    api.person_starts(CHAT)
    api.fail_next(Fault(hang=True, accept=True, seconds=2.0))
    assert await channel.send(str(CHAT), Wire("text", text="Bonjour.")) == Uncertain("Telegram did not answer")
    assert [one.text for one in api.seen(CHAT)] == ["Bonjour."]


async def test_a_server_that_is_down_is_tried_later() -> None:
    channel = TelegramChannel(Settings(telegram_token=SecretStr(TOKEN), telegram_api_url="http://127.0.0.1:9"), load)
    assert await channel.send(str(CHAT), Wire("text", text="Bonjour.")) == Retry(None, "Telegram could not be reached")
    await channel.close()


async def test_a_wrong_token_waits_for_the_operator(api: TelegramApi) -> None:
    wrong = SecretStr(TOKEN[:-1] + "X")
    channel = TelegramChannel(Settings(telegram_token=wrong, telegram_api_url=api.url), load)
    result = await channel.send(str(CHAT), Wire("text", text="Bonjour."))
    assert isinstance(result, Retry)
    assert "SIRA_TELEGRAM_TOKEN" in result.reason
    await channel.close()


async def test_a_voice_note_is_fetched(api: TelegramApi, channel: TelegramChannel) -> None:
    inbound = parse(api.person_sends(CHAT, "voice", OGG, duration=3, mime_type="audio/ogg"), channel.account)
    assert await channel.fetch_media(inbound.media[0].reference) == OGG


REFUSED_FILES = [
    ("a program", b"MZ\x90\x00" + bytes(50)),
    ("a web page", b"<html><script>"),
    ("nothing", b""),
    ("too large", b"OggS" + bytes(MEDIA_BYTES_MAX)),
]


@pytest.mark.parametrize("data", [row[1] for row in REFUSED_FILES], ids=[row[0] for row in REFUSED_FILES])
async def test_a_file_that_is_no_media_is_refused(api: TelegramApi, channel: TelegramChannel, data: bytes) -> None:
    with pytest.raises(MediaRefusedError):
        await channel.fetch_media(api.keep_file(data))


async def test_a_file_that_cannot_be_had_now_says_so(api: TelegramApi, channel: TelegramChannel) -> None:
    with pytest.raises(MediaRefusedError):
        await channel.fetch_media("unknown")
    file_id = api.keep_file(OGG)
    api.fail_next(Fault(500, "{}"))
    with pytest.raises(MediaUnreachableError):
        await channel.fetch_media(file_id)


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "http://10.0.0.1/x", "a//b", "a/../b", "", 5])
async def test_a_path_that_leads_elsewhere_is_not_followed(
    api: TelegramApi, channel: TelegramChannel, path: object
) -> None:
    import json

    api.fail_next(Fault(200, json.dumps({"ok": True, "result": {"file_id": "x", "file_path": path}})))
    with pytest.raises(MediaRefusedError):
        await channel.fetch_media("x")


async def test_polling_gives_updates_and_forgets_those_committed(api: TelegramApi, channel: TelegramChannel) -> None:
    first, second = api.person_writes(CHAT, "un"), api.person_writes(CHAT, "deux")
    assert await channel.updates.get_updates(seconds=0) == [first, second]
    assert await channel.updates.get_updates(first["update_id"] + 1, seconds=0) == [second]
    assert await channel.updates.get_updates(second["update_id"] + 1, seconds=0) == []


async def test_polling_waits_until_a_webhook_is_away(api: TelegramApi, channel: TelegramChannel) -> None:
    api.webhook = "https://sira.example/webhook/telegram"
    assert isinstance(await channel.updates.get_updates(seconds=0), Retry)
    assert await channel.updates.delete_webhook() == Delivered("")
    assert await channel.updates.get_updates(seconds=0) == []


async def test_no_name_of_a_person_comes_in(api: TelegramApi, channel: TelegramChannel) -> None:
    update = api.person_writes(CHAT, "bonjour")
    assert update["message"]["from"]["first_name"] == "Prénom"
    inbound = parse(update, channel.account)
    assert isinstance(inbound, Inbound)
    assert not any(name in repr(inbound) for name in ("Prénom", "Nom", "quelquun"))
