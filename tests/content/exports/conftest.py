"""What of the real directory may leave, made once for all tests of this room."""

from __future__ import annotations

from datetime import date

import pytest

from content.directory import Directory
from content.exports.conditions import Say
from content.exports.visible import Shared, visible
from locales.catalogue import Catalogues

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def say() -> Say:
    words = Catalogues.load()
    return lambda text: words.say(text, "fr")


@pytest.fixture(scope="session")
def shared(directory: Directory) -> Shared:
    return visible(directory, TODAY)
