"""The inter-agency referral form as PDF: one page, the sections that agencies know, only what the person said yes to.

Words are drawn, never interpreted: no markup, no links, no scripts. The font is packaged, since the fonts that every
reader has know no ɛ, ɔ, ɲ, ŋ.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, datetime
from pathlib import Path
from unicodedata import normalize

from fpdf import FPDF, XPos, YPos

from bot.desk.referral_page import Opened
from bot.desk.referral_sender import Sender
from bot.desk.words import said
from content.levels import URGENT_LEVELS
from locales.catalogue import Catalogues

FONTS = Path(__file__).parent / "fonts"
FONT = "DejaVu"
MARGIN_MM, WIDTH_MM, LABEL_MM, LINE_MM = 14, 182, 58, 5.2
TEXT_POINTS, HEAD_POINTS, TITLE_POINTS = 9, 10, 14
GREY = (226, 232, 229)
UNKNOWN = "\ufffd"
EMPTY = "…" * 24
Rows = tuple[tuple[str, str], ...]
LANGUAGES = {"fr": "en français", "bm": "en bambara"}
CLOSED_BOX, OPEN_BOX = "☑", "☐"


def referral_form(catalogues: Catalogues, opened: Opened, sender: Sender) -> bytes:
    """The form of ``opened``, referred by ``sender``."""
    pdf = FPDF(format="A4")
    pdf.set_margin(MARGIN_MM)
    pdf.set_auto_page_break(auto=True, margin=MARGIN_MM)
    pdf.add_font(FONT, "", FONTS / "DejaVuSans.ttf")
    pdf.add_font(FONT, "B", FONTS / "DejaVuSans-Bold.ttf")
    pdf.set_title(f"Fiche de référencement {opened.row['number']}")
    pdf.set_creator("Sira")
    pdf.set_lang("fr")
    pdf.add_page()
    _line(pdf, "Fiche de référencement inter-agences", TITLE_POINTS, bold=True, height=8)
    _line(pdf, "Confidentiel. À remettre à l'organisation qui reçoit, et à personne d'autre.", TEXT_POINTS)
    for title, rows in _sections(catalogues, opened, sender):
        _section(pdf, title, rows)
    return bytes(pdf.output())


def _sections(catalogues: Catalogues, opened: Opened, sender: Sender) -> tuple[tuple[str, Rows], ...]:
    row = opened.row
    urgent = row["level"] in URGENT_LEVELS
    return (
        ("1. Référence", (
            ("Numéro", row["number"]),
            ("Date", _day(row["sent_at"] or row["now"])),
            ("Priorité", f"{_box(urgent)} urgente   {_box(not urgent)} ordinaire"),
        )),
        ("2. Organisation qui réfère", (
            ("Organisation", sender.name),
            ("Équipe", sender.place or EMPTY),
            ("Téléphone de l'équipe", sender.phone or EMPTY),
        )),
        ("3. Organisation qui reçoit", (
            ("Organisation", opened.organisation),
            ("Service", opened.service),
            ("Adresse e-mail vérifiée", opened.email or "aucune"),
        )),
        ("4. La personne (seulement ce qu'elle a accepté de partager)", opened.items or (("", "rien"),)),
        ("5. Raison et service demandé", (
            ("Service demandé", opened.service),
            ("Ce que la personne cherche", dict(opened.items).get(said(catalogues, "shared", "need"), "non partagé")),
        )),
        ("6. Accord de la personne", _consent(catalogues, opened)),
        ("7. Comment la demande est partie", (
            ("Envoyée", _day(row["sent_at"]) if row["sent_at"] and not row["to_hand"] else "pas encore"),
            ("Réponse attendue avant", _day(row["due_at"]) if row["due_at"] else "—"),
            ("Moyen", _means(opened)),
        )),
        ("8. Suite", _follow_up(catalogues, opened)),
    )  # fmt: skip


def _consent(catalogues: Catalogues, opened: Opened) -> Rows:
    if opened.row["override_by"]:
        return (("Sans accord, raison vitale", said(catalogues, "vital", opened.row["reason"])),)
    if opened.yes is None or not opened.stands:
        return (("Accord", "aucun accord qui tienne : cette fiche ne doit pas partir"),)
    spoken = LANGUAGES.get(opened.yes.language, "")
    return (("Accord donné", f"{_box(holds=True)} le {_day(opened.yes.at)}, {spoken}"),)


def _means(opened: Opened) -> str:
    if not opened.links:
        return "—"
    if "hand" in opened.to_do:
        return "lien fait, pas encore remis"
    return "lien par e-mail" if opened.links[0]["means"] == "email" else "lien remis en main"


def _follow_up(catalogues: Catalogues, opened: Opened) -> Rows:
    row = opened.row
    answered = _day(row["answered_at"]) if row["answered_at"] else EMPTY
    state = said(catalogues, "standing", opened.standing) if row["status"] != "draft" else "pas encore envoyée"
    if why := next((one.why for one in reversed(opened.history) if one.what == row["status"] == "declined"), ""):
        state = f"{state} : {said(catalogues, 'refusal', why)}"
    meeting = EMPTY
    if opened.meeting is not None:
        at = datetime.fromtimestamp(opened.meeting.at, UTC)
        where = ", ".join(filter(None, (opened.meeting.place, opened.meeting.landmark)))
        meeting = f"{at:%d/%m/%Y, %H:%M}, {where}"
    return (
        ("Où en est la demande", state),
        ("Réponse reçue le", answered),
        ("Rendez-vous", meeting),
        ("Reçu par (nom et fonction)", EMPTY),
        ("Date et signature", EMPTY),
    )


def _section(pdf: FPDF, title: str, rows: Rows) -> None:
    pdf.ln(1.5)
    pdf.set_font(FONT, "B", HEAD_POINTS)
    pdf.set_fill_color(*GREY)
    pdf.cell(WIDTH_MM, LINE_MM + 1, _drawable(pdf, title), fill=True, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    for label, value in rows:
        pdf.set_font(FONT, "", TEXT_POINTS)
        pdf.cell(LABEL_MM, LINE_MM, _drawable(pdf, label), new_x=XPos.RIGHT, new_y=YPos.TOP)
        pdf.set_font(FONT, "B", TEXT_POINTS)
        rest = WIDTH_MM - LABEL_MM
        pdf.multi_cell(rest, LINE_MM, _drawable(pdf, value), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _line(pdf: FPDF, text: str, points: int, *, bold: bool = False, height: float = LINE_MM) -> None:
    pdf.set_font(FONT, "B" if bold else "", points)
    pdf.cell(WIDTH_MM, height, _drawable(pdf, text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _drawable(pdf: FPDF, text: str) -> str:
    """On one line, and a sign that the font has not by its plain letters, else as a sign that says so: nothing is left out
    unseen.
    """
    known = getattr(pdf.current_font, "cmap", {})
    return "".join(_sign(sign, known) for sign in normalize("NFC", " ".join(text.split())))


def _sign(sign: str, known: Container[int]) -> str:
    """« 2ᵉ » is a 2e before it is a 2 with a hole behind it."""
    if ord(sign) in known:
        return sign
    plain = normalize("NFKC", sign)
    return plain if all(ord(letter) in known for letter in plain) else UNKNOWN


def _box(holds: bool) -> str:  # noqa: FBT001
    return CLOSED_BOX if holds else OPEN_BOX


def _day(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%d/%m/%Y}"
