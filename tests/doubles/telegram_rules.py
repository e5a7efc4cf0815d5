"""What the Bot API accepts: the methods that Sira uses, their parameters, types and limits, and its words of refusal.

Source: the published Bot API (10.x, 2026), python-telegram-bot's constants and the open Bot API server, for the texts.
The double is stricter in one point: an unknown parameter is refused, since it can only be a mistake of ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

TEXT_MAX = 4096
CAPTION_MAX = 1024
CALLBACK_DATA_BYTES_MAX = 64
BUTTONS_MAX = 100
BUTTONS_IN_ROW_MAX = 8
CALLBACK_ANSWER_MAX = 200
TOPIC_NAME_MAX = 128
PHOTO_BYTES_MAX = 10_000_000
UPLOAD_BYTES_MAX = 50_000_000
DOWNLOAD_BYTES_MAX = 20_000_000  # the pages say MB; read as millions, the smaller meaning
WEBHOOK_PORTS = {443, 80, 88, 8443}
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
UPDATE_KINDS = {"message", "edited_message", "callback_query", "my_chat_member", "inline_query", "poll", "chat_member"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error answer of the Bot API."""

    status: int
    description: str
    parameters: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart form."""

    filename: str
    content_type: str
    data: bytes


Check = Callable[[Any], str]


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def bad(description: str) -> Refusal:
    return Refusal(400, f"Bad Request: {description}")


def _text(value: str) -> str:
    if not value.strip():
        return "message text is empty"
    return "message is too long" if utf16(value) > TEXT_MAX else ""


def _caption(value: str) -> str:
    return "message caption is too long" if utf16(value) > CAPTION_MAX else ""


def _topic_name(value: str) -> str:
    return "" if 1 <= len(value.strip()) <= TOPIC_NAME_MAX else "TOPIC_NAME_INVALID"


def _callback_answer(value: str) -> str:
    return "MESSAGE_TOO_LONG" if utf16(value) > CALLBACK_ANSWER_MAX else ""


def _keyboard(value: Any) -> str:
    if not isinstance(value, dict):
        return "object expected as reply markup"
    rows = value.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return 'field "inline_keyboard" must be an Array of Arrays'
    if sum(map(len, rows)) > BUTTONS_MAX:
        return "reply markup is too long"
    if any(len(row) > BUTTONS_IN_ROW_MAX for row in rows):
        return "too many buttons in a row"
    return next((problem for row in rows for button in row if (problem := _button(button))), "")


def _button(button: Any) -> str:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not button["text"].strip():
        return "inline keyboard button text must be non-empty"
    if unknown := set(button) - {"text", "callback_data", "url", "style"}:
        return f"unknown field {min(unknown)} of a button"
    if len({"callback_data", "url"} & set(button)) != 1:
        return "Text buttons are unallowed in the inline keyboard"
    data = button.get("callback_data", "x")
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES_MAX:
        return "BUTTON_DATA_INVALID"
    return ""


def _preview(value: Any) -> str:
    return "" if isinstance(value, dict) and isinstance(value.get("is_disabled", False), bool) else "object expected"


def _webhook(value: str) -> str:
    if not value:
        return ""
    try:
        address = urlsplit(value)
        port = address.port or 443
    except ValueError:
        return "bad webhook: URL is invalid"
    if address.scheme != "https" or not address.hostname:
        return "bad webhook: An HTTPS URL must be provided for webhook"
    return "" if port in WEBHOOK_PORTS else "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"


def _secret(value: str) -> str:
    return "" if SECRET.fullmatch(value) else "secret token contains unallowed characters"


def _update_kinds(value: Any) -> str:
    fine = isinstance(value, list) and all(kind in UPDATE_KINDS for kind in value)
    return "" if fine else "can't parse allowed updates"


def _between(low: int, high: int, name: str) -> Check:
    return lambda value: "" if low <= value <= high else f"{name} must be from {low} to {high}"


def _upload(limit: int, what: str) -> Check:
    def check(value: Upload | str) -> str:
        if isinstance(value, str):
            return "" if value.strip() else f"there is no {what} in the request"
        if not value.data:
            return "file must be non-empty"
        return f"file of size {len(value.data)} bytes is too big for a {what}" if len(value.data) > limit else ""

    return check


@dataclass(frozen=True, slots=True)
class Parameter:
    """``type`` as the Bot API names it; ``check`` gives the words of refusal or nothing."""

    type: str
    required: bool = False
    check: Check = lambda _: ""
    missing: str = ""


CHAT = Parameter("Integer", required=True, missing="chat_id is empty")
SENT = {"reply_markup": Parameter("Object", check=_keyboard), "disable_notification": Parameter("Boolean")}
METHODS: Mapping[str, Mapping[str, Parameter]] = {
    "sendMessage": {
        "chat_id": CHAT,
        "text": Parameter("String", required=True, check=_text, missing="message text is empty"),
        "message_thread_id": Parameter("Integer"),
        "link_preview_options": Parameter("Object", check=_preview),
        **SENT,
    },
    "editMessageText": {
        "chat_id": Parameter("Integer"),
        "message_id": Parameter("Integer"),
        "text": Parameter("String", required=True, check=_text, missing="message text is empty"),
        "link_preview_options": Parameter("Object", check=_preview),
        "reply_markup": Parameter("Object", check=_keyboard),
    },
    "createForumTopic": {
        "chat_id": CHAT,
        "name": Parameter("String", required=True, check=_topic_name, missing="TOPIC_NAME_EMPTY"),
    },
    "getChat": {"chat_id": CHAT},
    "getChatMember": {
        "chat_id": CHAT,
        "user_id": Parameter("Integer", required=True, missing="invalid user_id specified"),
    },
    "sendVoice": {
        "chat_id": CHAT,
        "voice": Parameter(
            "File", required=True, check=_upload(UPLOAD_BYTES_MAX, "voice"), missing="there is no voice in the request"
        ),
        "caption": Parameter("String", check=_caption),
        "duration": Parameter("Integer", check=_between(0, 86_400, "duration")),
        **SENT,
    },
    "sendPhoto": {
        "chat_id": CHAT,
        "photo": Parameter(
            "File", required=True, check=_upload(PHOTO_BYTES_MAX, "photo"), missing="there is no photo in the request"
        ),
        "caption": Parameter("String", check=_caption),
        **SENT,
    },
    "sendDocument": {
        "chat_id": CHAT,
        "document": Parameter(
            "File",
            required=True,
            check=_upload(UPLOAD_BYTES_MAX, "document"),
            missing="there is no document in the request",
        ),
        "caption": Parameter("String", check=_caption),
        **SENT,
    },
    "deleteMessage": {
        "chat_id": CHAT,
        "message_id": Parameter("Integer", required=True, missing="message identifier is not specified"),
    },
    "answerCallbackQuery": {
        "callback_query_id": Parameter("String", required=True, missing="query_id is empty"),
        "text": Parameter("String", check=_callback_answer),
        "show_alert": Parameter("Boolean"),
    },
    "getFile": {"file_id": Parameter("String", required=True, missing="file_id is empty")},
    "getMe": {},
    "getWebhookInfo": {},
    "setWebhook": {
        "url": Parameter("String", required=True, check=_webhook, missing="url is empty"),
        "max_connections": Parameter("Integer", check=_between(1, 100, "max_connections")),
        "allowed_updates": Parameter("Array", check=_update_kinds),
        "drop_pending_updates": Parameter("Boolean"),
        "secret_token": Parameter("String", check=_secret),
    },
    "deleteWebhook": {"drop_pending_updates": Parameter("Boolean")},
    "getUpdates": {
        "offset": Parameter("Integer"),
        "limit": Parameter("Integer", check=_between(1, 100, "limit")),
        "timeout": Parameter("Integer", check=_between(0, 50, "timeout")),
        "allowed_updates": Parameter("Array", check=_update_kinds),
    },
}


def read(method: str, given: Mapping[str, Any]) -> dict[str, Any] | Refusal:
    """The parameters in their types, or why the call is refused. Values come as form text, JSON values or uploads."""
    known = METHODS[method]
    if unknown := set(given) - set(known):
        return bad(f"unknown parameter {min(unknown)}")
    values: dict[str, Any] = {}
    for name, parameter in known.items():
        if name not in given or given[name] == "":
            if parameter.required and not (name in given and method == "setWebhook"):
                return bad(parameter.missing)
            continue
        try:
            values[name] = _typed(parameter.type, given[name])
        except (ValueError, TypeError):
            return bad(f"{name} is not of type {parameter.type}" if name != "chat_id" else "chat not found")
        if problem := parameter.check(values[name]):
            return bad(problem)
    return values


def _typed(kind: str, value: Any) -> Any:
    if kind == "File":
        if isinstance(value, str | Upload):
            return value
        raise TypeError(kind)
    if kind == "String":
        if isinstance(value, str):
            return value
        raise TypeError(kind)
    if isinstance(value, Upload):
        raise TypeError(kind)
    parsed = json.loads(value) if isinstance(value, str) else value
    expected = {"Integer": int, "Boolean": bool, "Object": dict, "Array": list}[kind]
    if not isinstance(parsed, expected) or (kind == "Integer" and isinstance(parsed, bool)):
        raise TypeError(kind)
    return parsed
