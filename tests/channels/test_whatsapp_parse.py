"""Twilio's forms as what came in, and as news of what went out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.inbound import Inbound, MediaRef
from bot.channels.whatsapp.parse import parse
from bot.channels.whatsapp.status import FORWARD, STATES, Status, forward, parse_status

SM, ME = "SM" + "a" * 32, "ME" + "b" * 32
US, PERSON = "whatsapp:+22320000000", "whatsapp:+22370000001"
USER = "whatsapp:ML.4566546130240823"
HEAD = {
    "MessageSid": SM,
    "SmsMessageSid": SM,
    "From": PERSON,
    "To": US,
    "WaId": "22370000001",
    "ProfileName": "Prénom Nom",
    "NumMedia": "0",
    "Body": "",
    "MessageType": "text",
    "ChannelMetadata": '{"type":"whatsapp","data":{"context":{"ProfileName":"Prénom Nom"}}}',
}
URL = f"https://api.twilio.com/2010-04-01/Accounts/AC{'0' * 32}/Messages/{SM}/Media/{ME}"


def form(**more: str) -> dict[str, str]:
    return HEAD | more


def media(content_type: str, message_type: str, **more: str) -> dict[str, str]:
    return form(NumMedia="1", MediaUrl0=URL, MediaContentType0=content_type, MessageType=message_type, **more)


def inbound(kind: str, **more: Any) -> Inbound:
    return Inbound(
        **(
            {"channel": "whatsapp", "account": US, "provider_id": SM, "sender": PERSON, "message_ref": SM}
            | {"kind": kind}
            | more
        )
    )


TABLE: list[tuple[str, dict[str, Any], Inbound]] = [
    ("text", form(Body="I ni ce"), inbound("text", text="I ni ce")),
    ("STOP stays text", form(Body="STOP"), inbound("text", text="STOP")),
    (
        "a button",
        form(Body="Oui", MessageType="button", ButtonText="Oui", ButtonPayload="4:oui"),
        inbound("pick", choice="4:oui", text="Oui"),
    ),
    (
        "a row of a list",
        form(Body="Au Mali", MessageType="interactive", ListId="4:mali", ListTitle="Au Mali"),
        inbound("pick", choice="4:mali", text="Au Mali"),
    ),
    (
        "a row without its title",
        form(Body="Au Mali", MessageType="interactive", ListId="4:mali"),
        inbound("pick", choice="4:mali", text="Au Mali"),
    ),
    (
        "a place",
        form(MessageType="location", Latitude="12.65", Longitude="-8.0", Address="x", Label="y"),
        inbound("location", location=(12.65, -8.0)),
    ),
    ("a place off the Earth", form(MessageType="location", Latitude="95", Longitude="0"), inbound("ignored")),
    ("voice", media("audio/ogg", "audio"), inbound("voice", media=(MediaRef(f"{SM}/{ME}", "audio/ogg"),))),
    (
        "voice with its codec",
        media("audio/ogg; codecs=opus", "audio"),
        inbound("voice", media=(MediaRef(f"{SM}/{ME}", "audio/ogg"),)),
    ),
    (
        "a picture with words",
        media("image/jpeg", "image", Body="mon papier"),
        inbound("image", text="mon papier", media=(MediaRef(f"{SM}/{ME}", "image/jpeg"),)),
    ),
    ("a sticker", media("image/webp", "sticker"), inbound("sticker", media=(MediaRef(f"{SM}/{ME}", "image/webp"),))),
    ("a video", media("video/mp4", "video"), inbound("video", media=(MediaRef(f"{SM}/{ME}", "video/mp4"),))),
    (
        "a document without its name",
        media("application/pdf", "document", Body="cv.pdf"),
        inbound("document", text="cv.pdf", media=(MediaRef(f"{SM}/{ME}", "application/pdf"),)),
    ),
    ("a contact card without its contents", media("text/vcard", "contacts", Body="Nom"), inbound("contact")),
    ("a contact by type", form(MessageType="contacts"), inbound("contact")),
    (
        "a file whose address has no ids",
        form(MediaUrl0="http://10.0.0.1/x", MediaContentType0="audio/ogg"),
        inbound("voice"),
    ),
    ("a reaction", form(MessageType="reaction"), inbound("ignored")),
    ("a type of tomorrow", form(MessageType="telepathy", Thought="x"), inbound("ignored")),
    ("blank", form(Body=" \n"), inbound("ignored")),
    ("NUL", form(Body="a\0b"), inbound("text", text="ab")),
    ("number and user id", form(Body="x", ExternalUserId=USER), inbound("text", text="x", alias=USER)),
    ("a hidden number", form(Body="x", From=USER, ExternalUserId=USER), inbound("text", text="x", sender=USER)),
    ("no From", form(Body="x", From="", ExternalUserId=USER), inbound("text", text="x", sender=USER)),
    (
        "a user id without its prefix",
        form(Body="x", From="", ExternalUserId="ML.4566546130240823"),
        inbound("text", text="x", sender=USER),
    ),
    ("nobody", form(Body="x", From=""), inbound("ignored", sender="")),
    ("a malformed sender", form(Body="x", From="whatsapp:+abc"), inbound("ignored", sender="")),
    ("a plain number", form(Body="x", From="+22370000001"), inbound("ignored", sender="")),
    (
        "a call",
        {"CallSid": "CA1", "From": PERSON, "To": US, "CallStatus": "ringing"},
        inbound("call", provider_id="CA1", message_ref=""),
    ),
    ("nothing", {}, Inbound("whatsapp", "", "", "", "ignored")),
]  # fmt: skip


@pytest.mark.parametrize(("given_form", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_a_form_is_understood(given_form: dict[str, Any], expected: Inbound) -> None:
    found = parse(given_form)
    assert found == expected
    assert "Prénom" not in repr(found)


FIELDS = st.sampled_from([*HEAD, "MediaUrl0", "MediaContentType0", "ButtonPayload", "ListId", "Latitude", "Longitude"])
VALUES = st.text(max_size=30) | st.none() | st.integers() | st.floats() | st.lists(st.text(max_size=3)) | st.binary()


@given(st.dictionaries(FIELDS, VALUES))
def test_any_form_never_raises(odd: dict[str, Any]) -> None:
    for fields in (odd, HEAD | odd):
        found = parse(fields)
        repr(found).encode()
        assert found.sender or found.kind == "ignored"
        parse_status(fields)


STATUS = [
    ("queued", {"MessageStatus": "queued"}, Status(SM, "accepted")),
    ("sent", {"MessageStatus": "sent"}, Status(SM, "sent")),
    ("delivered", {"MessageStatus": "delivered"}, Status(SM, "delivered")),
    ("read", {"MessageStatus": "read"}, Status(SM, "read")),
    ("undelivered", {"MessageStatus": "undelivered", "ErrorCode": "63024"}, Status(SM, "failed", 63024)),
    ("failed outside the window", {"MessageStatus": "failed", "ErrorCode": "63016"}, Status(SM, "failed", 63016)),
    ("an old name of the field", {"SmsStatus": "Sent"}, Status(SM, "sent")),
    ("a code that is none", {"MessageStatus": "failed", "ErrorCode": "²"}, Status(SM, "failed")),
    ("a code too long", {"MessageStatus": "failed", "ErrorCode": "9" * 5000}, Status(SM, "failed")),
    ("a word of tomorrow", {"MessageStatus": "pondered"}, None),
    ("no word", {}, None),
]


@pytest.mark.parametrize(("fields", "expected"), [row[1:] for row in STATUS], ids=[row[0] for row in STATUS])
def test_a_status_is_understood(fields: dict[str, str], expected: Status | None) -> None:
    assert parse_status({"MessageSid": SM} | fields) == expected


def test_a_status_without_a_message_is_none() -> None:
    assert parse_status({"MessageStatus": "sent"}) is None


@given(st.lists(st.sampled_from(sorted(set(STATES.values())))))
def test_a_delivery_never_moves_back(news: list[Any]) -> None:
    order = {"accepted": 0, "sent": 1, "failed": 2, "delivered": 3, "read": 4}
    state = "accepted"
    for one in news:
        before, state = state, forward(state, one)  # type: ignore[arg-type]
        assert order[state] >= order[before]
        assert forward(state, one) == state, "the same news twice changes nothing"  # type: ignore[arg-type]


def test_every_state_says_where_it_can_go() -> None:
    assert set(FORWARD) == set(STATES.values())
