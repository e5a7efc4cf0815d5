"""All commands under one name; each room is loaded when somebody asks for one of its commands, or for the list of all.

A command needs a fifth to a half of what all of them load together: `sira staff` starts in less than half the time.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

import typer
from typer import rich_utils
from typer.core import TyperGroup
from typer.main import get_group

from locales.problem import AuthorProblem

rich_utils.ARGUMENTS_PANEL_TITLE = "Mots attendus"
rich_utils.OPTIONS_PANEL_TITLE = "Options"
rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
rich_utils.ERRORS_PANEL_TITLE = "Erreur"
rich_utils.ABORTED_TEXT = "Interrompu."
rich_utils.DEFAULT_STRING = "[par défaut : {}]"
rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"
rich_utils.RICH_HELP = "Aide : [blue]{command_path} {help_option}[/]"

ROOMS: Final = MappingProxyType(
    {
        "serve": "serve",
        "migrate": "serve",
        "web": "serve",
        "worker": "serve",
        "sender": "serve",
        "poll": "serve",
        "up": "up",
        "try": "talk",
        "flows": "flows",
        "content": "content",
        "match": "match",
        "staff": "staff",
        "audit": "audit",
        "clock": "time",
        "whatsapp": "whatsapp",
        "doctor": "doctor",
        "locales": "locales",
        "voices": "voices",
        "keys": "keys",
        "backup": "backup",
        "restore": "backup",
        "broadcast": "broadcast",
        "freeze": "freeze",
        "unfreeze": "freeze",
        "withdraw": "withdraw",
        "replay": "replay",
    }
)
"""Command → the module of ``bot.cli`` that has it, in the order of the help."""


def _room(module: str) -> dict[str, Any]:
    """The commands of one room. Exits with what authors must mend: facts, places and trades are read when the rooms that need
    them are loaded.
    """
    room = typer.Typer()
    try:
        import_module(f"bot.cli.{module}").add(room)
    except AuthorProblem as error:
        sys.exit("\n".join((*error.problems, f"{len(error.problems)} point(s) à corriger.")))
    return dict(get_group(room).commands)


class Rooms(TyperGroup):
    """The commands, none of them loaded yet."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Their names."""
        return list(ROOMS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command, loaded now; for what is none all are, so that the nearest name can be said. None when it is none."""
        for name in (cmd_name,) if cmd_name in ROOMS else ROOMS:
            if name not in self.commands:
                self.commands.update(_room(ROOMS[name]))
        return self.commands.get(cmd_name)


app = typer.Typer(
    name="sira",
    cls=Rooms,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    add_completion=False,
)


@app.callback(help="Sira : une conversation qui aide à trouver son chemin, et une personne au bout.")
def everything() -> None:
    """What stands before a command does nothing."""
