"""All commands under one name."""

from __future__ import annotations

import typer

from bot.cli import content, doctor, export, flows, locales, match, scenarios, serve, staff, talk, time, whatsapp

app = typer.Typer(
    name="sira",
    help="Sira : une conversation qui aide à trouver son chemin, et une personne au bout.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    add_completion=False,
)
for room in (serve, talk, flows, content, match, staff, time, whatsapp, doctor, locales):
    room.add(app)
export.add(content.room)
scenarios.add(content.room)
