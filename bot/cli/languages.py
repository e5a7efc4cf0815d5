"""``sira locales add``, ``open`` and ``close``: a language begins closed, and opens when people can be led through it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from bot.cli.failing import clearly, fail, stdout
from bot.flowcheck import ill_fitting
from bot.speakers.catalogue import Count, Reviewing, counted
from flows.load import load
from locales import adding, counts, wordlists
from locales.catalogue import ROOT, SOURCE, Catalogues
from locales.languages import CODE, languages
from locales.lexicon import FILE
from locales.review import STATES
from locales.sheet.columns import STATE_WORDS
from locales.writing import direction
from locales.yamlfile import read

OPENS_FROM: Final = 0.9
"""Share of all sentences that must be translated: below it every tenth message would be French in the middle of a talk."""
PERCENT: Final = 100
IN_FRENCH: Final = "Jusque-là, cette phrase est dite en français."
NEXT_START: Final = "au prochain démarrage : redémarrez Sira (« sira up », ou le service qui le lance)."
Code = Annotated[str, typer.Argument(help="Le code de la langue, par exemple snk, ar ou bm_Nkoo.")]


def hang(room: typer.Typer) -> None:
    """Hang the commands on ``room``."""
    room.command("add", help="Commence une langue : catalogue, relecture, mots tapés. Personne ne la voit encore.")(add)
    room.command("open", help="Propose une langue aux personnes, quand elle est assez traduite.")(open_)
    room.command("close", help="Ne propose plus une langue.")(close)


def add(
    code: Code,
    name: Annotated[str, typer.Option(help="Le nom que la langue se donne, par exemple Sooninkanxanne.")],
    unlisted: Annotated[
        bool, typer.Option("--unlisted", help="Prendre un code que la liste ne connaît pas, après l'avoir vérifié.")
    ] = False,
    root: Annotated[Path, typer.Option(hidden=True)] = ROOT,
) -> None:
    """Make the files, and say what to do next. A code that no list knows may be a slip of the finger, whose files somebody
    would have to find and remove: nothing is made of it until it is said twice.
    """
    from babel import Locale  # noqa: PLC0415 — only this command needs its list

    if CODE.fullmatch(code) and code.partition("_")[0] not in Locale(SOURCE).languages and not unlisted:
        fail(
            f"« {code} » n'est pas dans la liste que Sira connaît. Vérifiez-le dans la norme ISO 639. S'il est juste : "
            f"sira locales add {code} --name … --unlisted. Rien n'est écrit."
        )
    with clearly():
        count = adding.add(code, name, root)
    way = ", écrit de droite à gauche" if direction(code) == "rtl" else ""
    stdout.print(
        f"{code} ({name}){way} : {count} phrases à traduire, fermé pour l'instant.\n"
        f"Ensuite : « sira locales sheet {code}.xlsx --lang {code} », puis « import », puis « open ». Avec un locuteur, "
        f"remplissez aussi {code}/{wordlists.NAME} et {code}/{counts.NAME}. Voyez locales/README.md.",
        markup=False,
    )


def open_(
    code: Code,
    unsigned_safety: Annotated[
        bool, typer.Option("--unsigned-safety", help="Ouvrir bien que des phrases de sécurité ne soient pas signées.")
    ] = False,
    root: Annotated[Path, typer.Option(hidden=True)] = ROOT,
) -> None:
    """Refused while safety sentences lack, or too many others; what nobody signed is said, and needs its own word."""
    with clearly():
        flows = load()
        shown = Reviewing.of(root, code, flows).shown
        safety, whole = counted(one for one in shown if one.safety), counted(shown)
        if safety.untranslated:
            fail(
                f"{code} : {safety.untranslated} phrase(s) de sécurité sans traduction. Traduisez-les d'abord (--safety)."
            )
        if whole.untranslated > (1 - OPENS_FROM) * whole.total:
            fail(
                f"{code} : {whole.untranslated} phrases sur {whole.total} sans traduction ; "
                f"il en faut {round(OPENS_FROM * PERCENT)} % pour ouvrir."
            )
        _say_unsigned(code, safety, whole)
        _say_not_understood(code, root)
        for misfit in ill_fitting(flows, Catalogues.load(root).beside(code, root), code, root):
            stdout.print(f"{misfit} {IN_FRENCH}", markup=False)
        if safety.states["signed"] < safety.total and not unsigned_safety:
            fail(
                "Elles parlent d'accord, de violence, de danger : une faute peut blesser. Faites-les lire, redire et signer "
                f"(« sira locales sheet {code}.xlsx --lang {code} --safety »).\n"
                f"Pour ouvrir quand même : sira locales open {code} --unsigned-safety"
            )
        adding.set_open(code, to=True, root=root)
    stdout.print(f"{code} est proposé {NEXT_START}", markup=False)


def _say_unsigned(code: str, safety: Count, whole: Count) -> None:
    """What stands between this language and one that a speaker answers for, safety first."""
    for name, count in (("phrases de sécurité", safety), ("phrases en tout", whole)):
        reached = ", ".join(f"{count.states[state]} {STATE_WORDS[state]}" for state in STATES)
        stdout.print(f"{code} : {count.total} {name} : {reached}.", markup=False)
    if safety.states["signed"] < safety.total:
        stdout.print("Une phrase de sécurité non signée est montrée avec le français à côté.", markup=False)


def _say_not_understood(code: str, root: Path) -> None:
    """Who types in this language is understood by these lists alone; a danger that is said in it calls nobody without them."""
    words, faults = wordlists.joined(read(FILE).data, root)
    counted_in, more = counts.added(root)
    for sentence in (sentence for language, sentence in (*faults, *more) if language == code):
        stdout.print(f"{sentence} Jusque-là, ce mot n'est pas compris.", markup=False)
    found = wordlists.missing(words, code)
    if found and code != SOURCE:
        stdout.print(
            f"{code} : {len(found)} liste(s) de mots encore vides dans {code}/{wordlists.NAME} : {', '.join(found)}. "
            "Sans elles, un danger écrit dans cette langue n'est pas reconnu ; les mots français le sont.",
            markup=False,
        )
    lacking = next((counts.missing(one) for one in counted_in if one.language == code), ())
    if lacking:
        stdout.print(
            f"{code} : pas encore de mot pour {', '.join(lacking)} dans {code}/{counts.NAME}. Les chiffres sont compris, les "
            "nombres écrits en lettres ne le sont pas.",
            markup=False,
        )


def close(code: Code, root: Annotated[Path, typer.Option(hidden=True)] = ROOT) -> None:
    """People who speak it are answered in French from the next release on."""
    with clearly():
        was_open = code in languages(root) and languages(root)[code].open
        adding.set_open(code, to=False, root=root)
    if not was_open:
        stdout.print(f"{code} n'était pas proposé : rien n'a changé.", markup=False)
        return
    stdout.print(f"{code} n'est plus proposé {NEXT_START}", markup=False)
