"""The barest page: one sentence and a way on, for what no room of the house can answer. It asks nothing of the records."""

from __future__ import annotations

from typing import Final

HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
}
_PAGE: Final = (
    '<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta name="color-scheme" content="light dark"><title>{words}</title><p>{words}</p>'
    '<p><a href="{to}">{label}</a></p></html>'
)


def page(words: str, to: str, label: str) -> str:
    """``words``, and a link. All three are the house's own words, never what a visitor sent."""
    return _PAGE.format(words=words, to=to, label=label)
