"""The recording sheet: what a speaker reads, sentence by sentence, as text, as a page to print, as PDF.

It remembers which wording it held: a sentence that changes between the sheet and the recording is noticed.
"""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot.speakers.fonts import unprintable
from bot.speakers.many import many
from bot.speakers.rooms import RECURRING
from bot.voices.keeping import SHEET
from bot.voices.repertoire import Item
from locales.voices.manifest import file_name
from locales.voices.parts import PLACEHOLDER

TITLE: Final = "Feuille d'enregistrement"
ADVICE: Final = (
    "Une phrase, un fichier. Le nom du fichier est écrit à gauche ; la fin (.ogg, .m4a, .mp3, .webm) peut changer.",
    "Lisez dans une pièce calme, le téléphone à une main de la bouche. Attendez une seconde avant et après.",
    "Une phrase coupée (~1, ~2) entoure un nom ou un nombre : lisez chaque morceau comme au milieu de la phrase.",
    "Ne baissez pas la voix à la fin d'un morceau, sauf au dernier.",
    "Les nombres se disent mot par mot (un, deux, dix, vingt…) : la machine les assemble.",
    "Une somme d'argent se dit en une fois, comme au marché ; en bambara, en unités de 5 francs.",
    "Les lettres (A, B, C…) sont celles des numéros de demande : dites le nom de la lettre.",
)
FONTS: Final = Path(__file__).parents[1] / "desk" / "fonts"
PAGE_MM: Final = 182
KEY_MM, LINE_MM = 62, 4.6
POINTS, HEAD_POINTS, TITLE_POINTS = 8.5, 10, 15


def as_text(items: Sequence[Item], language: str) -> str:
    """For a terminal or a message."""
    lines = [f"{TITLE} ({language}), {many(len(items), 'phrase')}", "", *(f"- {line}" for line in ADVICE), ""]
    for item in items:
        part = item.part
        lines += [
            file_name(part.key),
            f"    français : {one_line(part.french)}",
            f"    à lire   : {one_line(part.words)}",
            "",
        ]
    return "\n".join(lines)


def as_html(items: Sequence[Item], language: str) -> str:
    """To print from a browser, or to read on a phone."""
    rows = "\n".join(
        f"<tr><td><code>{_safe(file_name(one.part.key))}</code></td><td>{_safe(one_line(one.part.french))}</td>"
        f'<td lang="{_safe(language)}"><b>{_safe(one.part.words)}</b></td><td>☐</td></tr>'
        for one in items
    )
    advice = "\n".join(f"<li>{_safe(line)}</li>" for line in ADVICE)
    return f"""<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{TITLE}</title><style>
body {{ font: 11pt/1.4 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; margin: 1rem; }}
table {{ border-collapse: collapse; width: 100%; }} td, th {{ border: 1px solid #999; padding: .3rem; text-align: left;
vertical-align: top; overflow-wrap: anywhere; }} tr {{ break-inside: avoid; }} code {{ font-size: 8pt; }}
</style></head><body>
<h1>{TITLE} ({_safe(language)}), {many(len(items), "phrase")}</h1>
<ul>
{advice}
</ul>
<table><thead><tr><th>Fichier</th><th>Français</th><th>À lire</th><th></th></tr></thead><tbody>
{rows}
</tbody></table></body></html>
"""


def as_pdf(items: Sequence[Item], language: str) -> bytes:
    """Pages to print, with a box to tick beside each sentence."""
    from fpdf import FPDF, XPos, YPos  # noqa: PLC0415 — heavy, and only for who prints

    pdf = FPDF(format="A4")
    pdf.set_margin(14)
    pdf.set_auto_page_break(auto=True, margin=14)
    pdf.add_font("DejaVu", "", FONTS / "DejaVuSans.ttf")
    pdf.add_font("DejaVu", "B", FONTS / "DejaVuSans-Bold.ttf")
    pdf.set_title(TITLE)
    pdf.set_lang("fr")
    pdf.add_page()

    def line(words: str, points: float, *, bold: bool = False) -> None:
        pdf.set_font("DejaVu", "B" if bold else "", points)
        pdf.multi_cell(PAGE_MM, LINE_MM * max(1, points / HEAD_POINTS), words, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    line(f"{TITLE} ({language}), {many(len(items), 'phrase')}", TITLE_POINTS, bold=True)
    for advice in ADVICE:
        line(f"• {advice}", POINTS)
    for item in items:
        pdf.ln(2)
        with pdf.unbreakable():
            line(f"☐ {file_name(item.part.key)}", POINTS)
            if item.room != RECURRING:
                line(one_line(item.part.french), POINTS)
            line(item.part.words, HEAD_POINTS, bold=True)
    return bytes(pdf.output())


def write(folder: Path, items: Sequence[Item], language: str) -> tuple[Path, ...]:
    """The sheet in every form that the language can have (no PDF of a script that the font lacks), with the list of wordings
    beside which the recordings are to lie. Raises ``OSError``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts, page, paper = folder / "feuille.txt", folder / "feuille.html", folder / "feuille.pdf"
    texts.write_text(as_text(items, language), encoding="utf-8")
    page.write_text(as_html(items, language), encoding="utf-8")
    printed = not unprintable(language, "".join(item.part.words for item in items))
    if printed:
        paper.write_bytes(as_pdf(items, language))
    wordings = {item.part.key: item.part.text for item in items}
    (folder / SHEET).write_text(json.dumps(wordings, ensure_ascii=False, indent=1), encoding="utf-8")
    return (texts, page, paper) if printed else (texts, page)


def one_line(words: str) -> str:
    """``words`` without line breaks, a hole where a name or a number will stand."""
    return PLACEHOLDER.sub("…", " ".join(words.split()))


def _safe(words: str) -> str:
    return html.escape(words)
