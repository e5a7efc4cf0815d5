"""The tabs of the workbook and their columns: what each says, where it stands in a record, what to write in it."""

from __future__ import annotations

from functools import cache

from content.sheet.cells import (
    AMOUNT,
    DURATION,
    EITHER,
    FACTS,
    KNOWN,
    NUMBER,
    PHONES,
    TEXT,
    WHETHER,
    one_of,
    serves,
    some_of,
    word,
)
from content.sheet.tab import OFFERED, SUBJECT, VALUE, Column, Tab
from content.sheet.vocabulary import values_of, vocabulary

SOURCE_HELP = "Le repère de la source, par exemple s1 (onglet « Sources »)."


def _source() -> Column:
    return Column("Source", ("src",), TEXT, SOURCE_HELP, 9)


def _note(title: str = "Remarque") -> Column:
    return Column(title, ("note", "fr"), TEXT, "Une phrase simple et courte, lue par la personne. Sans promesse.", 50)


def _when() -> Column:
    return Column("Seulement si", ("when",), FACTS, "Par exemple « sexe = Femme ». Vide : pour tous.", 20)


def _conditions(title: str, field: str, about: str) -> Tab:
    said = "« Oui », « dès 17 », « jusqu'à 40 », « de 18 à 40 », un mot de la liste, plusieurs avec + (l'un suffit)."
    return Tab(
        title,
        field,
        "list",
        (
            Column("Sujet", (SUBJECT,), word("subject"), "De quoi parle la condition : âge, papier, école …", 22),
            Column("Ce qu'il faut", (VALUE,), TEXT, f"Par exemple {said} « non précisé » si ce n'est pas écrit.", 34),
            _note(),
            _source(),
        ),
        about,
    )


def _sentences(title: str, field: str, about: str, *, topic: bool = False) -> Tab:
    said = Column("Phrase", ("fr",), TEXT, "Une phrase simple et courte, lue par la personne. Sans promesse.", 70)
    subject = Column("À propos de", ("about",), one_of(vocabulary("topic")), "Facultatif : logement, prix, état …", 18)
    return Tab(title, field, "list", (said, *((subject, _when()) if topic else ()), _source()), about)


def _services() -> Tab:
    places = [
        Column(title, ("places", name), AMOUNT, "Un nombre, ou « 10 à 20 ».", 14)
        for title, name in (
            ("Places, personnes de retour", "returnees"),
            ("Places en tout", "total"),
            ("Places par entrée", "per_intake"),
            ("Places par an", "per_year"),
            ("Places par mois", "per_month"),
        )
    ]
    topics = some_of(vocabulary("topic"))
    columns = (
        Column("Organisme (repère)", ("org",), TEXT, "Le même pour tous les services d'un organisme : cfp-senou.", 20),
        Column("Organisme", ("org_name", "fr"), TEXT, "Le nom que lit la personne. Jamais un nom de personne.", 28),
        Column("Sorte", ("kind",), word("kind"), "Choisissez dans la liste.", 18),
        Column("Nom du service", ("name", "fr"), TEXT, "Moins de 60 signes.", 34),
        Column("Nom court", ("short", "fr"), TEXT, "Pour un bouton : 24 signes au plus.", 24),
        Column("En une phrase", ("about", "fr"), TEXT, "Ce qu'on y fait. Simple, sans promesse.", 60),
        Column("État", ("state",), word("state"), "Ouvert, prévu, fermé ou non précisé. Vide : ouvert.", 13),
        Column("Ne pas proposer", ("do_not_use",), WHETHER, "« oui » : plus proposé à personne. Vide : non.", 12),
        Column(
            "Besoins", ("needs",), some_of(values_of("need")), "Un ou plusieurs, avec ; entre eux (« Listes »).", 34
        ),
        Column("Seulement pour les retours", ("returnees_only",), KNOWN, "oui : réservé. non : ouvert à tous.", 14),
        Column("Sorte d'argent", ("instrument",), word("instrument"), "Pour un financement seulement.", 16),
        Column("Durée", ("lasts",), DURATION, "« 12 mois », « 3 à 6 mois », « 2 ans ».", 14),
        Column("Langues des cours", ("taught_in",), some_of(values_of("languages")), "Avec ; entre elles.", 18),
        Column("Pratique, en %", ("practice",), NUMBER, "De 0 à 100.", 10),
        Column("Certificat", ("certificate",), word("certificate"), "Choisissez dans la liste.", 20),
        Column("Certificat, comme écrit", ("certificate_note", "fr"), TEXT, "Une phrase simple.", 40),
        Column("Début", ("intake", "rhythm"), word("rhythm"), "Quand peut-on commencer ?", 22),
        Column("Début, remarque", ("intake", "note", "fr"), TEXT, "Une phrase simple. Aucune date promise.", 40),
        Column("Début, source", ("intake", "src"), TEXT, SOURCE_HELP, 9),
        *places,
        Column("Complet", ("places", "full"), WHETHER, "« oui » : plus de place, plus proposé.", 10),
        Column("Places, remarque", ("places", "note", "fr"), TEXT, "Une phrase simple.", 40),
        Column("Places, source", ("places", "src"), TEXT, SOURCE_HELP, 9),
        Column("Non dit", ("not_stated",), topics, "Ce dont la source ne parle pas, avec ; entre les mots.", 40),
        Column("Sans condition", ("no_condition",), topics, "La source dit qu'il n'y a pas de condition.", 24),
        Column("Transport", ("transport", "fr"), TEXT, "Comment y aller. Une phrase simple.", 40),
        Column("Transport, source", ("transport", "src"), TEXT, SOURCE_HELP, 9),
        Column("Suivi", ("follow_up", "level"), word("follow_up"), "Choisissez dans la liste.", 14),
        Column("Suivi, durée", ("follow_up", "lasts"), DURATION, "« 12 mois ».", 14),
        Column("Suivi, remarque", ("follow_up", "note", "fr"), TEXT, "Une phrase simple.", 40),
        Column("Suivi, source", ("follow_up", "src"), TEXT, SOURCE_HELP, 9),
        Column("Et après", ("next_step", "fr"), TEXT, "L'étape suivante. Une phrase simple.", 40),
        Column("Et après, source", ("next_step", "src"), TEXT, SOURCE_HELP, 9),
    )
    return Tab("Services", "", "one", columns, "Une ligne par service. Le reste est dans les autres onglets.")


@cache
def tabs() -> tuple[Tab, ...]:
    """All tabs, the services first."""
    trade, region = values_of("trade"), values_of("region")
    trades = (
        Column("Métier", ("id",), one_of(trade), "Choisissez dans la liste.", 30),
        Column("Durée", ("lasts",), DURATION, "« 12 mois », « 3 à 6 mois ».", 14),
        Column("Certificat", ("certificate",), word("certificate"), "Choisissez dans la liste.", 20),
        Column("État", ("state",), word("state"), "Prévu : n'est pas encore enseigné. Vide : ouvert.", 13),
        _note(),
        _source(),
    )
    sites = (
        Column("Région", ("region",), one_of(region), "Choisissez dans la liste.", 16),
        Column("Ville", ("place",), one_of(values_of("place")), "Choisissez dans la liste.", 22),
        Column("Régions servies", ("serves",), serves(region), "Avec ; entre elles, ou « partout ».", 34),
        _note("Où, comment"),
        _source(),
    )
    costs = (
        Column("Quoi", ("what",), word("cost"), "Choisissez dans la liste.", 20),
        Column("Montant", ("amount",), AMOUNT, "Un nombre, ou « 55000 à 350000 ». 0 : gratuit. Vide : non écrit.", 18),
        Column("Monnaie", ("currency",), word("currency"), "Vide : F CFA.", 10),
        Column("Par", ("per",), word("per"), "Vide : par cours.", 14),
        Column("Qui paie", ("paid_by",), word("paid_by"), "Choisissez dans la liste.", 22),
        _when(),
        _note(),
        _source(),
    )
    contacts = (
        Column("Fonction", ("function",), TEXT, "Une fonction, jamais un nom de personne.", 28),
        Column("Téléphone", ("phone",), PHONES, "+223 76 00 00 00, par paires ; avec ; entre deux numéros.", 26),
        Column("Site", ("web",), TEXT, "L'adresse du site. Jamais une boîte aux lettres.", 32),
        Column("Qui le voit", ("visibility",), word("visibility"), "Vide : l'équipe seulement.", 18),
        Column("Vérifié le", ("verified_on",), TEXT, "2026-11-21. Seulement si quelqu'un a appelé.", 14),
        _source(),
    )
    sources = (
        Column("Document", ("document",), TEXT, "Le numéro du document : 000, 002 …", 12),
        Column("Fiche", ("sheet",), TEXT, "FP7, FA2 … Vide s'il n'y en a pas.", 10),
        Column("Comment", ("how",), word("how"), "Écrit, déduit (ne refuse jamais), ou vérifié depuis.", 16),
        Column("Lu en", ("read_on",), TEXT, "2022-11, ou 2022-11-02.", 12),
        Column("Remarque", ("note",), TEXT, "Où, dans le document.", 50),
    )
    disputed = (
        Column("Sujet", ("field",), one_of(vocabulary("topic")), "De quoi parlent les deux documents ?", 18),
        Column("Gardé", ("kept",), EITHER, "La valeur la plus prudente, celle de la fiche.", 40),
        Column("Autre", ("other",), EITHER, "Ce que dit l'autre document.", 40),
        _source(),
    )
    examples = (
        Column("La personne", ("who",), FACTS, "« âge = 24 ; région = Kayes ; papier Carte NINA = oui ».", 60),
        Column("Résultat attendu", ("expect",), word("expect"), "Choisissez dans la liste.", 26),
        Column("Question à poser", ("ask",), word("subject"), "Si « à demander à la personne ».", 22),
        Column("Refusé à cause de", ("because",), one_of(vocabulary("topic")), "Si « refusé ».", 22),
    )
    left_out = (
        Column("Ligne du document", ("row",), TEXT, "Le titre de la ligne, comme dans le document.", 44),
        Column("Pourquoi", ("why",), TEXT, "Pourquoi elle n'est pas dans la fiche.", 60),
    )
    given = (Column("Offert", (OFFERED,), KNOWN, "oui, non, ou non précisé.", 14),)
    offer = Column("Aide", (), word("offer"), "Choisissez dans la liste.", 30)
    mark = Column("Repère", (), TEXT, "s1, s2 … ; i1 pour ce qui est déduit.", 10)
    return (
        _services(),
        Tab("Métiers", "trades", "list", trades, "Les métiers enseignés."),
        Tab("Lieux", "sites", "list", sites, "Les bureaux et les régions servies."),
        Tab("Coûts", "costs", "list", costs, "Ce qu'il faut payer, et qui paie."),
        _conditions("Conditions", "must", "Chaque condition doit être vraie, sinon le service est refusé."),
        _conditions("Priorités", "prefer", "Qui passe d'abord. Jamais un refus."),
        _sentences("À apporter", "bring", "Ce qu'on apporte, en plus des papiers des conditions."),
        Tab("Aides", "offers", "named", given, "Ce qui est offert, ou non.", offer),
        _sentences("À confirmer", "confirm", "Ce qu'il faut demander à l'organisme.", topic=True),
        _sentences("Remarques", "notes", "Ce qu'il est utile de savoir.", topic=True),
        _sentences("Public", "received", "Qui est reçu, comme le dit la source."),
        Tab("Contacts", "contact", "list", contacts, "Pour l'équipe. Jamais un nom ni une boîte privée."),
        Tab("Désaccords", "disputed", "list", disputed, "Quand deux documents ne disent pas pareil."),
        Tab("Lignes écartées", "left_out", "list", left_out, "Ce qui n'est pas dans la fiche, et pourquoi."),
        Tab("Sources", "sources", "named", sources, "D'où vient chaque fait.", mark),
        Tab("Exemples", "examples", "list", examples, "Au moins trois personnes, et le résultat attendu."),
    )
