"""Running Sira: everything in one process, or each part by itself."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from bot.cli.failing import clearly, fail, settings, stdout
from bot.demo import demonstration_worker
from bot.engine.book import Book
from bot.keys import refuse_unsafe, vault_for
from bot.library import load_book
from bot.poll import poll_forever
from bot.records.database import Database
from bot.records.migrate import migrate
from bot.running import running
from bot.settings import Settings
from bot.staffing import make_organisations
from bot.tasks import until_asked_to_stop

APPLICATION = "webhook.app:app"
HOST = "127.0.0.1"
PORT = 8000

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on.")]


def add(app: typer.Typer) -> None:
    """Hang the commands on ``app``."""
    app.command(help="Everything in one process: web chat, console, webhooks, thinking and sending.")(serve)
    app.command(help="HTTP only (service mode).")(web)
    app.command(help="Thinks what waits in the inbox (service mode).")(worker)
    app.command(help="Sends what waits in the outbox (service mode).")(sender)
    app.command(help="Telegram without a public address: asks for messages instead of being called.")(poll)


def serve(host: Host = HOST, port: Port = PORT) -> None:
    """What ``make run`` starts."""
    chosen = settings()
    with clearly():
        _free(host, port)
        refuse_unsafe(chosen)
        stdout.print("• lecture des parcours, des fiches et des catalogues …")
        book = load_book()
        stdout.print("• préparation de la base …")
        password = asyncio.run(_prepare(chosen, book))
        _where_to_look(chosen, host, port, password)
        _run(host, port)


def web(host: Host = HOST, port: Port = PORT) -> None:
    """The HTTP side; what waits is left to ``sira worker`` and ``sira sender``."""
    os.environ["SIRA_PROCESS"] = "web"
    chosen = settings()
    with clearly():
        _free(host, port)
        refuse_unsafe(chosen)
        vault_for(chosen)
        load_book()
        _run(host, port)


def worker() -> None:
    """Sweeps the inbox and the timers."""
    with clearly():
        asyncio.run(_service(settings(), thinks=True, sends=False))


def sender() -> None:
    """Sweeps the outbox."""
    with clearly():
        asyncio.run(_service(settings(), thinks=False, sends=True))


def poll() -> None:
    """Long polling; thinks and sends too."""
    chosen = settings()
    if not chosen.telegram_token.get_secret_value():
        fail("SIRA_TELEGRAM_TOKEN is not set. Ask @BotFather for one, then run sira poll again.")
    with clearly():
        asyncio.run(_poll(chosen))


def _run(host: str, port: int) -> None:
    uvicorn.run(APPLICATION, host=host, port=port, access_log=False, log_level="warning", timeout_graceful_shutdown=10)


async def _prepare(chosen: Settings, book: Book) -> str:
    database = Database(chosen.database_url)
    try:
        await database.write(migrate)
        await database.write(make_organisations, book.directory.leads)
        if chosen.production:
            return ""
        return await demonstration_worker(database)
    finally:
        await database.close()


async def _service(chosen: Settings, *, thinks: bool, sends: bool) -> None:
    async with running(chosen, thinks=thinks, sends=sends, for_good=True):
        await until_asked_to_stop()


async def _poll(chosen: Settings) -> None:
    async with running(chosen) as parts:
        await poll_forever(parts)


def _free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            fail(f"Port {port} of {host} is taken. Stop what uses it, or choose another: sira serve --port {port + 1}")


def _where_to_look(chosen: Settings, host: str, port: int, password: str) -> None:
    address = f"http://{host}:{port}"
    stdout.print()
    stdout.print(f"  Sira écoute.   Discussion : {address}/", markup=False)
    stdout.print(f"                 Console    : {address}/desk", markup=False)
    if password:
        stdout.print(f"                 identifiant demo, mot de passe pour cette fois : {password}", markup=False)
    _, demo_keys = vault_for(chosen)
    if demo_keys is not None:
        stdout.print(f"  Démonstration : clés faites pour l'essai dans {_short(demo_keys)}. Jamais pour de vraies personnes.",
                     markup=False)  # fmt: skip
    stdout.print("  Ctrl+C pour arrêter.", markup=False)
    stdout.print()


def _short(path: Path) -> str:
    return str(path)
