"""Every address of the application, found and not listed, so that a new one is tried too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi.routing import APIRoute

from webhook.app import create_app


def addresses() -> list[tuple[str, str]]:
    """(method, path with its names in braces), over all rooms."""
    return sorted(set(_of(create_app().routes)))


def _of(routes: list[Any]) -> Iterator[tuple[str, str]]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield from ((method, route.path) for method in route.methods)
        elif router := getattr(route, "original_router", None):
            yield from _of(router.routes)
