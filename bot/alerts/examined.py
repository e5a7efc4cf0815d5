"""What `sira doctor` looks at of the ways in which the team is called. Nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass

from aiosmtplib import SMTPException
from sqlalchemy import Connection, func, select

from bot.alerts.group import Group, StaffBot
from bot.channels.wire import Delivered
from bot.desk.post import connected, verdict
from bot.finding import Colour, Finding
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.down import DatabaseDown
from bot.records.tables import alert, is_one_of
from bot.settings import Settings

GROUP = "groupe"
POST = "e-mail"
CALLS = "appels"
DAY_SECONDS = 86_400
LATE_SECONDS = 300
"""A call that is due for so long is made by nobody: no process sends."""
TO_MEND = {
    "no_chat": "le robot ne voit pas le groupe : ajoutez-le, et vérifiez SIRA_TELEGRAM_STAFF_CHAT",
    "no_admin": "le robot n'est pas administrateur du groupe : nommez-le",
    "no_forum": "les sujets ne sont pas activés : tous les appels vont au même endroit",
    "no_right": "le robot n'a pas le droit « Gérer les sujets » : tous les appels vont au même endroit",
}
STILL_CALLS = ("no_forum", "no_right", "no_admin")


@dataclass(frozen=True, slots=True)
class Record:
    """Calls that failed in the last day, why the newest did, and those that are late."""

    failed: int
    why: str
    late: int


async def calls_examined(settings: Settings) -> list[Finding]:
    """The group, the mail server, and what became of the last calls."""
    return [*await _group(settings), *await _post(settings), *await _made(settings)]


async def _group(settings: Settings) -> list[Finding]:
    token = settings.telegram_staff_token.get_secret_value()
    if not token or not settings.telegram_staff_chat:
        if token or settings.telegram_staff_chat:
            missing = "SIRA_TELEGRAM_STAFF_CHAT" if token else "SIRA_TELEGRAM_STAFF_TOKEN"
            return [Finding("red", GROUP, f"{missing} manque : personne n'est appelé sur Telegram")]
        return [Finding("yellow", GROUP, "pas de groupe Telegram pour l'équipe (README, « Staff group »)")]
    bot = StaffBot(settings)
    try:
        found = await bot.look()
    finally:
        await bot.close()
    if not isinstance(found, Group):
        reason = "" if isinstance(found, Delivered) else found.reason
        return [Finding("red", GROUP, f"le robot de l'équipe ne répond pas ({reason}) ; SIRA_TELEGRAM_STAFF_TOKEN")]
    lines = [Finding("green", GROUP, f"@{found.bot} peut appeler et ouvrir des sujets")]
    if found.why:
        colour: Colour = "yellow" if found.why in STILL_CALLS else "red"
        lines = [Finding(colour, GROUP, f"@{found.bot} : {TO_MEND[found.why]}")]
    if not settings.telegram_staff_secret.get_secret_value():
        lines.append(
            Finding(
                "yellow", GROUP, "SIRA_TELEGRAM_STAFF_SECRET manque : le bouton « Prendre » ne marche qu'avec sira poll"
            )
        )
    return lines


async def _post(settings: Settings) -> list[Finding]:
    url = settings.smtp_url.get_secret_value()
    if not url or not settings.mail_from:
        if url or settings.mail_from:
            missing = "SIRA_MAIL_FROM" if url else "SIRA_SMTP_URL"
            return [Finding("red", POST, f"{missing} manque : aucun e-mail ne part")]
        return [Finding("yellow", POST, "pas d'e-mail : SIRA_SMTP_URL et SIRA_MAIL_FROM")]
    try:
        async with connected(settings) as client:
            await client.ehlo()
    except (SMTPException, OSError) as error:
        ended = verdict(error)
        reason = "" if isinstance(ended, Delivered) else ended.reason
        return [Finding("red", POST, f"le serveur ne prend rien ({reason}) ; vérifiez SIRA_SMTP_URL")]
    return [Finding("green", POST, "le serveur répond ; rien n'a été envoyé")]


async def _made(settings: Settings) -> list[Finding]:
    try:
        async with Database(settings.database_url) as database:
            record = await database.read(_record)
    except DatabaseDown:
        return []  # said already of the base
    found = []
    if record.failed:
        found.append(Finding("red", CALLS, f"{record.failed} échec(s) depuis un jour ; le dernier : {record.why}"))
    if record.late:
        words = f"{record.late} appel(s) attendent depuis 5 minutes : lancez sira serve ou sira sender"
        found.append(Finding("red", CALLS, words))
    return found or [Finding("green", CALLS, "aucun échec depuis un jour")]


def _record(conn: Connection) -> Record:
    now = clock_now(conn)
    failed = (alert.c.state == "failed", alert.c.at > now - DAY_SECONDS)
    why = conn.execute(select(alert.c.error).where(*failed).order_by(alert.c.at.desc(), alert.c.id.desc()).limit(1))
    late = (is_one_of(alert.c.state, "ready"), alert.c.next_at <= now - LATE_SECONDS, alert.c.at <= now - LATE_SECONDS)
    return Record(
        failed=int(conn.execute(select(func.count()).where(*failed)).scalar_one()),
        why=why.scalar_one_or_none() or "",
        late=int(conn.execute(select(func.count()).where(*late)).scalar_one()),
    )
