"""The barest page: one sentence and a way on, for what no room of the house can answer. It asks nothing of the records."""

from __future__ import annotations

from typing import Final

from webhook.assets import address
from webhook.spacing import kept_together

HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'",
}
_PAGE: Final = (
    '<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta name="color-scheme" content="light dark"><title>{words}</title><link rel="stylesheet" href="{style}">'
    '<main><div class="trouble"><p>{words}</p><p><a href="{to}" class="choice">{label}</a></p></div></main></html>'
)


def page(words: str, to: str, label: str) -> str:
    """``words``, and a link. All three are the house's own words, never what a visitor sent."""
    return kept_together(_PAGE.format(words=words, to=to, label=label, style=address("chat.css")))
