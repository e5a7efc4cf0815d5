"""The person's side of WhatsApp, as Twilio posts it to our webhook: signed forms with all their fields."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

WEBHOOK_PATH = "/webhook/twilio"
STATUS_PATH = "/webhook/twilio/status"


@dataclass(frozen=True, slots=True)
class Form:
    """One request to our webhook: where to, which fields, with which headers."""

    path: str
    fields: tuple[tuple[str, str], ...]
    signature: str

    @property
    def body(self) -> bytes:
        return urlencode(self.fields).encode()

    @property
    def headers(self) -> dict[str, str]:
        return {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "X-Twilio-Signature": self.signature,
        }


def signed(public_url: str, path: str, token: str, fields: dict[str, str]) -> Form:
    """The form as Twilio signs it for ``public_url``."""
    signature = RequestValidator(token).compute_signature(public_url.rstrip("/") + path, fields)
    return Form(path, tuple(fields.items()), signature)


def incoming(account: str, sid: str, person: str, us: str, **more: str) -> dict[str, str]:
    """The fields of every WhatsApp message; the profile name is there, and must be nowhere in ours."""
    number = person.removeprefix("whatsapp:+")
    metadata = {"type": "whatsapp", "data": {"context": {"ProfileName": "Prénom Nom", "WaId": number}}}
    return {
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ProfileName": "Prénom Nom",
        "MessageType": "text",
        "SmsSid": sid,
        "WaId": number,
        "SmsStatus": "received",
        "Body": "",
        "To": us,
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "MessageSid": sid,
        "AccountSid": account,
        "From": person,
        "ApiVersion": "2010-04-01",
        "ChannelMetadata": json.dumps(metadata),
        **more,
    }
