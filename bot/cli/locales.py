"""``sira locales status``: how much of the Bambara a native reviewer has signed."""

from __future__ import annotations

import typer
from rich.table import Table

from bot.cli.failing import clearly, stdout
from content.load import load
from content.texts import texts as content_texts
from flows.texts import texts as flow_texts
from locales.catalogue import Catalogues
from locales.review import STATES

room = typer.Typer(help="Les langues.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    """Hang the commands on ``app``."""
    app.add_typer(room, name="locales")


@room.callback()
def _room() -> None:
    """Les langues."""


@room.command("status", help="Combien de messages sont traduits, relus, signés.")
def status() -> None:
    """One row a language other than French."""
    with clearly():
        catalogues = Catalogues.load()
        texts = [*flow_texts(), *content_texts(load())]
    table = Table("langue", "messages", "traduits", *STATES)
    for language in catalogues.languages[1:]:
        translated = sum(catalogues.has(text, language) for text in texts)
        counts = catalogues.states.count(text for text in texts if catalogues.has(text, language))
        table.add_row(language, str(len(texts)), str(translated), *(str(counts[state]) for state in STATES))
    stdout.print(table)
