"""What Twilio's error codes mean for the sender, for refusals at once and for those in a status callback alike."""

from __future__ import annotations

from bot.channels.wire import Gone, Rejected, Retry

OUTSIDE_WINDOW = 63016  # free text more than 24 h after the person's last message: only an approved template passes
TEMPLATE_REFUSED = frozenset({21655, 21656, 21658})  # no such ContentSid, bad variables, a variable too long

RETRY = {
    429: "too many requests at once",
    20429: "too many requests at once",
    20500: "Twilio has trouble of its own",
    20503: "Twilio is not available",
    30001: "Twilio's queue is full",
    30022: "the sender's rate is exceeded",
    63010: "WhatsApp has trouble of its own",
    63017: "the account's rate is exceeded",
    63018: "the sender's rate is exceeded",
}
OURS = {
    20003: "Twilio refuses the account: check SIRA_TWILIO_ACCOUNT_SID and SIRA_TWILIO_AUTH_TOKEN",
    20005: "the Twilio account is not active",
    21212: "the sender number is not valid: check SIRA_TWILIO_FROM",
    21606: "the sender number is not ours: check SIRA_TWILIO_FROM",
    63007: "the sender number is no WhatsApp sender: check SIRA_TWILIO_FROM",
}  # a setting to mend, not a fault of the message: it waits
GONE = {
    21211: "this number is not valid",
    21610: "the person has opted out",
    63003: "this number has no WhatsApp",
    63024: "this recipient is not valid",
}
REJECTED = {
    21617: "the text is longer than 1600 characters",
    21619: "the message has neither text nor file",
    21620: "the file's address is not valid",
    21655: "the template does not exist: run sira whatsapp setup",
    21656: "the template's variables are not valid",
    21658: "a variable of the template is too long",
    63005: "WhatsApp does not take this content",
    63013: "WhatsApp's rules do not allow this message",
    63019: "the file could not be fetched by WhatsApp",
    63021: "WhatsApp does not take this content",
    OUTSIDE_WINDOW: "the person's last message is more than 24 hours old: only an approved template passes",
}


def verdict(code: int, status: int = 400) -> Retry | Rejected | Gone:
    """The typed result for a code, and for codes not listed by the HTTP status that came with it."""
    if why := RETRY.get(code) or OURS.get(code):
        return Retry(None, f"{why} ({code})")
    if why := GONE.get(code):
        return Gone(f"{why} ({code})")
    if why := REJECTED.get(code):
        return Rejected(f"{why} ({code})")
    if status in {401, 403, 429} or status >= 500:  # noqa: PLR2004
        return Retry(None, f"Twilio answered {status} ({code})")
    return Rejected(f"Twilio refused the message ({code})")
