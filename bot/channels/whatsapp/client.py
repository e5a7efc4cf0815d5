"""WhatsApp through Twilio, as a ``Channel``."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from twilio.base.exceptions import (  # type: ignore[import-untyped]
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.rest import Client  # type: ignore[import-untyped]

from bot.channels.call import Caller, NoAnswerError, NotReachedError
from bot.channels.capabilities import WHATSAPP, Capabilities
from bot.channels.untrusted import UNREADABLE
from bot.channels.whatsapp.addresses import addresses
from bot.channels.whatsapp.errors import TEMPLATE_REFUSED, verdict
from bot.channels.whatsapp.http import PooledHttpClient
from bot.channels.whatsapp.listing import Listing
from bot.channels.whatsapp.media import MediaFetcher
from bot.channels.whatsapp.templates import name_of, variables
from bot.channels.wire import Delivered, Rejected, Retry, Sent, Uncertain, Wire
from bot.settings import Settings

NOT_FOUND = 404

log = logging.getLogger(__name__)

MediaUrl = Callable[[str], str]


def client_for(settings: Settings, caller: Caller) -> Client:
    """Twilio's own typed client over our connections; also what ``templates.ensure`` wants."""
    sid, token = settings.twilio_account_sid, settings.twilio_auth_token.get_secret_value()
    return Client(sid, token, http_client=PooledHttpClient(caller, settings.twilio_api_url))


class WhatsAppChannel:
    """Sends wires, fetches files, reads Twilio's list (``list``). ``media_url`` gives the public address of a file of
    ours, ``voice_url`` that of a voice by its name ("" when it cannot be made); ``templates`` the ContentSids by name,
    as ``templates.ensure`` made them: without them choices are shown as numbered text.
    """

    capabilities: Capabilities = WHATSAPP

    def __init__(
        self, settings: Settings, media_url: MediaUrl, templates: Mapping[str, str], voice_url: MediaUrl | None = None
    ) -> None:
        self.account = settings.twilio_from
        self._media_url = media_url
        self._voice_url = voice_url
        self._templates = templates
        self._status_url = addresses(settings.public_url).status
        self._caller = Caller()
        self._client = client_for(settings, self._caller)
        self.list = Listing(
            PooledHttpClient(self._caller, settings.twilio_api_url),
            settings.twilio_account_sid,
            settings.twilio_auth_token.get_secret_value(),
        )
        self._media = MediaFetcher(
            settings.twilio_account_sid, settings.twilio_auth_token.get_secret_value(), settings.twilio_api_url
        )

    async def send(self, address: str, wire: Wire) -> Sent:
        """One message to ``address``; see ``Channel``.

        Where Twilio refuses a menu for its template, the same words go out as numbered text: nothing was sent by the
        refused call, and a person should not wait until an operator has run the set-up.
        """
        if wire.kind == "delete":
            return Rejected("WhatsApp cannot take messages back")
        if wire.kind == "media":
            if wire.media is None:
                return Rejected("the wire has no file")
            return await self._create(address, media_url=[self._media_url(wire.media.media_id)])
        if wire.kind == "voice":
            address_of_it = self._voice_url(wire.voice) if self._voice_url else ""
            if not address_of_it:
                return Rejected("this voice cannot be made here")
            return await self._create(address, media_url=[address_of_it])
        sid = self._templates.get(name_of(wire), "")
        if wire.kind == "template" and not sid:
            return Rejected(f"the template {wire.template} does not exist: run sira whatsapp setup")
        if not sid:
            return await self._create(address, body=wire.text)
        filled = variables(wire)
        extra = {"content_variables": orjson.dumps(filled).decode()} if filled else {}
        try:
            return await self._posted(address, content_sid=sid, **extra)
        except TwilioException as error:
            if wire.kind != "template" and getattr(error, "code", 0) in TEMPLATE_REFUSED:
                log.warning("a menu went out as numbered text: Twilio refused its template (%s)", _code(error))
                return await self._create(address, body=wire.text)
            return _verdict(error)

    async def _create(self, address: str, **fields: Any) -> Sent:
        try:
            return await self._posted(address, **fields)
        except TwilioException as error:
            return _verdict(error)

    async def _posted(self, address: str, **fields: Any) -> Sent:
        """Raises ``TwilioException`` for what Twilio refused."""
        try:
            message = await self._client.messages.create_async(
                to=address, from_=self.account, status_callback=self._status_url, **fields
            )
        except NotReachedError:
            return Retry(None, "Twilio could not be reached")
        except NoAnswerError:
            return Uncertain("Twilio did not answer")
        except UNREADABLE:
            return Uncertain("Twilio's answer could not be read")
        return Delivered(str(message.sid)) if message.sid else Uncertain("Twilio's answer has no message id")

    async def delete_copy(self, provider_id: str) -> Sent:
        """Delete Twilio's own copy of a message (protection A5, B3); one that is gone already is fine."""
        try:
            await self._client.messages(provider_id).delete_async()
        except NotReachedError:
            return Retry(None, "Twilio could not be reached")
        except NoAnswerError:
            return Uncertain("Twilio did not answer")
        except TwilioException as error:
            return Delivered("") if getattr(error, "status", 0) == NOT_FOUND else _verdict(error)
        return Delivered("")

    async def fetch_media(self, reference: str) -> bytes:
        """The file by ``MessageSid/MediaSid``; see ``MediaFetcher.fetch`` for limits and errors."""
        return await self._media.fetch(reference)

    async def close(self) -> None:
        """Close connections."""
        await self._caller.close()
        await self._media.close()


def _code(error: TwilioException) -> int:
    code = getattr(error, "code", 0)
    return code if isinstance(code, int) else 0


def _verdict(error: TwilioException) -> Sent:
    if isinstance(error, TwilioRestException | TwilioServiceException):
        return verdict(_code(error), int(error.status))
    return Rejected("Twilio's client refused the call")
