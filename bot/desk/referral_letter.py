"""The e-mails that bring a link to an organisation: that something waits, where, how long. Nothing of any person."""

from __future__ import annotations

from bot.channels.wire import Delivered
from bot.desk.links import LINK_SECONDS
from bot.desk.post import post
from bot.settings import Settings

SUBJECT = "Une demande attend votre réponse"
DAYS = LINK_SECONDS // 86_400
TEXT = f"""Bonjour,

Une demande envoyée avec Sira attend votre réponse. Elle s'ouvre ici, sans compte :

{{address}}

La page montre la demande et quatre boutons : j'accepte, rendez-vous, à l'étude, non.
Ce lien s'ouvre pendant {DAYS} jours au moins. Ne le transmettez pas : qui l'a peut lire la demande.

Vous n'êtes pas la personne concernée ? Effacez ce message.

Sira
"""

AFTERWARDS_SUBJECT = "Une demande attend votre dernier mot"
AFTERWARDS = f"""Bonjour,

Vous avez accepté une demande envoyée avec Sira. Est-ce fait, ou la personne n'est-elle pas venue ?
Dites-le ici d'un geste, sans compte :

{{address}}

La page ne montre plus la demande. Vous pouvez aussi y changer le rendez-vous.
Ce lien s'ouvre pendant {DAYS} jours au moins et remplace ceux d'avant. Ne le transmettez pas.

Vous n'êtes pas la personne concernée ? Effacez ce message.

Sira
"""


def address_of(settings: Settings, token: str) -> str:
    """Where a link leads."""
    return f"{settings.public_url.rstrip('/')}/r/{token}"


def has_post(settings: Settings) -> bool:
    """Whether this machine can send e-mail at all."""
    return bool(settings.smtp_url.get_secret_value() and settings.mail_from)


async def send_link(settings: Settings, to: str, token: str) -> bool:
    """A file waits. False when no server took the e-mail: then somebody must hand the link over."""
    return await _sent(settings, to, token, SUBJECT, TEXT)


async def send_question(settings: Settings, to: str, token: str) -> bool:
    """How it went is asked. False as above."""
    return await _sent(settings, to, token, AFTERWARDS_SUBJECT, AFTERWARDS)


async def _sent(settings: Settings, to: str, token: str, subject: str, text: str) -> bool:
    done = await post(settings, to, subject, text.format(address=address_of(settings, token)))
    return isinstance(done, Delivered)
