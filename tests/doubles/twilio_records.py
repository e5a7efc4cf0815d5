"""What Twilio's API answers: messages, templates, refusals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from tests.doubles.twilio_content import Content
from tests.doubles.twilio_rules import Refusal

ACCOUNT = "AC" + "0" * 32
NOW = 1_790_000_000  # where the double's clock starts


def error_body(refusal: Refusal) -> str:
    more = f"https://www.twilio.com/docs/errors/{refusal.code}"
    answer = {"code": refusal.code, "message": refusal.message, "more_info": more, "status": refusal.status}
    return json.dumps(answer)


def message_record(sid: str, sender: str, to: str, body: str, direction: str, at: int = NOW) -> dict[str, Any]:
    when = format_datetime(datetime.fromtimestamp(at, UTC))
    return {
        "sid": sid,
        "account_sid": ACCOUNT,
        "from": sender,
        "to": to,
        "body": body,
        "direction": direction,
        "status": "queued" if direction.startswith("outbound") else "received",
        "num_media": "0",
        "num_segments": "1",
        "error_code": None,
        "error_message": None,
        "date_created": when,
        "date_updated": when,
        "date_sent": when,
        "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}.json",
    }


def page_of(listed: list[dict[str, Any]], path: str, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of the list of messages, filtered as asked."""
    known = [one for one in listed if one["to"] == query.get("To", one["to"])]
    known = [one for one in known if one["from"] == query.get("From", one["from"])]
    size, page = int(query.get("PageSize", "50")), int(query.get("Page", "0"))
    asked = {name: query[name] for name in ("To", "From") if name in query}
    following = f"{path}?{urlencode({**asked, 'PageSize': size, 'Page': page + 1})}"
    more = len(known) > (page + 1) * size
    return {
        "messages": known[page * size : (page + 1) * size],
        "next_page_uri": following if more else None,
        "page": page,
        "page_size": size,
    }


def content_record(content: Content) -> dict[str, Any]:
    return {
        "sid": content.sid,
        "account_sid": ACCOUNT,
        "friendly_name": content.friendly_name,
        "language": content.language,
        "variables": dict(content.variables),
        "types": dict(content.types),
        "date_created": "2026-11-01T08:00:00Z",
        "date_updated": "2026-11-01T08:00:00Z",
        "url": f"https://content.twilio.com/v1/Content/{content.sid}",
        "links": {},
    }


async def json_body(request: web.Request) -> Any:
    try:
        return await request.json()
    except ValueError:
        return None
