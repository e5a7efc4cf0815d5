"""Running Sira: everything in one process, or each part by itself."""

from __future__ import annotations

import asyncio
import os
import socket
from typing import Annotated

import typer
import uvicorn

from bot.alerts.poll import poll_staff
from bot.cli.failing import clearly, fail, settings, settle, stdout
from bot.cli.loop import run
from bot.cli.store import store
from bot.demo import LOGIN, demonstration_worker
from bot.engine.book import Book
from bot.keys import refuse_unsafe, vault_for
from bot.library import load_book
from bot.measures.process import listen
from bot.poll import poll_forever
from bot.running import running
from bot.settings import Settings
from bot.staffing import make_organisations
from bot.tasks import until_asked_to_stop

APPLICATION = "webhook.app:app"
HOST = "127.0.0.1"
PORT = 8000
PORT_MAX = 65_535  # TCP, RFC 9293

Host = Annotated[str, typer.Option(help="Adresse où écouter.")]
Port = Annotated[int, typer.Option(min=0, max=PORT_MAX, help="Port où écouter.")]


def add(app: typer.Typer) -> None:
    """Hang the commands on ``app``."""
    app.command(help="Tout en un : discussion web, console, webhooks, réponses et envois.")(serve)
    app.command("migrate", help="Met la base au niveau de cette version, puis s'arrête.")(bring_forward)
    app.command(help="Seulement HTTP (plusieurs processus).")(web)
    app.command(help="Répond aux messages reçus (plusieurs processus).")(worker)
    app.command(help="Envoie les réponses (plusieurs processus).")(sender)
    app.command(help="Telegram sans adresse publique : Sira va chercher les messages.")(poll)


def serve(host: Host = HOST, port: Port = PORT) -> None:
    """What ``make run`` starts."""
    chosen = settings()
    with clearly():
        free(host, port)
        refuse_unsafe(chosen)
        follow(chosen, port)
        stdout.print("• lecture des parcours, des fiches et des catalogues …")
        book = load_book()
        settle(chosen)
        stdout.print("• préparation de la base …")
        password = asyncio.run(prepare(chosen, book))
        where_to_look(chosen, host, port, password)
        _run(host, port)


def web(host: Host = HOST, port: Port = PORT) -> None:
    """The HTTP side; what waits is left to ``sira worker`` and ``sira sender``."""
    os.environ["SIRA_PROCESS"] = "web"
    chosen = settings()
    with clearly():
        free(host, port)
        refuse_unsafe(chosen)
        load_book()
        settle(chosen)
        _run(host, port)


def bring_forward() -> None:
    """Before the processes of a new release start; those of the release before may go on meanwhile."""
    chosen = settings()
    with clearly():
        refuse_unsafe(chosen)
        asyncio.run(prepare(chosen, load_book()))
    stdout.print("La base est prête pour cette version.")


def worker() -> None:
    """Sweeps the inbox and the timers."""
    with clearly():
        run(_service(settings(), thinks=True, sends=False))


def sender() -> None:
    """Sweeps the outbox."""
    with clearly():
        run(_service(settings(), thinks=False, sends=True))


def poll() -> None:
    """Long polling for each bot that there is; thinks and sends too."""
    chosen = settings()
    if not (chosen.telegram_token.get_secret_value() or chosen.telegram_staff_token.get_secret_value()):
        fail("SIRA_TELEGRAM_TOKEN manque. Demandez un jeton à @BotFather, puis relancez sira poll.")
    with clearly():
        run(_poll(chosen))


def _run(host: str, port: int) -> None:
    uvicorn.run(APPLICATION, host=host, port=port, access_log=False, log_level="warning", timeout_graceful_shutdown=10)


async def prepare(chosen: Settings, book: Book) -> str:
    """Bring the database to this release; returns the demonstration worker's password, if one was made now."""
    async with store(chosen) as database:
        await database.write(make_organisations, book.directory.leads)
        if chosen.production:
            return ""
        vault, _ = vault_for(chosen)
        return await demonstration_worker(database, vault)


async def _service(chosen: Settings, *, thinks: bool, sends: bool) -> None:
    refuse_unsafe(chosen)
    load_book()
    settle(chosen)
    listen(chosen.metrics)
    async with running(chosen, thinks=thinks, sends=sends, for_good=True):
        await until_asked_to_stop()


async def _poll(chosen: Settings) -> None:
    refuse_unsafe(chosen)
    load_book()
    settle(chosen)
    async with running(chosen) as parts:
        polls = [poll_forever(parts)] if "telegram" in parts.channels else []
        if parts.alerts.reception is not None:
            polls.append(poll_staff(chosen, parts.alerts.reception))
        await asyncio.gather(*polls)


def follow(chosen: Settings, port: int) -> None:
    """Links of a demonstration lead to the port that it listens on, unless an address is set."""
    if not chosen.production and "public_url" not in chosen.model_fields_set:
        os.environ["SIRA_PUBLIC_URL"] = f"http://{HOST}:{port}"


def free(host: str, port: int) -> None:
    """Fail clearly when somebody else listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            fail(
                f"Le port {port} de {host} ne peut pas être ouvert ({error.strerror}). Arrêtez ce qui l'utilise, "
                f"ou choisissez-en un autre : sira serve --port {PORT + 1 if port == PORT else PORT}"
            )


def where_to_look(chosen: Settings, host: str, port: int, password: str) -> None:
    """Say where the chat and the desk are."""
    address = f"http://{host}:{port}"
    stdout.print()
    stdout.print(f"  Sira écoute.   Discussion : {address}/", markup=False)
    stdout.print(f"                 Console    : {address}/desk", markup=False)
    if not chosen.production:
        said = (
            f"mot de passe de la démonstration : {password}"
            if password
            else "avec le mot de passe que vous avez choisi"
        )
        stdout.print(f"                 identifiant {LOGIN}, {said}", markup=False)
    _, demo_keys = vault_for(chosen)
    if demo_keys is not None:
        stdout.print(f"  Démonstration : clés d'essai dans {demo_keys}. Jamais pour de vraies personnes.", markup=False)
    stdout.print("  Ctrl+C pour arrêter.", markup=False)
    stdout.print()
