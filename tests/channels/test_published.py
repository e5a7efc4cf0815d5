"""The doubles ask exactly for what the platforms publish, and the kept table says what its witnesses say."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from flows import limits
from tests.doubles import telegram_rules, twilio_content, twilio_rules
from tests.doubles.published import Line, Witness, kept, witnesses

TABLE = kept()
TELEGRAM = [line for line in TABLE if line.platform == "telegram"]
TWILIO = [line for line in TABLE if line.platform == "twilio"]
SAME_TYPE = {"File": "InputFile", "Array": "Array of String"}
OBJECTS = ("InlineKeyboardMarkup", "LinkPreviewOptions")
STATED_BOUNDS_MIN = 10
"""Each witness states at least so many bounds; fewer would mean that it was read wrongly."""
US, PERSON = "whatsapp:+22320202020", "whatsapp:+22370000001"
SHAPES: dict[str, dict[str, Any]] = {
    "twilio/text": {"body": "x"},
    "twilio/quick-reply": {"body": "x", "actions": [{"title": "x", "id": "x"}]},
    "twilio/list-picker": {"body": "x", "button": "x", "items": [{"item": "x", "id": "x", "description": "x"}]},
}
OURS = {
    ("sendMessage", "text"): limits.TELEGRAM_TEXT_MAX,
    ("sendVoice", "caption"): limits.TELEGRAM_CAPTION_MAX,
    ("InlineKeyboardButton", "callback_data"): limits.TELEGRAM_PAYLOAD_MAX_BYTES,
    ("InlineKeyboardMarkup", "inline_keyboard"): limits.TELEGRAM_BUTTONS_MAX,
    ("answerCallbackQuery", "text"): limits.TELEGRAM_CALLBACK_ANSWER_MAX,
    ("Messages", "Body"): limits.WHATSAPP_TEXT_MAX,
    ("twilio/quick-reply", "body"): limits.WHATSAPP_QUICK_REPLY_BODY_MAX,
    ("twilio/quick-reply", "actions.title"): limits.WHATSAPP_QUICK_REPLY_LABEL_MAX,
    ("twilio/quick-reply", "actions.id"): limits.WHATSAPP_PAYLOAD_MAX,
    ("twilio/list-picker", "body"): limits.WHATSAPP_LIST_BODY_MAX,
    ("twilio/list-picker", "items"): limits.WHATSAPP_LIST_ROWS_MAX,
    ("twilio/list-picker", "items.item"): limits.WHATSAPP_LIST_LABEL_MAX,
    ("twilio/list-picker", "items.description"): limits.WHATSAPP_LIST_DESCRIPTION_MAX,
    ("twilio/list-picker", "button"): limits.WHATSAPP_LIST_BUTTON_MAX,
}


def bounded(lines: list[Line]) -> list[Any]:
    return [pytest.param(line, id=f"{line.call}.{line.parameter}") for line in lines if line.bounds]


def calls(lines: list[Line], call: str) -> dict[str, Line]:
    return {line.parameter: line for line in lines if line.call == call and line.parameter}


def test_every_line_of_the_table_names_its_page_and_stands_once() -> None:
    assert all(line.source.startswith("https://") for line in TABLE)
    assert len({(line.call, line.parameter) for line in TABLE}) == len(TABLE)
    assert all(line.bounds is None or line.bounds[0] <= line.bounds[1] for line in TABLE)


@pytest.mark.parametrize("witness", witnesses().values(), ids=witnesses())
def test_the_table_says_what_its_witness_says(witness: Any) -> None:
    """The libraries everywhere; the machine-readable descriptions too where ``SIRA_TEST_CONTRACTS`` names them."""
    said: Witness = witness()
    stated = 0
    for line in TABLE:
        one = said[line.call, line.parameter]
        where = f"{line.call}.{line.parameter}: {one}"
        assert one.required in {None, line.required}, where
        assert not one.types or line.type in one.types, where
        assert one.bounds is None or one.bounds == line.bounds, where
        stated += one.bounds is not None
    assert stated >= STATED_BOUNDS_MIN


def test_the_telegram_double_knows_the_published_methods_parameters_and_types() -> None:
    methods = {line.call for line in TELEGRAM if line.call[0].islower()}
    assert set(telegram_rules.METHODS) == methods
    for method, known in telegram_rules.METHODS.items():
        published = calls(TELEGRAM, method)
        assert set(known) == set(published), method
        for name, parameter in known.items():
            assert parameter.required == published[name].required, (method, name)
            kind = published[name].type
            assert SAME_TYPE.get(parameter.type, parameter.type) == ("Object" if kind in OBJECTS else kind)


@pytest.mark.parametrize("line", bounded(TELEGRAM))
def test_the_telegram_double_takes_the_most_and_refuses_one_more(line: Line) -> None:
    assert line.bounds is not None
    least, most = line.bounds
    assert not telegram_refuses(line, most)
    assert telegram_refuses(line, most + 1)
    assert least == 0 or telegram_refuses(line, least - 1)


def telegram_refuses(line: Line, size: int) -> bool:
    """Whether the double refuses a value of ``size``."""
    if line.call == "InlineKeyboardButton":
        return telegram_keyboard([[{"text": "x", line.parameter: "x" * size}]])
    if line.call == "InlineKeyboardMarkup":
        row = [{"text": "x", "callback_data": "x"}]
        return telegram_keyboard([row * size] if line.parameter.endswith("row") else [row] * size)
    value: Any = "x" * size
    if line.type == "Integer":
        value = str(size)
    if line.type == "InputFile":
        value = telegram_rules.Upload("x", "", bytes(size))
    valid = {"String": "x", "Integer": "1", "InputFile": telegram_rules.Upload("x", "", b"x")}
    given = {name: valid[one.type] for name, one in calls(TELEGRAM, line.call).items() if one.required}
    given |= {"url": "https://x.example"} if line.call == "setWebhook" else {}
    if size == 0 and line.parameter == "secret_token":
        return bool(telegram_rules.METHODS[line.call][line.parameter].check(""))
    return isinstance(telegram_rules.read(line.call, given | {line.parameter: value}), telegram_rules.Refusal)


def telegram_keyboard(rows: list[Any]) -> bool:
    given = {"chat_id": "1", "text": "x", "reply_markup": {"inline_keyboard": rows}}
    return isinstance(telegram_rules.read("sendMessage", given), telegram_rules.Refusal)


def test_the_twilio_double_knows_the_published_parameters_and_fields() -> None:
    assert set(calls(TWILIO, "Messages")) == twilio_rules.MESSAGE_PARAMETERS
    assert set(calls(TWILIO, "ContentCreateRequest")) == twilio_content.REQUEST_FIELDS
    assert set(calls(TWILIO, "ContentApprovalRequest")) == twilio_content.APPROVAL_FIELDS
    for name, (_, fields) in twilio_content.TYPES.items():
        assert {field for field in calls(TWILIO, name) if "." not in field} == fields
        assert all(line.required for field, line in calls(TWILIO, name).items() if "." not in field)


@pytest.mark.parametrize("line", bounded([line for line in TWILIO if line.call in SHAPES]))
def test_the_twilio_double_takes_a_template_of_the_most_and_refuses_one_more(line: Line) -> None:
    assert line.bounds is not None
    least, most = line.bounds
    assert isinstance(template(line, most), twilio_content.Content)
    assert isinstance(template(line, most + 1), str)
    assert least == 0 or isinstance(template(line, least - 1), str)


def template(line: Line, size: int) -> twilio_content.Content | str:
    """A template in which the field of ``line`` has ``size``, or why it is refused."""
    shape = copy.deepcopy(SHAPES[line.call])
    outer, _, inner = line.parameter.partition(".")
    if inner:
        shape[outer][0][inner] = "x" * size
    else:
        shape[outer] = shape[outer] * size
    return twilio_content.read({"language": "fr", "variables": {}, "types": {line.call: shape}})


@pytest.mark.parametrize("line", bounded(list(calls(TWILIO, "Messages").values())))
def test_the_twilio_double_takes_a_message_of_the_most_and_refuses_one_more(line: Line) -> None:
    assert line.bounds is not None
    least, most = line.bounds
    assert not message_refused(line, most)
    assert message_refused(line, most + 1)
    assert least == 0 or message_refused(line, least - 1)


def message_refused(line: Line, size: int) -> bool:
    """Whether a message is refused whose parameter of ``line`` has ``size``."""
    content = twilio_content.read({"language": "fr", "types": {"twilio/text": {"body": "x"}}})
    assert isinstance(content, twilio_content.Content)
    address = [("To", PERSON), ("From", US)]
    values: dict[str, list[tuple[str, str]]] = {
        "Body": [("Body", "x" * size)],
        "MediaUrl": [("Body", "x"), *[("MediaUrl", "https://x.example/1")] * size],
        "ContentSid": [("ContentSid", ("HX" + "0" * size)[:size])],
    }
    known = {"HX" + "0" * 32: content}
    read = twilio_rules.read([*address, *values[line.parameter]], {US}, known, set())
    return isinstance(read, twilio_rules.Refusal)


def test_what_sira_keeps_to_is_never_more_than_is_published() -> None:
    published = {(line.call, line.parameter): line.bounds for line in TABLE}
    for key, ours in OURS.items():
        bounds = published[key]
        assert bounds is not None
        assert bounds[0] <= ours <= bounds[1], key
