"""What a channel can show, as data. A renderer asks this and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from flows import limits


@dataclass(frozen=True, slots=True)
class Capabilities:
    """``text_max`` in UTF-16 units; ``buttons_max`` quick buttons of ``button_label_max`` characters under a text of
    ``button_body_max``; above that a list of ``list_max`` rows; ``numbered`` writes the choices as numbers in the text
    too, so that a phone without buttons can answer; ``one_line_body`` whether a text over buttons can hold no line
    break; ``delete`` whether sent messages can be taken back; ``voice`` whether it
    has sound.
    """

    channel: str
    text_max: int
    buttons_max: int
    button_label_max: int
    button_body_max: int
    list_max: int = 0
    list_label_max: int = 0
    payload_max_bytes: int = 200
    numbered: bool = False
    one_line_body: bool = False
    delete: bool = False
    voice: bool = True


TELEGRAM = Capabilities(
    channel="telegram",
    text_max=limits.TELEGRAM_TEXT_MAX,
    buttons_max=limits.TELEGRAM_BUTTONS_MAX,
    button_label_max=limits.TELEGRAM_LABEL_MAX,
    button_body_max=limits.TELEGRAM_TEXT_MAX,
    payload_max_bytes=limits.TELEGRAM_PAYLOAD_MAX_BYTES,
    delete=True,
)
WHATSAPP = Capabilities(
    channel="whatsapp",
    text_max=limits.WHATSAPP_TEXT_MAX,
    buttons_max=limits.WHATSAPP_QUICK_REPLIES_MAX,
    button_label_max=limits.WHATSAPP_QUICK_REPLY_LABEL_MAX,
    button_body_max=limits.WHATSAPP_QUICK_REPLY_BODY_MAX,
    list_max=limits.WHATSAPP_LIST_ROWS_MAX,
    list_label_max=limits.WHATSAPP_LIST_LABEL_MAX,
    payload_max_bytes=limits.WHATSAPP_PAYLOAD_MAX,
    numbered=True,
    one_line_body=True,  # Twilio error 21656: no line break in a variable of a template's body
)
WEB = Capabilities(
    channel="web",
    text_max=limits.TELEGRAM_TEXT_MAX,
    buttons_max=limits.TELEGRAM_BUTTONS_MAX,
    button_label_max=limits.TELEGRAM_LABEL_MAX,
    button_body_max=limits.TELEGRAM_TEXT_MAX,
)
TERMINAL = Capabilities(
    channel="terminal",
    text_max=limits.TELEGRAM_TEXT_MAX,
    buttons_max=0,
    button_label_max=0,
    button_body_max=0,
    numbered=True,
    voice=False,
)
BY_NAME = {c.channel: c for c in (TELEGRAM, WHATSAPP, WEB, TERMINAL)}
