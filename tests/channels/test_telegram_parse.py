"""Telegram updates as what came in: a table of real shapes, then shapes that nobody sends."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.inbound import Inbound, MediaRef
from bot.channels.telegram.parse import parse

CHAT = {"id": 77, "type": "private", "first_name": "Prénom", "username": "quelquun"}
FROM = {"id": 77, "is_bot": False, "first_name": "Prénom", "last_name": "Nom", "language_code": "fr"}
HEAD = {"message_id": 5, "date": 1_790_000_000, "chat": CHAT, "from": FROM}
GROUP = {"id": -5, "type": "group"}
FILE = {"file_id": "F1", "file_unique_id": "u1", "file_size": 900}


def message(**content: Any) -> dict[str, Any]:
    return {"update_id": 9, "message": HEAD | content}


def inbound(kind: str, **more: Any) -> Inbound:
    there = {"provider_id": "9", "sender": "77", "message_ref": "5", "sent_at": 1_790_000_000}
    return Inbound(**({"channel": "telegram", "account": "42", "kind": kind} | there | more))


IGNORED = Inbound("telegram", "42", "9", "", "ignored")
TABLE: list[tuple[str, dict[str, Any], Inbound]] = [
    ("text", message(text="Bonjour"), inbound("text", text="Bonjour")),
    ("text of letters outside French", message(text="ɲɛ 👍🏾 ߃"), inbound("text", text="ɲɛ 👍🏾 ߃")),
    ("NUL and half a picture", message(text="a\0b\ud83d"), inbound("text", text="ab\ufffd")),
    ("start", message(text="/start"), inbound("start")),
    ("start with a code", message(text="/start agadez-2"), inbound("start", entry="agadez-2")),
    ("start for this bot by name", message(text="/start@sira_bot gao"), inbound("start", entry="gao")),
    ("start with a forged code", message(text="/start ../../x"), inbound("start")),
    ("start with a code too long", message(text="/start " + "a" * 65), inbound("start")),
    ("a word that only begins like start", message(text="/started"), inbound("text", text="/started")),
    ("another command is text", message(text="/aide"), inbound("text", text="/aide")),
    (
        "voice",
        message(voice=FILE | {"duration": 7, "mime_type": "audio/ogg"}),
        inbound("voice", media=(MediaRef("F1", "audio/ogg", 900, 7),)),
    ),
    (
        "audio file",
        message(audio=FILE | {"duration": 60, "title": "x", "performer": "Nom"}, caption="écoutez"),
        inbound("voice", text="écoutez", media=(MediaRef("F1", "audio/mpeg", 900, 60),)),
    ),
    (
        "photo, the largest",
        message(photo=[FILE | {"width": 90}, {"file_id": "F2", "file_size": 5000}], caption="mon papier"),
        inbound("image", text="mon papier", media=(MediaRef("F2", "image/jpeg", 5000),)),
    ),
    (
        "video",
        message(video=FILE | {"duration": 4, "mime_type": "video/mp4"}),
        inbound("video", media=(MediaRef("F1", "video/mp4", 900, 4),)),
    ),
    ("round video", message(video_note=FILE), inbound("video", media=(MediaRef("F1", "video/mp4", 900),))),
    (
        "moving picture, not a document",
        message(animation=FILE, document=FILE),
        inbound("video", media=(MediaRef("F1", "video/mp4", 900),)),
    ),
    (
        "document without its name",
        message(document=FILE | {"file_name": "cv-Nom.pdf", "mime_type": "application/pdf"}),
        inbound("document", media=(MediaRef("F1", "application/pdf", 900),)),
    ),
    ("voice without a file", message(voice={"duration": 3}), inbound("voice")),
    ("place", message(location={"latitude": 12.6, "longitude": -8}), inbound("location", location=(12.6, -8.0))),
    (
        "venue",
        message(venue={"title": "x"}, location={"latitude": 1, "longitude": 2}),
        inbound("location", location=(1.0, 2.0)),
    ),
    ("a place off the Earth", message(location={"latitude": 91, "longitude": 0}), inbound("ignored")),
    ("contact without its contents", message(contact={"phone_number": "+22370000000"}), inbound("contact")),
    ("sticker", message(sticker=FILE | {"emoji": "👍"}), inbound("sticker", text="👍")),
    ("poll", message(poll={"id": "1"}), inbound("ignored")),
    ("dice", message(dice={"emoji": "🎲", "value": 3}), inbound("ignored")),
    ("pinned message", message(pinned_message=HEAD | {"text": "x"}), inbound("ignored")),
    (
        "edited",
        {"update_id": 9, "edited_message": HEAD | {"text": "Bonsoir", "edit_date": 1_790_000_009}},
        inbound("edited", text="Bonsoir"),
    ),
    (
        "edited caption",
        {"update_id": 9, "edited_message": HEAD | {"caption": "ici", "photo": [FILE]}},
        inbound("edited", text="ici"),
    ),
    (
        "tap",
        {"update_id": 9, "callback_query": {"id": "c1", "from": FROM, "data": "4:oui", "message": HEAD}},
        inbound("pick", choice="4:oui", callback="c1", sent_at=0),
    ),
    (
        "tap on a message that Telegram no longer shows",
        {
            "update_id": 9,
            "callback_query": {"id": "c1", "data": "4:oui", "message": {"message_id": 5, "date": 0, "chat": CHAT}},
        },
        inbound("pick", choice="4:oui", callback="c1", sent_at=0),
    ),
    (
        "tap without data is still answered",
        {"update_id": 9, "callback_query": {"id": "c1", "message": HEAD, "game_short_name": "x"}},
        inbound("ignored", callback="c1", sent_at=0),
    ),
    (
        "tap in an inline message",
        {"update_id": 9, "callback_query": {"id": "c1", "data": "x", "inline_message_id": "i"}},
        Inbound("telegram", "42", "9", "", "ignored", callback="c1"),
    ),
    (
        "blocked",
        {"update_id": 9, "my_chat_member": {"chat": CHAT, "date": 3, "new_chat_member": {"status": "kicked"}}},
        inbound("blocked", message_ref="", sent_at=3),
    ),
    (
        "unblocked",
        {"update_id": 9, "my_chat_member": {"chat": CHAT, "date": 3, "new_chat_member": {"status": "member"}}},
        inbound("ignored", message_ref="", sent_at=3),
    ),
    ("group", {"update_id": 9, "message": HEAD | {"text": "x", "chat": GROUP}}, IGNORED),
    (
        "supergroup",
        {"update_id": 9, "message": HEAD | {"text": "x", "chat": {"id": -100, "type": "supergroup"}}},
        IGNORED,
    ),
    ("channel post", {"update_id": 9, "channel_post": HEAD | {"text": "x"}}, IGNORED),
    ("inline query", {"update_id": 9, "inline_query": {"id": "1", "query": "x"}}, IGNORED),
    (
        "the bot thrown out of a group",
        {"update_id": 9, "my_chat_member": {"chat": GROUP, "new_chat_member": {"status": "kicked"}}},
        IGNORED,
    ),
    ("a kind of tomorrow", {"update_id": 9, "telepathy": {"thought": "x"}}, IGNORED),
    ("an empty message", {"update_id": 9, "message": HEAD}, inbound("ignored")),
    ("a chat without id", {"update_id": 9, "message": HEAD | {"text": "x", "chat": {"type": "private"}}}, IGNORED),
    (
        "a chat whose id is text",
        {"update_id": 9, "message": HEAD | {"text": "x", "chat": {"id": "77", "type": "private"}}},
        IGNORED,
    ),
    ("no update id", {"message": HEAD | {"text": "x"}}, inbound("text", text="x", provider_id="")),
    ("nothing", {}, Inbound("telegram", "42", "", "", "ignored")),
]  # fmt: skip


@pytest.mark.parametrize(("update", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_an_update_is_understood(update: dict[str, Any], expected: Inbound) -> None:
    found = parse(update, "42")
    assert found == expected
    assert not any(name in repr(found) for name in ("Prénom", "Nom", "quelquun", "+223"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
PATHS = [
    ("message", "chat"),
    ("message", "chat", "id"),
    ("message", "text"),
    ("message", "voice"),
    ("message", "photo"),
]
PATHS += [("message", "location"), ("message", "location", "latitude"), ("message", "sticker"), ("update_id",)]
PATHS += [("callback_query",), ("callback_query", "data"), ("callback_query", "message"), ("my_chat_member",)]
PATHS += [("message",), ("edited_message",), ("message", "date"), ("message", "message_id"), ("message", "contact")]


@given(st.sampled_from(PATHS), JSON)
def test_a_field_of_any_type_never_raises(path: tuple[str, ...], value: object) -> None:
    update: dict[str, Any] = json.loads(json.dumps(message(text="x", callback_query={})))
    inner = update
    for step in path[:-1]:
        inner = inner.setdefault(step, {})
    inner[path[-1]] = value
    found = parse(update, "42")
    repr(found).encode()
    assert found.sender or found.kind == "ignored"


@given(
    st.dictionaries(
        st.sampled_from(["update_id", "message", "callback_query", "edited_message", "my_chat_member"]), JSON
    )
)
def test_any_object_never_raises(update: dict[str, Any]) -> None:
    found = parse(update, "42")
    assert found.sender or found.kind == "ignored"


def test_a_huge_text_is_kept_whole() -> None:
    assert len(parse(message(text="x" * 250_000), "42").text) == 250_000
