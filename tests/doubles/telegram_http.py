"""How parameters reach the Bot API, and how its refusals leave it."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.doubles.telegram_rules import Refusal, Upload, bad


def error_body(refusal: Refusal) -> str:
    answer = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    return json.dumps(answer | ({"parameters": dict(refusal.parameters)} if refusal.parameters else {}))


async def parameters(request: web.Request) -> dict[str, Any] | Refusal:
    """Parameters from the query, a form, a multipart form or JSON, as the Bot API takes them."""
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            return bad("can't parse JSON object")
        return given | body if isinstance(body, dict) else bad("object expected")
    if request.content_type not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return given
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            given[name] = Upload(value.filename, value.content_type, value.file.read())
        else:
            given[name] = value
    for name, value in list(given.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            given[name] = given.pop(value.removeprefix("attach://"), "")
    return given
