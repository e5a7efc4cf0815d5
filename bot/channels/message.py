"""A message in the person's language, ready to be rendered for any channel; what the outbox keeps, sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Choice:
    """``payload`` is what comes back (``seq:choice``), ``label`` what is read, ``picture`` an emoji for those who read
    little; ``also`` the label in other languages, where it has no room beside ``label`` and no language is chosen yet.
    """

    payload: str
    label: str
    picture: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class MediaOut:
    """A file of ours to be sent: ``media_id`` in the store; ``kind`` voice | image | document."""

    media_id: str
    kind: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Message:
    """``text`` in ``language``; ``french`` the same in French when it differs, for the case worker and for an unsigned
    safety text; ``key`` the catalogue's key, by which its voice is found; ``list_button`` opens the choices where they
    are a list; ``delete_refs`` provider ids to take back (*hide*); ``voice`` names the recordings that say it all aloud;
    ``beside`` the French with which ``text`` ends where nobody has signed what stands before it;
    ``asked`` in French, the machine's question under which a button was tapped beside a human, for that human.
    """

    text: str
    language: str = "fr"
    french: str = ""
    key: str = ""
    choices: tuple[Choice, ...] = ()
    list_button: str = ""
    media: MediaOut | None = None
    delete_refs: tuple[str, ...] = ()
    voice: str = ""
    beside: str = ""
    asked: str = ""

    def to_json(self) -> bytes:
        """Compact JSON, what is sealed into the outbox and the transcript."""
        return orjson.dumps(self)

    @classmethod
    def from_json(cls, raw: bytes) -> Message:
        """The inverse of ``to_json``; raises ``ValueError`` or ``KeyError`` when the bytes are not ours."""
        data: dict[str, Any] = orjson.loads(raw)
        data["choices"] = tuple(Choice(**choice) for choice in data["choices"])
        data["media"] = MediaOut(**data["media"]) if data["media"] else None
        data["delete_refs"] = tuple(data["delete_refs"])
        return cls(**data)
