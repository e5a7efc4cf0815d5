"""Gives every sentence of a record its stable key, so that a catalogue can hold it in other languages."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from content.parts import Spoken
from locales.text import Text


def name_texts(key: str, model: BaseModel) -> None:
    """Set the key of every sentence below ``model``: ``service.ID.confirm.1``; lists count from 1."""
    for path, spoken in _sentences(key, model):
        spoken.call(path)


def texts_of(key: str, model: BaseModel) -> Iterator[Text]:
    """Every sentence below ``model``, in the order of the record."""
    return (spoken.text for _, spoken in _sentences(key, model))


def _sentences(key: str, value: object) -> Iterator[tuple[str, Spoken]]:
    if isinstance(value, Spoken):
        yield key, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _sentences(f"{key}.{name}", getattr(value, name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value, 1):
            yield from _sentences(f"{key}.{number}", item)
