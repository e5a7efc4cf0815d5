"""Every address of the application, found and not listed, so that a new one is tried too."""

from __future__ import annotations

from fastapi.routing import APIRoute

from webhook.app import create_app


def addresses() -> list[tuple[str, str]]:
    """(method, path with its names in braces), over all rooms."""
    routes = (route for route in create_app().routes if isinstance(route, APIRoute))
    return sorted({(method, route.path) for route in routes for method in route.methods})
