"""What the platforms publish of the calls that Sira makes: `published.csv`, one line a parameter, each with its page.

The doubles are held to this table everywhere. The table itself is held to what else states the same: the platforms'
client libraries, and their machine-readable descriptions (telegram_api.json, twilio_api_v2010.json,
twilio_content_v1.json) when ``SIRA_TEST_CONTRACTS`` names a folder that has them.
"""

from __future__ import annotations

import csv
import inspect
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import telegram
from telegram import constants
from twilio.rest.api.v2010.account.message import MessageList
from twilio.rest.content.v1.content import ContentList
from twilio.rest.content.v1.content.approval_create import ApprovalCreateList

Bounds = tuple[int, int]
SETTING = "SIRA_TEST_CONTRACTS"
TABLE = Path(__file__).with_name("published.csv")
RANGE = re.compile(r"\b(\d+)-(\d+)\b(?! [A-Z])")
UP_TO = re.compile(r"[Uu]p to ([\d,]+) characters")


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter of a call. ``bounds``: the least and the most that it may be or have, in ``unit``."""

    platform: str
    call: str
    parameter: str
    type: str
    required: bool
    bounds: Bounds | None
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody else states of a parameter; None and empty where they are silent."""

    required: bool | None = None
    types: tuple[str, ...] = ()
    bounds: Bounds | None = None


Witness = Mapping[tuple[str, str], Said]
"""By call and parameter; a parameter that does not exist is not there."""


def kept() -> tuple[Line, ...]:
    """The table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Line(
                row["platform"],
                row["call"],
                row["parameter"],
                row["type"],
                row["required"] == "yes",
                (int(row["least"]), int(row["most"])) if row["most"] else None,
                row["unit"],
                row["source"],
            )
            for row in csv.DictReader(file)
        )


def witnesses() -> dict[str, Callable[[], Witness]]:
    """Who can be asked on this machine, by name: the client libraries always, the descriptions where they are."""
    found: dict[str, Callable[[], Witness]] = {"client libraries": libraries}
    if folder := os.environ.get(SETTING, ""):
        found["descriptions"] = lambda: descriptions(Path(folder))
    return found


def libraries() -> Witness:
    """What the client libraries that Sira uses take, and python-telegram-bot's constants."""
    known: dict[tuple[str, str], Said] = {}
    for call in {line.call for line in kept() if line.platform == "telegram" and line.call[0].islower()}:
        known |= _signature(call, getattr(telegram.Bot, call), lambda name: name)
    known |= _signature("Messages", MessageList.create, lambda name: name.rstrip("_").title().replace("_", ""))
    for name in ("text", "url", "style", "callback_data"):
        assert name in inspect.signature(telegram.InlineKeyboardButton).parameters, name
        known["InlineKeyboardButton", name] = Said()
    made = (
        ("ContentCreateRequest", "", ContentList.ContentCreateRequest),
        ("ContentApprovalRequest", "", ApprovalCreateList.ContentApprovalRequest),
        ("twilio/text", "", ContentList.TwilioText),
        ("twilio/quick-reply", "", ContentList.TwilioQuickReply),
        ("twilio/quick-reply", "actions.", ContentList.QuickReplyAction),
        ("twilio/list-picker", "", ContentList.TwilioListPicker),
        ("twilio/list-picker", "items.", ContentList.ListItem),
    )
    known |= {(call, prefix + name): Said() for call, prefix, shape in made for name in vars(shape({}))}
    text, tap, hook = constants.MessageLimit, constants.CallbackQueryLimit, constants.WebhookLimit
    poll, size, board = constants.PollingLimit, constants.FileSizeLimit, constants.InlineKeyboardMarkupLimit
    data, topic = constants.InlineKeyboardButtonLimit, constants.ForumTopicLimit
    caption = (0, int(text.CAPTION_LENGTH))
    stated: dict[tuple[str, str], Bounds] = {
        ("sendMessage", "text"): (text.MIN_TEXT_LENGTH, text.MAX_TEXT_LENGTH),
        ("sendVoice", "caption"): caption,
        ("sendPhoto", "caption"): caption,
        ("sendDocument", "caption"): caption,
        ("sendVoice", "voice"): (1, size.FILESIZE_UPLOAD),
        ("sendDocument", "document"): (1, size.FILESIZE_UPLOAD),
        ("sendPhoto", "photo"): (1, size.PHOTOSIZE_UPLOAD),
        ("editMessageText", "text"): (text.MIN_TEXT_LENGTH, text.MAX_TEXT_LENGTH),
        ("createForumTopic", "name"): (topic.MIN_NAME_LENGTH, topic.MAX_NAME_LENGTH),
        ("answerCallbackQuery", "text"): (0, tap.ANSWER_CALLBACK_QUERY_TEXT_LENGTH),
        ("setWebhook", "max_connections"): (hook.MIN_CONNECTIONS_LIMIT, hook.MAX_CONNECTIONS_LIMIT),
        ("setWebhook", "secret_token"): (hook.MIN_SECRET_TOKEN_LENGTH, hook.MAX_SECRET_TOKEN_LENGTH),
        ("getUpdates", "limit"): (poll.MIN_LIMIT, poll.MAX_LIMIT),
        ("InlineKeyboardButton", "callback_data"): (data.MIN_CALLBACK_DATA, data.MAX_CALLBACK_DATA),
        ("InlineKeyboardMarkup", "inline_keyboard"): (0, board.TOTAL_BUTTON_NUMBER),
        ("InlineKeyboardMarkup", "inline_keyboard row"): (0, board.BUTTONS_PER_ROW),
    }
    return known | {
        key: Said(known.get(key, Said()).required, (), (int(least), int(most))) for key, (least, most) in stated.items()
    }


def _signature(call: str, method: Any, named: Callable[[str], str]) -> dict[tuple[str, str], Said]:
    parameters = [one for one in inspect.signature(method).parameters.values() if one.name != "self"]
    return {(call, ""): Said(required=False)} | {
        (call, named(one.name)): Said(required=one.default is inspect.Parameter.empty) for one in parameters
    }


def descriptions(folder: Path) -> Witness:
    """What the machine-readable descriptions in ``folder`` state."""
    bot = json.loads((folder / "telegram_api.json").read_text("utf-8"))
    known: dict[tuple[str, str], Said] = {}
    for name, shape in {**bot["methods"], **bot["types"]}.items():
        known[name, ""] = Said(required=False)
        for field in shape.get("fields", ()):
            found = RANGE.search(field["description"])
            bounds = (int(found[1]), int(found[2])) if found else None
            required = None if "equired if" in field["description"] else field["required"]
            known[name, field["name"]] = Said(required, tuple(field["types"]), bounds)
    known["InlineKeyboardMarkup", "inline_keyboard row"] = Said()
    core = json.loads((folder / "twilio_api_v2010.json").read_text("utf-8"))
    create = core["paths"]["/2010-04-01/Accounts/{AccountSid}/Messages.json"]["post"]
    (form,) = create["requestBody"]["content"].values()
    known |= _shape("Messages", "", form["schema"])
    schemas = json.loads((folder / "twilio_content_v1.json").read_text("utf-8"))["components"]["schemas"]
    for call in ("ContentCreateRequest", "ContentApprovalRequest"):
        known |= _shape(call, "", schemas[call])
    for call, prefix, name in (
        ("twilio/text", "", "twilioText"),
        ("twilio/quick-reply", "", "twilioQuickReply"),
        ("twilio/quick-reply", "actions.", "quickReplyAction"),
        ("twilio/list-picker", "", "twilioListPicker"),
        ("twilio/list-picker", "items.", "listItem"),
    ):
        known |= _shape(call, prefix, schemas[name])
    return known


def _shape(call: str, prefix: str, schema: Mapping[str, Any]) -> dict[tuple[str, str], Said]:
    required = schema.get("required", ())
    known = {}
    for name, field in schema["properties"].items():
        found = UP_TO.search(field.get("description", ""))
        bounds = (1, int(found[1].replace(",", ""))) if found else None
        if "minLength" in field:
            bounds = (field["minLength"], field["maxLength"])
        types = (field["type"],) if "type" in field else ()
        known[call, prefix + name] = Said(name in required, types, bounds)
    return known
