"""The web process starts quickly: what few requests need is loaded when one does."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("av", "fpdf", "openpyxl", "PIL.Image", "holidays.countries")
"""Sound, PDF, workbooks, pictures, the calendars of the whole world."""


def test_the_application_loads_nothing_that_only_some_requests_need() -> None:
    asked = f"import sys, webhook.app; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
