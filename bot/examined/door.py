"""Our webhooks as the world sees them: signed requests through the public address (protection C1).

Each asks for something that is verified first and then cannot be carried out, so that nothing is stored: half a document
from Telegram, news of no message from Twilio. A forged one beside it must be refused, else it is not Sira that answers.
"""

from __future__ import annotations

import asyncio

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from bot.examined.asking import OK, Asker, Said
from bot.finding import Colour, Finding
from bot.settings import Settings

TELEGRAM_PATH = "/webhook/telegram"
TWILIO_PATH = "/webhook/twilio/status"
HALF = b"{"
UNREADABLE, NOTHING_NEW, FORBIDDEN = 400, 204, 403
FORGED = "x"


async def door_examined(asker: Asker, settings: Settings) -> list[Finding]:
    """The web itself, then each channel's webhook."""
    home = settings.public_url.rstrip("/")
    health = await asker.ask("GET", f"{home}/healthz")
    bad: Colour = "red" if settings.production else "yellow"
    if health.status != OK or health.body.get("status") != "ok":
        said = health.why or f"réponse {health.status}"
        words = f"{home}/ ne répond pas d'ici ({said}) ; lancez sira serve, ou vérifiez SIRA_PUBLIC_URL et le proxy"
        return [Finding(bad, "web", words)]
    found = [Finding("green", "web", f"{home}/ répond")]
    if settings.telegram_token.get_secret_value() and settings.telegram_secret.get_secret_value():
        found.append(await _telegram(asker, home, settings))
    if settings.twilio_account_sid and settings.twilio_auth_token.get_secret_value():
        found.append(await _twilio(asker, home, settings))
    return found


async def _telegram(asker: Asker, home: str, settings: Settings) -> Finding:
    secret, url = settings.telegram_secret.get_secret_value(), home + TELEGRAM_PATH
    ours, forged = await asyncio.gather(
        asker.ask("POST", url, HALF, X_Telegram_Bot_Api_Secret_Token=secret),
        asker.ask("POST", url, HALF, X_Telegram_Bot_Api_Secret_Token=secret + FORGED),
    )
    return _verdict("porte Telegram", ours, UNREADABLE, forged, "SIRA_TELEGRAM_SECRET")


async def _twilio(asker: Asker, home: str, settings: Settings) -> Finding:
    url, form = home + TWILIO_PATH, {"AccountSid": settings.twilio_account_sid}
    signature = RequestValidator(settings.twilio_auth_token.get_secret_value()).compute_signature(url, form)
    ours, forged = await asyncio.gather(
        asker.ask("POST", url, form, X_Twilio_Signature=signature),
        asker.ask("POST", url, form, X_Twilio_Signature=signature + FORGED),
    )
    return _verdict("porte WhatsApp", ours, NOTHING_NEW, forged, "SIRA_TWILIO_AUTH_TOKEN et SIRA_PUBLIC_URL")


def _verdict(what: str, ours: Said, wanted: int, forged: Said, settings: str) -> Finding:
    if not ours.status or not forged.status:
        return Finding("red", what, f"pas de réponse ({ours.why or forged.why}) ; vérifiez le proxy")
    if ours.status == FORBIDDEN:
        return Finding("red", what, f"refuse notre signature ; le serveur a-t-il les mêmes {settings} qu'ici ?")
    if ours.status != wanted:
        return Finding(
            "red", what, f"répond {ours.status} au lieu de {wanted} ; le proxy laisse-t-il passer ce chemin ?"
        )
    if forged.status != FORBIDDEN:
        return Finding("red", what, f"répond {forged.status} à une demande forgée ; est-ce bien Sira qui répond là ?")
    return Finding("green", what, "reconnaît notre signature et refuse une demande forgée")
