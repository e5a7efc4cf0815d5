"""The bot at Telegram: is its token known, where does Telegram post, what waits there. The token is never said."""

from __future__ import annotations

import asyncio
import time

from bot.backlog import PENDING_NOTABLE
from bot.channels.untrusted import count, mapping, text
from bot.examined.asking import OK, Asker
from bot.examined.door import TELEGRAM_PATH
from bot.finding import Finding
from bot.settings import Settings

WHAT, WEBHOOK = "Telegram", "webhook Telegram"
RECENT_SECONDS = 3600
ERROR_MAX = 120


async def telegram_examined(asker: Asker, settings: Settings) -> tuple[list[Finding], float]:
    """What to say, and Telegram's clock (0: not known)."""
    token = settings.telegram_token.get_secret_value()
    if not token:
        return [], 0.0
    if not settings.telegram_secret.get_secret_value():
        words = "SIRA_TELEGRAM_SECRET manque : le webhook refuse tout ; ou utilisez sira poll"
        return [Finding("red", WHAT, words)], 0.0
    home = f"{settings.telegram_api_url.rstrip('/')}/bot{token}"
    me, hook = await asyncio.gather(asker.ask("GET", f"{home}/getMe"), asker.ask("GET", f"{home}/getWebhookInfo"))
    if not me.status:
        return [Finding("yellow", WHAT, f"Telegram ne répond pas ({me.why}) ; vérifiez le réseau")], 0.0
    if me.status != OK:
        return [Finding("red", WHAT, f"le jeton est refusé ({me.status}) ; SIRA_TELEGRAM_TOKEN, @BotFather")], me.at
    found = [Finding("green", WHAT, f"@{text(mapping(me.body, 'result'), 'username')} est connu")]
    if hook.status == OK:
        found.append(_webhook(dict(mapping(hook.body, "result")), settings))
    return found, me.at


def _webhook(info: dict[str, object], settings: Settings) -> Finding:
    wanted, url = f"{settings.public_url.rstrip('/')}{TELEGRAM_PATH}", text(info, "url")
    if not url:
        return Finding(
            "yellow", WEBHOOK, "aucun : Telegram ne poste rien ; setWebhook (README), ou laissez tourner sira poll"
        )
    if url != wanted:
        return Finding("red", WEBHOOK, f"Telegram poste à {url}, pas à {wanted} ; refaites setWebhook (README)")
    pending, failed = count(info, "pending_update_count"), count(info, "last_error_date")
    if failed and time.time() - failed < RECENT_SECONDS:
        why = text(info, "last_error_message")[:ERROR_MAX]
        return Finding(
            "yellow", WEBHOOK, f"Telegram n'a pas pu poster depuis une heure : « {why} » ; {pending} attendent"
        )
    if pending >= PENDING_NOTABLE:
        return Finding("red", WEBHOOK, f"{pending} messages attendent chez Telegram, qui les jette après un jour")
    return Finding("green", WEBHOOK, f"Telegram poste ici ; {pending} attendent")
