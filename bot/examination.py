"""What ``sira doctor`` looks at."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.alerts.examined import GROUP, calls_examined
from bot.desk.unread_complaints import complaints_examined
from bot.examined.asking import PATIENCE_SECONDS, Asker
from bot.examined.backlog import backlog_examined
from bot.examined.connections import connections_examined
from bot.examined.contents import contents_examined
from bot.examined.door import door_examined
from bot.examined.machine import clock_examined, database_ahead, disks_examined
from bot.examined.telegram import telegram_examined
from bot.examined.twilio import twilio_examined
from bot.finding import Finding
from bot.keys import DEMO_FILE, data_folder, vault_for
from bot.library import load_book
from bot.records.database import Database
from bot.records.down import DatabaseDown
from bot.records.migrate import is_current
from bot.records.row_security import ROLE, is_set_up
from bot.settings import Settings
from bot.upkeep.examined import upkeep_examined
from bot.upkeep.freeze import frozen_since
from bot.wiring import stored_templates

NO_SECOND_LOCK = (
    f"la console marche sans lui ; un administrateur de PostgreSQL écrit une fois : CREATE ROLE {ROLE} NOLOGIN; "
    f"GRANT {ROLE} TO le compte de Sira; puis relancez Sira"
)
REDIS_SECONDS = 2.0
STORE_SECONDS = 10.0  # it is asked several things
CALLS_SECONDS = 2 * PATIENCE_SECONDS  # three questions one after the other
SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database says. ``ahead``: by how many seconds its clock is ahead of ours; None: not known."""

    found: list[Finding]
    templates: Mapping[str, str] = field(default_factory=dict)
    ahead: float | None = None


async def examine(settings: Settings) -> list[Finding]:
    """Every finding, in the order in which to mend them. Raises ``BookProblem`` for a broken book."""
    book = load_book()
    stored = await _database(settings, book.directory.leads.default.organisation)
    asker = Asker(settings)
    try:
        redis, door, (telegram, at_telegram), (twilio, at_twilio), calls = await asyncio.gather(
            _redis(settings),
            door_examined(asker, settings),
            telegram_examined(asker, settings),
            twilio_examined(asker, settings, stored.templates),
            _calls(settings),
        )
    finally:
        await asker.close()
    return [
        *_keys(settings),
        *stored.found,
        *redis,
        *_address(settings),
        *door,
        *telegram,
        *twilio,
        *calls,
        *disks_examined(settings),
        clock_examined(stored.ahead, at_telegram or at_twilio),
        *contents_examined(settings, book, datetime.now(UTC).date()),
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


async def _database(settings: Settings, home: str) -> Stored:
    if not _is_there(settings):
        words = f"{settings.database_url} n'existe pas ici ; lancez sira serve, ou changez de dossier"
        return Stored([Finding("red", "base", words)])
    try:
        async with Database(settings.database_url) as database, asyncio.timeout(STORE_SECONDS):
            return await _stored(settings, database, home)
    except (DatabaseDown, TimeoutError) as error:
        words = f"ne répond pas ({str(error) or 'trop lente'}) ; vérifiez SIRA_DATABASE_URL et le serveur"
        return Stored([Finding("red", "base", words)])


async def _stored(settings: Settings, database: Database, home: str) -> Stored:
    if not await database.read(is_current):
        return Stored([Finding("red", "base", "les migrations manquent ; lancez sira serve ou sira worker une fois")])
    found = [Finding("green", "base", "répond, migrations à jour"), *await upkeep_examined(settings, database)]
    if not await database.read(is_set_up):
        found.append(Finding("yellow", "deuxième verrou", NO_SECOND_LOCK))
    found += await database.read(connections_examined)
    frozen = bool(await database.read(frozen_since))
    found += await database.read(lambda conn: backlog_examined(conn, frozen=frozen))
    found += await database.read(complaints_examined, home)
    templates = await database.read(stored_templates, settings.twilio_account_sid)
    return Stored(found, templates, await database_ahead(database))


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


async def _calls(settings: Settings) -> list[Finding]:
    if not _is_there(settings):
        return []
    try:
        async with asyncio.timeout(CALLS_SECONDS):
            return await calls_examined(settings)
    except TimeoutError:
        return [
            Finding("yellow", GROUP, "pas de réponse en 10 secondes ; vérifiez le réseau, puis relancez sira doctor")
        ]


def _address(settings: Settings) -> list[Finding]:
    if settings.production and not settings.public_url.startswith("https://"):
        return [Finding("red", "adresse", "SIRA_PUBLIC_URL doit être en https:// en production")]
    return []
