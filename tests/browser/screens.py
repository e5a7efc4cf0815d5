"""A cheap phone and a desk, and browsers that nobody has used."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Browser, Page, ViewportSize

PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
DESK: Final[ViewportSize] = {"width": 1280, "height": 860}


AT_ONCE: Final = 1000
"""How many times faster what moves or waits by the style sheet goes."""


def new_page(browser: Browser, size: ViewportSize, **more: Any) -> Page:
    """A browser that nobody has used, in which no button is deaf for long; whoever opens it closes its context."""
    page = browser.new_context(viewport=size, locale="fr-FR", **more).new_page()
    set_pace(page, AT_ONCE)
    return page


def set_pace(page: Page, rate: float) -> None:
    """Let the style sheet's seconds pass ``rate`` times as fast, in this page and those it goes to."""
    session = page.context.new_cdp_session(page)
    session.send("Animation.enable")
    session.send("Animation.setPlaybackRate", {"playbackRate": rate})
