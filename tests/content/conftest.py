"""The real directory, read once for all tests of this room."""

from __future__ import annotations

import pytest

from content.directory import Directory
from tests import once


@pytest.fixture(scope="session")
def directory() -> Directory:
    return once.directory()
