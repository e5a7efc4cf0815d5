"""The reviewers' sheet on paper: each message as it looks on a phone, and beside it what is to be read, said and marked.

For a speaker without a computer: A4, black on white but for the bubble, boxes to tick and a line to write on. Words are
drawn, never interpreted. Signs that the packaged font does not know (pictures, other scripts) are left out and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from bot.desk.referral_form import FONT
from bot.speakers.fonts import UnprintableError, unprintable
from bot.speakers.paper import GREY, INK, SMALL, Colour, Paper
from bot.speakers.rooms import room_title
from locales.sheet.columns import STATE_WORDS
from locales.sheet.line import Line, Sheet, Shown

MARGIN, LEFT_WIDTH, GAP, RIGHT_WIDTH = 12.0, 58.0, 6.0, 122.0
"""Millimetres: a phone's bubble on the left, the sentences on the right, within 186 on A4."""
LINE, PADDING, ROUND = 4.6, 2.4, 2.6
PAGE_BOTTOM = 297 - MARGIN
GREEN, EDGE = (222, 242, 228), (120, 150, 138)
FIRST: Final = "   SÉCURITÉ : à faire d'abord"
ENOUGH: Final = 95
"""Millimetres: a message that needs more may begin on this page and go on at the next."""
SHORT: Final = 700
"""Limits that are told on paper: labels, and what is said before consent; nothing else comes near its own."""
UNDERSCORES: Final = "_" * 40
WHOLE_LINE: Final = "_" * 86
LETTERS_A_LINE: Final = 70
"""What a hand writes on a whole line: who changes a message of five paragraphs has room for it."""
_BOXES: Final = f"☐ ça va   ☐ redit   ☐ signé   ☐ à changer : {UNDERSCORES}"
_WHO: Final = f"Qui a lu, un rôle et un lieu, jamais un nom : {UNDERSCORES}   Le : {'_' * 16}"


def printed(sheet: Sheet, told: Callable[[int], None] = lambda _done: None) -> tuple[bytes, frozenset[str]]:
    """The PDF, and the signs left out of it. ``told`` is called with the number of messages drawn, for progress."""
    from fpdf import FPDF  # noqa: PLC0415 — heavy, and only this command needs it

    pdf = FPDF(format="A4")
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(f"Relecture : {sheet.language}")
    pdf.set_creator("Sira")
    pdf.set_lang("fr")
    paper = Paper.of(pdf)
    group, number = "", 0
    for done, shown in enumerate(sheet.shown, 1):
        if shown.group != group:
            group, number = shown.group, 0
            _begin(paper, f"{room_title(group)} ({sheet.language})")
        number += 1
        _message(paper, shown, number, room_title(group))
        told(done)
    if not sheet.shown:
        _begin(paper, "Rien à relire.")
    return bytes(pdf.output()), frozenset(paper.lost)


def write(path: Path, sheet: Sheet, told: Callable[[int], None] = lambda _done: None) -> frozenset[str]:
    """Write the PDF; returns the signs left out, pictures mostly. Raises ``UnprintableError`` and ``OSError``."""
    unknown = unprintable(sheet.language, "".join(line.entry.words for shown in sheet.shown for line in shown.lines))
    if unknown:
        raise UnprintableError(unknown)
    data, lost = printed(sheet, told)
    path.write_bytes(data)
    return lost


def _begin(paper: Paper, title: str) -> None:
    pdf = paper.pdf
    pdf.add_page()
    pdf.set_text_color(*GREY)
    pdf.set_font(FONT, "", 7)
    pdf.set_xy(MARGIN, PAGE_BOTTOM)
    pdf.cell(0, 4, f"Sira · relecture · page {pdf.page_no()}", align="R")
    pdf.set_xy(MARGIN, MARGIN)
    pdf.set_text_color(*INK)
    pdf.set_font(FONT, "B", 13)
    pdf.cell(0, 7, title)
    paper.write(MARGIN, MARGIN + 8, LEFT_WIDTH + GAP + RIGHT_WIDTH, _WHO, 7.5, GREY)
    pdf.set_xy(MARGIN, MARGIN + 13)


def _message(paper: Paper, shown: Shown, number: int, group: str) -> None:
    """One message on one page; a long one goes on at the next page, sentence by sentence."""
    pdf = paper.pdf
    sentences = [(line, _height(paper, line)) for line in shown.lines]
    title = _name(shown, number) + (FIRST if shown.safety else "")
    whole = 6 + max(_bubble_height(paper, shown), sum(height for _, height in sentences))
    first = sentences[0][1] if sentences else 0  # or it would stand on the next page, away from its bubble
    if pdf.get_y() + max(min(whole, ENOUGH), 6 + first) > PAGE_BOTTOM - 3:
        _begin(paper, group)
    pdf.set_draw_color(200, 205, 203)
    pdf.line(MARGIN, pdf.get_y(), MARGIN + LEFT_WIDTH + GAP + RIGHT_WIDTH, pdf.get_y())
    paper.write(MARGIN, pdf.get_y() + 1, LEFT_WIDTH + GAP + RIGHT_WIDTH, title, 8, GREY, bold=True)
    top = pdf.get_y() + 1
    page = pdf.page_no()
    bottom = _bubble(paper, shown, top)
    pdf.set_y(top)
    for line, height in sentences:
        if pdf.get_y() + height > PAGE_BOTTOM - 3:
            _begin(paper, f"{group} (suite)")
        _sentence(paper, line)
    pdf.set_y(max(pdf.get_y(), bottom if pdf.page_no() == page else 0) + 3)


def _name(shown: Shown, number: int) -> str:
    """What a service is called, or which message of the page this is: an author's name for it says nothing to a speaker."""
    names = (line.entry.french for line in shown.lines if line.entry.key.endswith(".name"))
    return next(names, f"Message {number}")


def _bubble(paper: Paper, shown: Shown, top: float) -> float:
    """The message as a phone shows it; returns where it ends."""
    pdf = paper.pdf
    bottom = top
    if shown.bubble:
        words = _cut(paper, shown.bubble)
        height = paper.measure(LEFT_WIDTH - 2 * PADDING, words, 9, LINE) + 2 * PADDING
        pdf.set_fill_color(*GREEN)
        pdf.rect(MARGIN, top, LEFT_WIDTH, height, style="F", round_corners=True, corner_radius=ROUND)
        paper.write(MARGIN + PADDING, top + PADDING, LEFT_WIDTH - 2 * PADDING, words, 9, INK, line=LINE)
        bottom = top + height
    for label in shown.buttons:
        bottom += 1
        height = paper.measure(LEFT_WIDTH - 2 * PADDING, label, 9, LINE) + 2.4
        pdf.set_draw_color(*EDGE)
        pdf.rect(MARGIN, bottom, LEFT_WIDTH, height, style="D", round_corners=True, corner_radius=ROUND)
        paper.write(MARGIN + PADDING, bottom + 1.2, LEFT_WIDTH - 2 * PADDING, label, 9, INK, line=LINE, align="C")
        bottom += height
    return bottom


def _bubble_height(paper: Paper, shown: Shown) -> float:
    width = LEFT_WIDTH - 2 * PADDING
    words = paper.measure(width, _cut(paper, shown.bubble), 9, LINE) + 2 * PADDING if shown.bubble else 0
    return words + sum(paper.measure(width, label, 9, LINE) + 3.4 for label in shown.buttons)


def _cut(paper: Paper, words: str) -> str:
    """So much of a long message as a page can hold; its sentences stand whole beside it."""
    room = int((PAGE_BOTTOM - MARGIN - 30) / LINE)
    lines = paper.lines(LEFT_WIDTH - 2 * PADDING, words, 9)
    return "\n".join((*lines[: room - 1], "…")) if len(lines) > room else words


def _texts(line: Line) -> Sequence[tuple[str, float, Colour, bool]]:
    most = f" · {line.limit} signes au plus" if 0 < line.limit <= SHORT else ""
    head = (
        f"{line.part} · {line.entry.key}{most} · voix : environ {line.seconds} s · {STATE_WORDS[line.reviewed.state]}"
    )
    found = [
        (head, 6.5, GREY, False),
        (line.entry.words or "(pas encore traduit)", 9, INK, True),
        (f"FR  {line.entry.french}", 8, INK, False),
    ]
    if line.literally:
        found.append((f"mot à mot  {line.literally}", 8, GREY, False))
    if line.notes:
        found.append((line.notes, 7, GREY, False))
    more = len(line.entry.words or line.entry.french) // LETTERS_A_LINE
    found.append((_BOXES + f"\n\n{WHOLE_LINE}" * more, 7.5, INK, False))  # two lines of print are the height of a hand
    return found


def _height(paper: Paper, line: Line) -> float:
    return 2 + sum(
        paper.measure(RIGHT_WIDTH, words, size, _leading(size), bold=bold) for words, size, _, bold in _texts(line)
    )


def _sentence(paper: Paper, line: Line) -> None:
    for words, size, ink, bold in _texts(line):
        left = MARGIN + LEFT_WIDTH + GAP
        paper.write(left, paper.pdf.get_y(), RIGHT_WIDTH, words, size, ink, line=_leading(size), bold=bold)
    paper.pdf.set_y(paper.pdf.get_y() + 2)


def _leading(size: float) -> float:
    return SMALL if size < 8 else LINE - 0.4  # noqa: PLR2004 — small print stands closer
