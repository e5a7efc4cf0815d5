"""The first tab: how an editor works in the workbook."""

from __future__ import annotations

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from content.sheet.paint import write_text
from content.sheet.tabs import tabs

GUIDE = (
    ("Le répertoire de Sira", True),
    ("Ce classeur montre toutes les fiches. Vous pouvez le corriger, puis le renvoyer à l'équipe Sira.", False),
    ("", False),
    ("Comment faire", True),
    ("1. Ouvrez l'onglet « Services » : une ligne est un service. Les cases grises ne changent pas.", False),
    ("2. Les autres onglets disent la suite : métiers, lieux, coûts, conditions … Le service est dans la colonne A.", False),
    ("3. Changez une case. Une petite flèche ouvre une liste : choisissez un mot de la liste.", False),
    ("4. Passez la souris sur un titre de colonne : une note dit quoi écrire.", False),
    ("5. Plusieurs mots dans une case : séparez-les par un point-virgule ( ; ). Les mots sont dans l'onglet « Listes ».", False),
    ("6. Une ligne nouvelle : écrivez le repère du service en colonne A, laissez « N° » vide, remplissez la suite.", False),
    ("7. Une ligne de trop (sauf dans « Services ») : supprimez la ligne.", False),
    ("8. Un service nouveau : une ligne dans « Services », avec un repère comme « cfp-senou », et ses lignes ailleurs.", False),
    ("   Il lui faut au moins : un lieu, une source, ses conditions (ou « Non dit ») et trois exemples.", False),
    ("9. Un service fini : écrivez « oui » dans « Ne pas proposer ». Supprimer la ligne n'efface rien.", False),
    ("10. Enregistrez au format .xlsx et renvoyez le fichier.", False),
    ("", False),
    ("À savoir", True),
    ("Écrivez ce que dit la source. Si elle ne dit rien, mettez le mot dans « Non dit ». N'inventez rien.", False),
    ("Jamais un nom de personne, jamais une boîte privée : une fonction (« Directeur »).", False),
    ("Ce classeur contient des téléphones pour l'équipe. Ne le donnez à personne d'autre.", False),
    ("Pas de formule : une case qui calcule est refusée.", False),
    ("Rien n'est enregistré tant qu'il reste une faute. Chaque faute dit l'onglet, la case et quoi écrire.", False),
)  # fmt: skip


def guide(sheet: Worksheet) -> None:
    """Write the guide, then one line a tab."""
    sheet.column_dimensions["A"].width = 120
    sheet.sheet_view.showGridLines = False
    for number, (said, bold) in enumerate(GUIDE, 1):
        cell = sheet.cell(number, 1)
        write_text(cell, said)
        cell.font = Font(bold=bold, size=14 if bold else 12)
    for number, tab in enumerate(tabs(), len(GUIDE) + 2):
        write_text(sheet.cell(number, 1), f"« {tab.title} » : {tab.about}")
    sheet.protection.sheet = True
