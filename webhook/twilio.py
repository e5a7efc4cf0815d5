"""WhatsApp's webhooks through Twilio: messages, their fallback, and news of what we sent."""

from __future__ import annotations

from urllib.parse import parse_qsl

import structlog
from fastapi import APIRouter, Request, Response

from bot.channels.whatsapp.addresses import FALLBACK_PATH, MESSAGE_PATH, STATUS_PATH
from bot.channels.whatsapp.parse import parse
from bot.channels.whatsapp.signature import SETTINGS, SIGNATURE, genuine
from bot.channels.whatsapp.status import parse_status
from bot.delivery import note_status
from bot.records.down import DatabaseDown
from webhook.body import FIELDS_MAX, TooLargeError, UnreadableError, bounded, name_of

router = APIRouter()
log = structlog.get_logger()

NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


class ForgedError(ValueError):
    """No or a wrong signature."""


@router.post(MESSAGE_PATH, include_in_schema=False)
@router.post(FALLBACK_PATH, include_in_schema=False)
async def message(request: Request) -> Response:
    """403 for a forged request; 400 or 413 for what cannot be read; 503 when nothing can be stored; else 200."""
    form = await _verified(request)
    if isinstance(form, Response):
        return form
    item = parse(form)
    runner = request.app.state.runner
    try:
        if not item.sender or not item.provider_id:
            known = item.provider_id or name_of(repr(sorted(form.items())).encode())
            await runner.quarantine(item.channel, item.account, known)
        else:
            await runner.accept(item)
    except DatabaseDown as error:
        log.error("not_stored", channel="whatsapp", reason=type(error.__cause__).__name__)
        return Response(status_code=503)
    return Response(NOTHING_TO_SAY, media_type="text/xml")


@router.post(STATUS_PATH, include_in_schema=False)
async def status(request: Request) -> Response:
    """News of a message that we sent. They repeat and overtake each other; states only move forward."""
    form = await _verified(request)
    if isinstance(form, Response):
        return form
    news = parse_status(form)
    if news is None:
        return Response(status_code=204)
    try:
        conversation = await request.app.state.db.write(note_status, news)
    except DatabaseDown:
        return Response(status_code=503)
    request.app.state.runner.outlet.heard(news.provider_id)
    if conversation:
        request.app.state.runner.wake(conversation)
    return Response(status_code=204)


async def _verified(request: Request) -> dict[str, str] | Response:
    """The form, or the refusal: 403 forged, 413 too large, 400 unreadable."""
    try:
        return await _form(request)
    except ForgedError:
        return Response(status_code=403)
    except TooLargeError:
        return Response(status_code=413)
    except ValueError:
        return Response(status_code=400)


async def _form(request: Request) -> dict[str, str]:
    """The fields, once the signature over the configured public address holds. The first of a repeated field counts."""
    settings = request.app.state.settings
    body = await bounded(request)
    try:
        fields = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, strict_parsing=bool(body), max_num_fields=FIELDS_MAX
        )
    except (UnicodeDecodeError, ValueError) as error:
        raise UnreadableError from error
    scope = request.scope
    ok = genuine(
        settings.public_url,
        scope.get("raw_path", scope["path"].encode()).decode("latin-1"),
        scope["query_string"].decode("latin-1"),
        fields,
        request.headers.get(SIGNATURE, ""),
        secrets=(settings.twilio_auth_token.get_secret_value(),),
        signature_settings=request.headers.get(SETTINGS, ""),
    )
    if not ok:
        raise ForgedError
    form: dict[str, str] = {}
    for name, value in fields:
        form.setdefault(name, value)
    return form
