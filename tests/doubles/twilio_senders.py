"""The numbers registered with Twilio's Senders API, and where their messages go."""

from __future__ import annotations

from typing import Any

from aiohttp import web

SENDERS = "/v2/Channels/Senders"
SID = "XE" + "5" * 32
METHODS = {"POST", "PUT"}


class Senders:
    """One registered number. ``webhook`` as an operator would see it in the console; ``registered`` False: a sandbox."""

    def __init__(self, number: str) -> None:
        self._number = number
        self.webhook: dict[str, Any] = {}
        self.registered = True
        self.changes = 0

    async def handle(self, request: web.Request) -> web.Response:
        """List them, or change one."""
        if request.path == SENDERS and request.method == "GET" and request.query.get("Channel") == "whatsapp":
            known = [self._record()] if self.registered else []
            return web.json_response({"senders": known, "meta": {"key": "senders", "page": 0, "next_page_url": None}})
        if request.path != f"{SENDERS}/{SID}" or request.method != "POST" or not self.registered:
            return web.json_response({"code": 20404, "message": "not found", "status": 404}, status=404)
        asked = await request.json()
        webhook = asked.get("webhook", {})
        if set(asked) != {"webhook"} or {webhook["callback_method"], webhook["fallback_method"]} - METHODS:
            return web.json_response({"code": 20001, "message": "bad request", "status": 400}, status=400)
        self.webhook |= webhook
        self.changes += 1
        return web.json_response(self._record(), status=202)

    def _record(self) -> dict[str, Any]:
        return {"sid": SID, "status": "ONLINE", "sender_id": self._number, "webhook": self.webhook}
