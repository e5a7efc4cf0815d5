"""A cheap phone and a desk, and browsers that nobody has used."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Browser, Page, ViewportSize

PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
DESK: Final[ViewportSize] = {"width": 1280, "height": 860}


def new_page(browser: Browser, size: ViewportSize, **more: Any) -> Page:
    """A browser that nobody has used; whoever opens it closes its context."""
    return browser.new_context(viewport=size, locale="fr-FR", **more).new_page()
