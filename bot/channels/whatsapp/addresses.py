"""Where Twilio posts what comes for our number, and how often it tries.

Twilio reads what stands after « # » as its own settings for the call (Twilio, « Webhooks: Connection Overrides »): by default
it tries once more, and only where no connection came about, so that an answer of 5xx is a message lost. The same page says
that the fragment is neither sent nor signed.
"""

from __future__ import annotations

from dataclasses import dataclass

MESSAGE_PATH = "/webhook/twilio"
FALLBACK_PATH = "/webhook/twilio/fallback"
STATUS_PATH = "/webhook/twilio/status"
OVERRIDES = "#rc=5&rp=all"  # rc: 0–5 repetitions; rp=all: of any failure. All of them within 15 s (the same page)
HTTPS = "https://"


@dataclass(frozen=True, slots=True)
class Addresses:
    """What the sender's settings at Twilio should say."""

    message: str
    fallback: str
    status: str


def addresses(public_url: str) -> Addresses:
    """For the address that the world sees."""
    home = public_url.rstrip("/")
    return Addresses(*(f"{home}{path}{OVERRIDES}" for path in (MESSAGE_PATH, FALLBACK_PATH, STATUS_PATH)))
