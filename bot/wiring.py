"""Which channels this process has, from the settings: those without a token are simply not there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, select

from bot.channels.telegram.client import TelegramChannel
from bot.channels.whatsapp.client import WhatsAppChannel
from bot.channels.wire import Channel
from bot.desk.calls import Means
from bot.media import media_token, opened
from bot.records.database import Database
from bot.records.seal import Vault
from bot.records.tables import content_template
from bot.settings import Settings
from bot.voices.at_telegram import VoiceNotes
from bot.voices.links import voice_token
from bot.voices.sounds import Sounds
from locales.voices.shelf import HERE, Shelf


def means_of(settings: Settings) -> tuple[Means, ...]:
    """How the team can be called: its Telegram group, its e-mail."""
    group = settings.telegram_staff_token.get_secret_value() and settings.telegram_staff_chat
    post = settings.smtp_url.get_secret_value() and settings.mail_from
    named: tuple[tuple[Means, str], ...] = (("telegram", group), ("email", post))
    return tuple(means for means, there in named if there)


def shelf_of(settings: Settings) -> Shelf:
    """The voices that the settings name, or those of this release; in production nothing that a machine said."""
    return Shelf(Path(settings.voices) if settings.voices else HERE, real=settings.production)


async def channels_for(settings: Settings, vault: Vault, database: Database) -> Mapping[str, Channel]:
    """Channels by name. WhatsApp reads the templates that ``sira whatsapp setup`` has stored."""
    found: dict[str, Channel] = {}
    sounds = Sounds(shelf_of(settings))
    if settings.telegram_token.get_secret_value():

        async def load_media(media_id: str) -> bytes | None:
            return await database.read(opened, vault, media_id)

        found["telegram"] = TelegramChannel(settings, load_media, partial(VoiceNotes, sounds, database))
    if settings.twilio_account_sid and settings.twilio_auth_token.get_secret_value():
        templates = await database.read(stored_templates, settings.twilio_account_sid)

        def media_url(media_id: str) -> str:
            return f"{settings.public_url.rstrip('/')}/media/{media_token(vault, media_id)}"

        def voice_url(name: str) -> str:
            return f"{settings.public_url.rstrip('/')}/voice/{voice_token(vault, name)}" if sounds.stamp(name) else ""

        found["whatsapp"] = WhatsAppChannel(settings, media_url, templates, voice_url)
    return found


def stored_templates(conn: Connection, account: str) -> dict[str, str]:
    """ContentSids by template name for one Twilio account."""
    rows = conn.execute(
        select(content_template.c.name, content_template.c.sid).where(content_template.c.account == account)
    )
    return {row.name: row.sid for row in rows}
