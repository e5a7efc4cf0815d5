"""All commands under one name."""

from __future__ import annotations

import typer
from typer import rich_utils

from bot.cli import (
    audit,
    backup,
    broadcast,
    content,
    doctor,
    export,
    flows,
    freeze,
    keys,
    locales,
    match,
    replay,
    scenarios,
    serve,
    staff,
    talk,
    time,
    up,
    voices,
    whatsapp,
)

rich_utils.ARGUMENTS_PANEL_TITLE = "Mots attendus"
rich_utils.OPTIONS_PANEL_TITLE = "Options"
rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
rich_utils.ERRORS_PANEL_TITLE = "Erreur"
rich_utils.ABORTED_TEXT = "Interrompu."
rich_utils.DEFAULT_STRING = "[par défaut : {}]"
rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"
rich_utils.RICH_HELP = "Aide : [blue]{command_path} {help_option}[/]"

app = typer.Typer(
    name="sira",
    help="Sira : une conversation qui aide à trouver son chemin, et une personne au bout.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    add_completion=False,
)
for room in (
    serve,
    up,
    talk,
    flows,
    content,
    match,
    staff,
    audit,
    time,
    whatsapp,
    doctor,
    locales,
    voices,
    keys,
    backup,
    broadcast,
    freeze,
    replay,
):
    room.add(app)
export.add(content.room)
scenarios.add(content.room)
