"""``sira voices standin`` and ``join``: hearing what is not recorded yet, and how a message will sound."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import gettempdir
from typing import Annotated

import typer
from rich.progress import track

from bot.cli.failing import clearly, fail, settings, stderr, stdout
from bot.cli.recordable import Lang, known, opened
from bot.voices import counts as counting
from bot.voices.repertoire import Item
from locales.numbers import decimal
from locales.voices.manifest import file_name
from locales.voices.shelf import BETWEEN, IN


def hang(room: typer.Typer) -> None:
    """Hang the commands on ``room``."""
    room.command("standin", help="Des voix de machine pour ce qui manque, pour essayer ; jamais en production.")(
        standin
    )
    room.command("join", help="Écrit comment un message sonnerait, pièces mises bout à bout.")(join)


def standin(
    lang: Lang = "bm",
    flow: Annotated[str, typer.Option(help="Un seul parcours ; sinon tout ce qui manque.")] = "",
) -> None:
    """Needs espeak-ng. People are told that a machine speaks."""
    from bot.voices.standin import NoMachine, make  # noqa: PLC0415 — loads what examines sound

    if settings().production:
        fail("SIRA_ENV=production : une voix de machine ne remplace pas une personne. Enregistrez : sira voices script")
    _, shelf, items = opened(lang)
    known(flow, items)
    todo = [one for one in counting.left(lang, shelf, items) if not flow or one.room == flow]
    try:
        with clearly():
            done = [*track(make(todo, shelf, lang), "voix de machine …", total=len(todo), console=stdout)]
    except NoMachine as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename} : impossible d'écrire ici ({error.strerror}). SIRA_VOICES nomme un autre dossier.")
    for item, why in done:
        if why:
            stderr.print(f"{item.part.key} : {why}", markup=False)
    stdout.print(f"{sum(not why for _, why in done)} voix de machine en {lang}, signalées aux personnes.")


def join(
    keys: Annotated[list[str], typer.Argument(help="Les phrases dans l'ordre, par exemple orientation.age.ask.")],
    out: Annotated[Path | None, typer.Option(help="Le fichier à écrire ; sinon un fichier provisoire, dit.")] = None,
    lang: Lang = "bm",
) -> None:
    """Of a sentence with values its pieces are heard; a piece or a word can be named too (``say.word.kelen``)."""
    from bot.voices.naming import joined  # noqa: PLC0415
    from bot.voices.sounds import Sounds  # noqa: PLC0415

    _, shelf, items = opened(lang)
    wanted = [_pieces(key, items) for key in keys]
    for piece in (piece for pieces in wanted for piece in pieces):
        if not shelf.has(items[piece].part, lang):
            fail(f"« {piece} » n'est pas encore enregistré en {lang}, ou sa phrase a changé.")
    sound = Sounds(shelf).sound(joined(BETWEEN.join(f"{lang}{IN}{piece}" for piece in pieces) for pieces in wanted))
    if sound is None:
        fail("Un des fichiers n'est plus là : « sira voices add » le remet.")
    out = out or Path(gettempdir()) / f"sira-{file_name(keys[0])}"
    try:
        out.write_bytes(sound)
    except OSError as error:
        fail(f"{out} : impossible d'écrire ici ({error.strerror}).")
    seconds = sum(shelf.seconds((items[piece].part for piece in pieces), lang) for pieces in wanted)
    stdout.print(f"{out} : {decimal(seconds)} s.", markup=False)


def _pieces(key: str, items: Mapping[str, Item]) -> list[str]:
    found = [key] if key in items else [one for one in items if one.startswith(f"{key}~")]
    if not found:
        fail(f"« {key} » : aucune phrase ne porte ce nom. « sira voices script » donne les noms.")
    return found
