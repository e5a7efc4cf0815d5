"""WhatsApp's account at Twilio: is it active, is the number online, has WhatsApp approved the neutral template."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.channels.untrusted import items, mapping, text
from bot.channels.whatsapp.addresses import addresses
from bot.channels.whatsapp.senders import METHOD, wanted_of
from bot.channels.whatsapp.templates import NEUTRAL
from bot.examined.asking import OK, Asker
from bot.finding import Colour, Finding
from bot.settings import Settings

WHAT, NUMBER, TEMPLATES, ADDRESSES = "WhatsApp", "numéro WhatsApp", "modèles WhatsApp", "adresses WhatsApp"
SAID = {"callback_url": "messages", "fallback_url": "secours", "status_callback_url": "nouvelles"}
API = "https://api.twilio.com/2010-04-01/Accounts"
SENDERS = "https://messaging.twilio.com/v2/Channels/Senders?Channel=whatsapp&PageSize=100"
CONTENT = "https://content.twilio.com/v1/Content"
ONLINE = "ONLINE"


async def twilio_examined(
    asker: Asker, settings: Settings, templates: Mapping[str, str]
) -> tuple[list[Finding], float]:
    """What to say, and Twilio's clock (0: not known). ``templates``: ContentSids that ``sira whatsapp setup`` stored."""
    account = settings.twilio_account_sid
    if not account:
        return [], 0.0
    given = {
        "SIRA_TWILIO_AUTH_TOKEN": settings.twilio_auth_token.get_secret_value(),
        "SIRA_TWILIO_FROM": settings.twilio_from,
    }
    if missing := [name for name, value in given.items() if not value]:
        return [Finding("red", WHAT, f"il manque {', '.join(missing)}")], 0.0
    known = await asker.twilio(f"{API}/{account}.json")
    if not known.status:
        return [Finding("yellow", WHAT, f"Twilio ne répond pas ({known.why}) ; vérifiez le réseau")], 0.0
    if known.status != OK:
        words = f"Twilio refuse le compte ({known.status}) ; SIRA_TWILIO_ACCOUNT_SID et SIRA_TWILIO_AUTH_TOKEN"
        return [Finding("red", WHAT, words)], known.at
    status = text(known.body, "status")
    if status != "active":
        return [Finding("red", WHAT, f"le compte est « {status} » ; console de Twilio")], known.at
    number, approved = await asyncio.gather(_number(asker, settings), _template(asker, templates))
    return [Finding("green", WHAT, "le compte est actif"), *number, approved], known.at


async def _number(asker: Asker, settings: Settings) -> list[Finding]:
    """Is it online, and do its messages come to us."""
    said = await asker.twilio(SENDERS)
    senders = {text(one, "sender_id"): one for one in items(said.body, "senders")}
    sender = senders.get(settings.twilio_from, {})
    state = text(sender, "status")
    if said.status != OK or not state:
        words = (
            "Twilio ne le nomme pas parmi ses expéditeurs (le bac à sable n'y est jamais) ; vérifiez SIRA_TWILIO_FROM"
        )
        return [Finding("yellow", NUMBER, words)]
    where = _addresses(settings, mapping(sender, "webhook"))
    if state != ONLINE:
        return [Finding("red", NUMBER, f"il est « {state} » ; console de Twilio, WhatsApp senders"), where]
    return [Finding("green", NUMBER, "en ligne"), where]


def _addresses(settings: Settings, webhook: Mapping[str, object]) -> Finding:
    """Where Twilio posts, against where Sira listens: a message that goes elsewhere is lost at the first trouble."""
    wanted = wanted_of(addresses(settings.public_url))
    wrong = [SAID[name] for name, value in wanted.items() if name in SAID and webhook.get(name) != value]
    methods = [name for name in wanted if name not in SAID and webhook.get(name, METHOD) != METHOD]
    if not wrong and not methods:
        return Finding("green", ADDRESSES, "messages, secours et nouvelles viennent ici")
    bad: Colour = "red" if SAID["callback_url"] in wrong or methods else "yellow"
    which = ", ".join(wrong or ["la méthode n'est pas POST"])
    return Finding(bad, ADDRESSES, f"chez Twilio, pas comme ici : {which} ; lancez sira whatsapp setup")


async def _template(asker: Asker, templates: Mapping[str, str]) -> Finding:
    sid = templates.get(NEUTRAL, "")
    if not sid:
        return Finding("yellow", TEMPLATES, "aucun : menus en texte numéroté ; lancez sira whatsapp setup")
    said = await asker.twilio(f"{CONTENT}/{sid}/ApprovalRequests")
    state = text(mapping(said.body, "whatsapp"), "status") or "inconnu"
    if said.status != OK or state != "approved":
        words = f"le modèle neutre est « {state} » ; tant qu'il n'est pas approuvé, rien ne part après 24 h de silence"
        return Finding("yellow", TEMPLATES, words)
    return Finding("green", TEMPLATES, "le modèle neutre est approuvé")
