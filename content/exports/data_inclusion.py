"""The directory as data.inclusion 1.0, the French public schema of structures and services.

It is made for France. SIRET, postal, INSEE and zone codes do not exist in Mali and are optional there: left out, never
filled with a neighbour's. Topics, kinds and publics come from closed French lists: the closest value where it says no
more than the record does, none otherwise (a returnee is no « personne exilée », farming and family links have no topic).
There is no state either: what is planned or closed stays out, what is unknown says « à confirmer ».
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from content.card_times import rhythm_of
from content.exports.conditions import (
    RETURNEES,
    TO_CONFIRM,
    Say,
    ages,
    conditions_in_words,
    papers,
    to_confirm,
    women_only,
)
from content.exports.organisations import Organisation, organisations, web_of
from content.exports.prices import free_or_paid, price_in_words
from content.exports.sites import towns
from content.exports.visible import ExportProblem, Shared
from content.freshness import first_day
from content.needs import needs_served
from content.phrases import phrase
from content.schema import Service
from content.trades import Crafts

SOURCE = "sira"
NAME_LIMITS = (3, 150)
"""Signs of a name, by the schema."""
YOUNG_UNTIL = 40
"""« Jeunes au sens large » : APEJ, the agency for young people, receives up to 40 (annex 002, sheet 14)."""
LISTED = frozenset({"open", "unknown"})
TYPES: Mapping[str, str] = MappingProxyType(
    {
        "training": "formation",
        "skills_check": "accompagnement",
        "incubator": "accompagnement",
        "job": "accompagnement",
        "public_desk": "accompagnement",
        "finance": "aide-financiere",
    }
)
"""By kind. Protection and networks have no type of their own."""
TOPICS_OF_NEEDS: Mapping[str, str] = MappingProxyType(
    {
        "trade": "se-former--trouver-sa-formation",
        "business": "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise",
        "job": "trouver-un-emploi--repondre-a-des-offres-demploi",
        "papers": "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
        "health": "sante--acces-aux-soins",
        "distress": "sante--sante-mentale",
    }
)
TOPICS_OF_OFFERS: Mapping[str, str] = MappingProxyType(
    {
        "skills_check": "choisir-un-metier--identifier-ses-points-forts-et-ses-competences",
        "french_classes": "lecture-ecriture-calcul--maitriser-le-francais",
        "legal_help": "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",
        "food": "equipement-et-alimentation--alimentation",
        "childcare": "famille--garde-denfants",
        "family_mediation": "famille--surmonter-conflits-separation-violence",
    }
)
"""Only what the record says is there. A bed counts for who looks for one: see ``_topics``."""
BED = "logement-hebergement--rechercher-une-solution-dhebergement-temporaire"


def data_inclusion(shared: Shared, say: Say) -> dict[str, Any]:
    """The whole export, ready for JSON. Raises ``ExportProblem`` for a name that the schema does not take."""
    listed = tuple(one for one in shared.services if one.state in LISTED)
    return {
        "structures": [_structure(one, shared) for one in organisations(listed).values()],
        "services": [_service(one, shared, say) for one in listed],
    }


def _structure(one: Organisation, shared: Shared) -> dict[str, Any]:
    record = {
        "source": SOURCE,
        "id": _id(one.slug),
        "nom": _name(one.name, one.services[0].id),
        "date_maj": max(map(_updated, one.services)).isoformat(),
        "description": one.description,
        "site_web": one.web,
        "commune": _only_town(name for service in one.services for name in towns(service, shared.places)),
    }
    return _filled(record)


def _service(service: Service, shared: Shared, say: Say) -> dict[str, Any]:
    where = towns(service, shared.places)
    record = {
        "source": SOURCE,
        "structure_id": _id(service.org),
        "id": _id(service.id),
        "nom": _name(service.name.fr, service.id),
        "description": _description(service),
        "date_maj": _updated(service).isoformat(),
        "type": TYPES.get(service.kind),
        "thematiques": _topics(service, shared.trades),
        "frais": free_or_paid(service),
        "frais_precisions": " ".join(price_in_words(fee, say) for fee in service.costs),
        "publics": _publics(service),
        "publics_precisions": RETURNEES if service.returnees_only is True else None,
        "conditions_acces": _conditions(service, say),
        "commune": _only_town(where),
        "telephone": next((number for contact in service.contact for number in contact.phone), None),
        "modes_accueil": _ways(service),
        "lien_mobilisation": web_of(service),
        "mobilisation_precisions": _how(service, where, say),
    }
    return _filled(record)


def _filled(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value not in (None, "", [])}


def _id(slug: str) -> str:
    return f"{SOURCE}--{slug}"


def _name(written: str, service: str) -> str:
    shortest, longest = NAME_LIMITS
    name = written.rstrip(".")
    if not shortest <= len(name) <= longest:
        raise ExportProblem(
            f"{service}.yaml : « {name[:60]} » a {len(name)} signes ; data.inclusion demande un nom de {shortest} à {longest} signes."
        )
    return name


def _updated(service: Service) -> date:
    return max(first_day(source.read_on) for source in service.sources.values())


def _description(service: Service) -> str:
    told = [service.about or service.name, *service.notes, service.transport, service.next_step]
    return " ".join(one.fr for one in told if one is not None)


def _only_town(names: Iterable[str]) -> str | None:
    """One record has one town; with several offices the words name them all instead of one that may be far."""
    found = set(names)
    return found.pop() if len(found) == 1 else None


def _topics(service: Service, crafts: Crafts) -> list[str]:
    needs = needs_served(service, crafts)
    offered = {offer for offer, given in service.offers.items() if given is True}
    if service.kind == "skills_check":
        offered.add("skills_check")
    found = {topic for need, topic in TOPICS_OF_NEEDS.items() if need in needs}
    found |= {topic for offer, topic in TOPICS_OF_OFFERS.items() if offer in offered}
    if "shelter" in needs and "lodging" in offered:
        found.add(BED)
    return sorted(found)


def _publics(service: Service) -> list[str]:
    """One public at most: the schema reads several as « one of them is enough », and a condition is not that."""
    if women_only(service):
        return ["femmes"]
    _, oldest = ages(service)
    if oldest is not None and oldest <= YOUNG_UNTIL:
        return ["jeunes"]
    return ["tous-publics"] if service.returnees_only is False and not service.must else []


def _conditions(service: Service, say: Say) -> str:
    asked = papers(service, say)
    bring = f"À apporter : {' ; '.join(line.rstrip('.') for line in asked)}." if asked else ""
    state = [f"{TO_CONFIRM} : {say(phrase('label.state'))}."] if service.state != "open" else []
    open_ = [f"{TO_CONFIRM} : {to_confirm(service)}"] if service.confirm else []
    return " ".join(filter(None, [conditions_in_words(service, say), bring, *state, *open_]))


def _ways(service: Service) -> list[str]:
    """In person where there is an office; one that serves everybody says in words how it is reached."""
    remote = ["a-distance"] if service.offers.get("online") is True else []
    in_person = any(site.serves != "all" and site.region for site in service.sites)
    return [*remote, *(["en-presentiel"] if in_person else [])]


def _how(service: Service, where: tuple[str, ...], say: Say) -> str:
    offices = f"Bureaux : {', '.join(where)}." if len(where) > 1 else ""
    notes = [site.note.fr for site in service.sites if site.note]
    start = rhythm_of(service)
    return " ".join(filter(None, [offices, *notes, say(start) if start else ""]))
