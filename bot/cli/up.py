"""``sira up``: the whole service mode on one machine, for trying it."""

from __future__ import annotations

import asyncio
import signal
from typing import Annotated

import typer

from bot.cli.failing import clearly, fail, settings, settle, stdout
from bot.cli.serve import HOST, PORT, Host, Port, free, prepare, where_to_look
from bot.keys import refuse_unsafe
from bot.library import load_book
from bot.supervision import Part, supervise

MANY = 16
WIDTH = 9
Number = Annotated[int, typer.Option(min=1, max=MANY, help="Combien de processus.")]


def add(app: typer.Typer) -> None:
    """Hang the command on ``app``."""
    app.command(help="Le mode service entier sur cette machine : web, worker et sender en processus séparés.")(up)


def up(host: Host = HOST, port: Port = PORT, webs: Number = 1, workers: Number = 2, senders: Number = 1) -> None:
    """Several ``sira web`` take the ports from ``port`` on."""
    chosen = settings()
    if chosen.database_url.startswith("sqlite"):
        fail(
            "sira up fait tourner plusieurs processus : un fichier SQLite n'y suffit pas. Donnez "
            "SIRA_DATABASE_URL=postgresql://… et SIRA_REDIS_URL=redis://…, ou lancez sira serve."
        )
    with clearly():
        for number in range(webs):
            free(host, port + number)
        refuse_unsafe(chosen)
        book = load_book()
        settle(chosen)
        stdout.print("• préparation de la base …")
        password = asyncio.run(prepare(chosen, book))
        if not chosen.redis_url:
            stdout.print("• sans SIRA_REDIS_URL, les réponses attendent le prochain passage (2 s)", markup=False)
        where_to_look(chosen, host, port, password)
        asyncio.run(_supervised(parts_of(host, port, webs, workers, senders)))


def parts_of(host: str, port: int, webs: int, workers: int, senders: int) -> list[Part]:
    """The processes, by name."""
    found = [Part(f"web.{number + 1}", ("web", "--host", host, "--port", str(port + number))) for number in range(webs)]
    found += [Part(f"worker.{number + 1}", ("worker",)) for number in range(workers)]
    return found + [Part(f"sender.{number + 1}", ("sender",)) for number in range(senders)]


async def _supervised(parts: list[Part]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await supervise(parts, _say, stop)


def _say(name: str, line: str) -> None:
    stdout.print(f"{name:<{WIDTH}} | {line}", markup=False)
