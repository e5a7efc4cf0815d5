"""Telling Twilio where our number's messages go: by its Senders API, which knows numbers that are registered there."""

from __future__ import annotations

from twilio.base.exceptions import TwilioException  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]
from twilio.rest.messaging.v2.channels_sender import ChannelsSenderList  # type: ignore[import-untyped]

from bot.channels.call import NoAnswerError, NotReachedError
from bot.channels.whatsapp.addresses import Addresses

FAILURES = (TwilioException, NotReachedError, NoAnswerError, ValueError, KeyError, TypeError)  # or an odd answer
PAGE = 100
CHANNEL = "whatsapp"
METHOD = "POST"


async def point(client: Client, sender: str, to: Addresses) -> bool | None:
    """Set the three addresses of ``sender``. True: set now; False: they stood so; None: Twilio did not let us, or knows no
    such sender (the sandbox has none), and an operator sets them in the console.
    """
    wanted = wanted_of(to)
    try:
        async for known in await client.messaging.v2.channels_senders.stream_async(channel=CHANNEL, page_size=PAGE):
            if known.sender_id != sender:
                continue
            stands = known.webhook if isinstance(known.webhook, dict) else {}
            if {name: stands.get(name) for name in wanted} == wanted:
                return False
            change = ChannelsSenderList.MessagingV2ChannelsSenderRequestsUpdate({"webhook": wanted})
            await client.messaging.v2.channels_senders(known.sid).update_async(change)
            return True
    except FAILURES:
        return None
    return None


def wanted_of(to: Addresses) -> dict[str, str]:
    """A sender's settings at Twilio as they should be."""
    return {
        "callback_url": to.message, "callback_method": METHOD, "fallback_url": to.fallback, "fallback_method": METHOD,
        "status_callback_url": to.status, "status_callback_method": METHOD,
    }  # fmt: skip
