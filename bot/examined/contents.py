"""Whether what Sira tells people is still true: emergency numbers, and how long ago somebody read each service."""

from __future__ import annotations

from datetime import date

from bot.engine.book import Book
from bot.finding import Colour, Finding
from bot.settings import Settings
from content.emergency import places_without_number

SHOWN = 6
AGE_MONTHS = 12
YEAR_MONTHS = 12


def contents_examined(settings: Settings, book: Book, today: date) -> list[Finding]:
    """Numbers, ages, flows."""
    return [
        _emergency(settings, book, today),
        _ages(book, today),
        Finding("green", "parcours", f"{len(book.flows)} parcours en ordre"),
    ]


def months_since(read_on: str, today: date) -> int:
    """From ``2022-11`` or ``2022-11-04`` to ``today``."""
    year, month = int(read_on[:4]), int(read_on[5:7] or 1)
    return (today.year - year) * YEAR_MONTHS + today.month - month


def _emergency(settings: Settings, book: Book, today: date) -> Finding:
    missing = places_without_number(book.directory, today)
    if not missing:
        return Finding("green", "urgence", "un numéro vérifié partout")
    colour: Colour = "red" if settings.production else "yellow"
    shown = ", ".join(missing[:SHOWN]) + (" …" if len(missing) > SHOWN else "")
    words = f"pas de numéro vérifié depuis 90 jours pour {len(missing)} lieu(x) : {shown} ; content/emergency.yaml"
    return Finding(colour, "urgence", words)


def _ages(book: Book, today: date) -> Finding:
    services = book.directory.services
    ages = {
        name: min(months_since(source.read_on, today) for source in service.sources.values())
        for name, service in services.items()
    }
    old = sorted((name for name, months in ages.items() if months >= AGE_MONTHS), key=lambda name: -ages[name])
    if not old:
        return Finding("green", "fiches", f"les {len(services)} fiches ont été relues depuis {AGE_MONTHS} mois")
    words = (
        f"{len(old)} fiche(s) sur {len(services)} n'ont pas été relues depuis {AGE_MONTHS} mois ; la plus ancienne : "
        f"{old[0]} ({ages[old[0]]} mois) ; elles sont dites « à confirmer » ; sira content sheet export"
    )
    return Finding("yellow", "fiches", words)
