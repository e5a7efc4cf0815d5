"""A message as the calls that one channel needs to show it. Pure: the same message gives the same wires.

Nothing is ever cut away. What cannot be shown whole in one call becomes several, the buttons under the last; a label
that no channel could show is an error here, because the check of the flows should have stopped it.
"""

from __future__ import annotations

from functools import lru_cache

from bot.channels.capabilities import Capabilities
from bot.channels.message import Choice, Message
from bot.channels.numbered import BLANK_LINE, numbered, with_numbers
from bot.channels.split import one_line, split, tail, units
from bot.channels.wire import Wire, WireKind

NO_WORD = "☰"  # opens a list for which no word was found: a sign that every phone knows
KEYS = ("", *(f"{digit}\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}" for digit in range(1, 10)), "🔟")
LABELS_KEPT = 4096  # of all flows, in every language
ONE_LINE_MAX = 300  # ours: five lines on a 360 px phone; a longer text keeps its paragraphs in a message of its own


def render(message: Message, capabilities: Capabilities) -> list[Wire]:
    """Taking back, then voice or picture, then words with their choices.

    Raises ``ValueError``, naming the message's key, when a label or payload breaks the channel's limits or when choices
    have no text to stand under.
    """
    wires = [Wire("delete", delete_ref=ref) for ref in message.delete_refs if capabilities.delete]
    if message.media is not None:
        wires.append(Wire("media", media=message.media))
    if message.voice and capabilities.voice:
        wires.append(Wire("voice", voice=message.voice))
    text = _with_others(message.text.strip(), message.choices)
    if not message.choices:
        return [*wires, *(Wire("text", text=piece) for piece in split(text, capabilities.text_max))]
    if not text:
        raise ValueError(f"{_named(message)}: choices need a text to stand under")
    kind = _kind(message.choices, capabilities)
    limit = _label_max(kind, capabilities)
    _check(message, limit, capabilities)
    bare = capabilities.numbered or len(message.choices) == 1
    choices = tuple(
        [_decorated(choice, limit, 0 if bare else number) for number, choice in enumerate(message.choices, 1)]
    )
    if kind == "text":
        return [*wires, *_numbered_texts(text, choices, capabilities)]
    spoken = bool(message.voice) and capabilities.voice
    most = capabilities.button_body_max if spoken else ONE_LINE_MAX
    *first, body = _bodies(text, choices, capabilities, one_line_max=most)
    if first and message.beside:
        *first, body = _bodies(text.removesuffix(message.beside).rstrip(), choices, capabilities, one_line_max=most)
        first = split("\n\n".join((*first, message.beside)), capabilities.text_max)
    wires.extend(Wire("text", text=piece) for piece in first)
    button = (message.list_button or NO_WORD) if kind == "list" else ""
    shown = with_numbers(body, choices) if capabilities.numbered else body
    return [*wires, Wire(kind, text=shown, choices=choices, list_button=button)]


def _with_others(text: str, choices: tuple[Choice, ...]) -> str:
    """What buttons have no room for, in the other languages, under the words: the picture says which button it is."""
    others = "\n".join(f"{choice.picture} {choice.also}".strip() for choice in choices if choice.also)
    return f"{text}\n\n{others}" if others and text else text


def _kind(choices: tuple[Choice, ...], capabilities: Capabilities) -> WireKind:
    """Buttons where they all fit, else a list, else numbers in the text."""
    longest = max([units(choice.label) for choice in choices])
    short = longest <= capabilities.button_label_max or not capabilities.list_max
    if short and len(choices) <= capabilities.buttons_max:
        return "buttons"
    return "list" if len(choices) <= capabilities.list_max else "text"


def _label_max(kind: WireKind, capabilities: Capabilities) -> int:
    """Longest label in this form, 0 for no limit."""
    return {"buttons": capabilities.button_label_max, "list": capabilities.list_label_max}.get(kind, 0)


def _check(message: Message, limit: int, capabilities: Capabilities) -> None:
    for choice in message.choices:
        if not choice.label.strip():
            raise ValueError(f"{_named(message)}: the choice {choice.payload!r} has no label")
        if limit and units(choice.label) > limit:
            raise ValueError(
                f"{_named(message)}: the label {choice.label!r} has {units(choice.label)} characters; "
                f"{capabilities.channel} shows {limit} at most. Shorten it, in every language"
            )
        if not choice.payload or len(choice.payload.encode()) > capabilities.payload_max_bytes:
            raise ValueError(
                f"{_named(message)}: the choice {choice.payload!r} must be 1 to {capabilities.payload_max_bytes} "
                "bytes. Give it a shorter id"
            )


def _decorated(choice: Choice, limit: int, number: int) -> Choice:
    """With its picture, and the number under which a voice names it, or somebody who helps by telephone."""
    picture = f"{KEYS[number]} {choice.picture}".strip() if 0 < number < len(KEYS) else choice.picture
    return Choice(choice.payload, _shown(choice.label, picture, limit))


@lru_cache(maxsize=LABELS_KEPT)
def _shown(label: str, picture: str, limit: int) -> str:
    """The label with its picture where both fit; a picture helps, but never at the cost of the word."""
    plain = " ".join(label.split())
    both = f"{picture} {plain}".strip()
    return plain if limit and units(both) > limit else both


def _bodies(text: str, choices: tuple[Choice, ...], capabilities: Capabilities, *, one_line_max: int) -> list[str]:
    """The text in pieces, the last of which fits above the choices. What is also heard stays in one piece where it can:
    a voice, words and buttons are two calls then and not three.
    """
    room = capabilities.button_body_max
    if capabilities.numbered:
        room -= units(BLANK_LINE + numbered(choices))
    if not capabilities.one_line_body or "\n" not in text:
        return _fitted(text, room, capabilities)
    flat = one_line(text)
    if units(flat) <= min(one_line_max, room):
        return [flat]
    explained, question = tail(text, room)
    if units(one_line(question)) > room:  # the middle dots need more room than the line breaks did
        return _fitted(flat, room, capabilities)
    return [*split(explained, capabilities.text_max), one_line(question)]


def _fitted(text: str, room: int, capabilities: Capabilities) -> list[str]:
    *first, last = split(text, capabilities.text_max)
    if units(last) <= room:
        return [*first, last]
    explained, question = tail(last, room)
    return [*first, *split(explained, capabilities.text_max), question]


def _numbered_texts(text: str, choices: tuple[Choice, ...], capabilities: Capabilities) -> list[Wire]:
    """Texts that end in numbered lines; the last one carries the choices, for who shows or reads them another way."""
    *first, last = split(with_numbers(text, choices), capabilities.text_max)
    return [*(Wire("text", text=piece) for piece in first), Wire("text", text=last, choices=choices)]


def _named(message: Message) -> str:
    return message.key or "a message without a key"
