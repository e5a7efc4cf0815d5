"""``sira try``: the whole conversation in the terminal, with the real engine, renderer and words."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.failing import clearly, fail, stdout
from bot.rehearsal import Rehearsal
from bot.stories import write_story

CHANNELS = ("terminal", "telegram", "whatsapp", "web")
LANGUAGES = ("", "fr", "bm")
WROTE = ">"
"""In front of what the person writes."""


def add(app: typer.Typer) -> None:
    """Hang the command on ``app``."""
    app.command("try", help="Joue la conversation dans le terminal. Écrivez comme la personne ; Ctrl+D pour finir.")(
        talk
    )


def talk(
    lang: Annotated[str, typer.Option(help="fr ou bm : saute la première question.")] = "",
    channel: Annotated[str, typer.Option(help="terminal, telegram, whatsapp ou web.")] = "terminal",
    record: Annotated[Path | None, typer.Option(help="Écrit l'histoire jouée dans ce fichier.")] = None,
) -> None:
    """Each line of standard input is what the person writes.

    ``+16m`` lets time pass, ``/voice`` sends a voice note, ``/start CODE`` comes by a poster's link. Lines that come from
    a file are shown before their answer: else nobody could tell what was answered.
    """
    if channel not in CHANNELS:
        fail(f"« {channel} » : ce canal n'existe pas. Choisissez : {', '.join(CHANNELS)}.")
    if lang not in LANGUAGES:
        fail(f"« {lang} » : cette langue n'existe pas. Choisissez fr ou bm.")
    if record is not None and (record.is_dir() or not os.access(record.parent, os.W_OK)):
        fail(
            f"{record} : on ne peut pas écrire ce fichier ; choisissez un dossier qui existe et où vous pouvez écrire."
        )
    with clearly():
        rehearsal = Rehearsal.begin(channel=channel)
        if sys.stdin.isatty():
            stdout.print("Écrivez comme la personne. +16m fait passer le temps. Ctrl+D pour finir.", style="dim")
        shown = rehearsal.say("bonjour")
        if lang:
            shown = rehearsal.say({"fr": "1", "bm": "2"}[lang])
        _show(shown)
        for line in sys.stdin:
            if not sys.stdin.isatty():
                stdout.print(f"{WROTE} {line.rstrip()}", markup=False)
            _show(rehearsal.say(line.rstrip("\n")))
        if record is not None:
            write_story(record, rehearsal)
            stdout.print(f"Histoire écrite dans {record}.", markup=False)


def _show(lines: tuple[str, ...]) -> None:
    for line in lines:
        stdout.print()
        stdout.print(line, markup=False)
    stdout.print()
