"""A cheap phone and a desk, and browsers that nobody has used."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Error, Page, ViewportSize

PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
DESK: Final[ViewportSize] = {"width": 1280, "height": 860}


PICTURES_TRIED: Final = 3
BUSY_MS: Final = 500
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


def pictured(page: Page, path: str | Path, *, full_page: bool = False) -> None:
    """A picture of the page; a browser that is busy setting it anew may have none at first."""
    for left in reversed(range(PICTURES_TRIED)):
        try:
            page.screenshot(path=path, full_page=full_page)
        except Error:
            if not left:
                raise
            page.wait_for_timeout(BUSY_MS)
        else:
            return
