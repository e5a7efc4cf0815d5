"""What ``sira doctor`` looks at."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import Connection, func, select

from bot.alerts.examined import calls_examined
from bot.engine.book import Book
from bot.finding import Finding
from bot.keys import DEMO_FILE, data_folder, vault_for
from bot.library import load_book
from bot.records.database import Database, DatabaseDown
from bot.records.migrate import is_current
from bot.records.row_security import ROLE, is_set_up
from bot.records.tables import content_template, inbound, outbox
from bot.settings import Settings
from bot.upkeep.examined import upkeep_examined
from content.emergency import places_without_number

BACKLOG_YELLOW = 50
NO_SECOND_LOCK = (
    f"la console marche sans lui ; un administrateur de PostgreSQL écrit une fois : CREATE ROLE {ROLE} NOLOGIN; "
    f"GRANT {ROLE} TO le compte de Sira; puis relancez Sira"
)
REDIS_SECONDS = 2.0
SQLITE = "sqlite:///"


async def examine(settings: Settings) -> list[Finding]:
    """Every finding, in the order in which to mend them. Raises ``BookProblem`` for a broken book."""
    book = load_book()
    return [
        *_keys(settings),
        *await _database(settings),
        *await _redis(settings),
        *_channels(settings),
        *(await calls_examined(settings) if _is_there(settings) else ()),
        *_emergency(settings, book),
        Finding("green", "parcours", f"{len(book.flows)} parcours en ordre"),
    ]


def _keys(settings: Settings) -> list[Finding]:
    """Looks, and makes nothing: who examines a house in the wrong folder must not leave keys and a database there."""
    demo = data_folder(settings) / DEMO_FILE
    given = settings.master_key.get_secret_value() and settings.pepper.get_secret_value()
    if not given and not settings.production and not demo.exists():
        return [Finding("yellow", "clés", f"pas encore de clés ({demo}) ; sira serve fait celles de la démonstration")]
    _, found = vault_for(settings)
    if found is not None:
        return [Finding("yellow", "clés", f"clés de démonstration dans {found} ; jamais pour de vraies personnes")]
    return [Finding("green", "clés", "données par SIRA_MASTER_KEY et SIRA_PEPPER")]


def _is_there(settings: Settings) -> bool:
    """Whether there is a database to look at: SQLite makes a file where it finds none."""
    url = settings.database_url
    return not url.startswith(SQLITE) or Path(url.removeprefix(SQLITE)).exists()


async def _database(settings: Settings) -> list[Finding]:
    if not _is_there(settings):
        return [
            Finding(
                "red", "base", f"{settings.database_url} n'existe pas ici ; lancez sira serve, ou changez de dossier"
            )
        ]
    database = Database(settings.database_url)
    try:
        if not await database.read(is_current):
            return [Finding("red", "base", "les migrations manquent ; lancez sira serve ou sira worker une fois")]
        second_lock = await database.read(is_set_up)
        waiting, unsent, templates = await database.read(_backlog, settings.twilio_account_sid)
        kept = await upkeep_examined(settings, database)
    except DatabaseDown as error:
        return [Finding("red", "base", f"ne répond pas ({error}) ; vérifiez SIRA_DATABASE_URL et le serveur")]
    finally:
        await database.close()
    found = [Finding("green", "base", "répond, migrations à jour"), *kept]
    if not second_lock:
        found.append(Finding("yellow", "deuxième verrou", NO_SECOND_LOCK))
    colour: Literal["green", "yellow"] = "yellow" if max(waiting, unsent) > BACKLOG_YELLOW else "green"
    found.append(Finding(colour, "attente", f"{waiting} message(s) à traiter, {unsent} à envoyer"))
    if settings.twilio_account_sid and not templates:
        found.append(
            Finding("yellow", "WhatsApp", "pas de modèles : menus en texte numéroté ; lancez sira whatsapp setup")
        )
    return found


def _backlog(conn: Connection, account: str) -> tuple[int, int, int]:
    waiting = conn.execute(select(func.count()).where(inbound.c.state == "pending")).scalar_one()
    unsent = conn.execute(select(func.count()).where(outbox.c.state.in_(("ready", "sending")))).scalar_one()
    templates = conn.execute(select(func.count()).where(content_template.c.account == account)).scalar_one()
    return int(waiting), int(unsent), int(templates)


async def _redis(settings: Settings) -> list[Finding]:
    if not settings.redis_url:
        return [Finding("green", "Redis", "non utilisé (un seul processus)")]
    client = Redis.from_url(settings.redis_url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS)
    try:
        await client.ping()
    except (RedisError, OSError) as error:
        return [Finding("yellow", "Redis", f"ne répond pas ({type(error).__name__}) ; tout marche, plus lentement")]
    finally:
        await client.aclose()
    return [Finding("green", "Redis", "répond")]


def _channels(settings: Settings) -> list[Finding]:
    found = [Finding("green", "web", f"{settings.public_url}/")]
    if settings.telegram_token.get_secret_value():
        secret = settings.telegram_secret.get_secret_value()
        found.append(
            Finding("green", "Telegram", "jeton et secret présents")
            if secret
            else Finding(
                "red", "Telegram", "SIRA_TELEGRAM_SECRET manque : le webhook refuse tout ; ou utilisez sira poll"
            )
        )
    if settings.twilio_account_sid:
        missing = [
            name
            for name, value in (
                ("SIRA_TWILIO_AUTH_TOKEN", settings.twilio_auth_token.get_secret_value()),
                ("SIRA_TWILIO_FROM", settings.twilio_from),
            )
            if not value
        ]
        found.append(
            Finding("red", "WhatsApp", f"il manque {', '.join(missing)}")
            if missing
            else Finding("green", "WhatsApp", "compte, jeton et numéro présents")
        )
    if settings.production and not settings.public_url.startswith("https://"):
        found.append(Finding("red", "adresse", "SIRA_PUBLIC_URL doit être en https:// en production"))
    return found


def _emergency(settings: Settings, book: Book) -> list[Finding]:
    missing = places_without_number(book.directory, datetime.now(UTC).date())
    if not missing:
        return [Finding("green", "urgence", "un numéro vérifié partout")]
    colour: Literal["red", "yellow"] = "red" if settings.production else "yellow"
    shown = ", ".join(missing[:6]) + (" …" if len(missing) > 6 else "")  # noqa: PLR2004
    words = f"pas de numéro vérifié depuis 90 jours pour {len(missing)} lieu(x) : {shown} ; content/emergency.yaml"
    return [Finding(colour, "urgence", words)]
