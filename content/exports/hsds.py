"""The directory as HSDS 3.0 (Open Referral), under the profile beside this file.

Every service stands alone, with its organisation, offices and terms inside, as HSDS gives one service whole. An
identifier is computed from the slug, so that a second export updates the first one at whoever took it.
"""

from __future__ import annotations

from typing import Any

from content.card_times import duration_text, rhythm_of
from content.entries import Fee
from content.exports.conditions import Say, ages, conditions_in_words, papers, to_confirm
from content.exports.identity import identify
from content.exports.organisations import Organisation, organisations, web_of
from content.exports.prices import exact_sum, price_in_words
from content.exports.sites import areas, location, offices
from content.exports.taxonomy import taxonomy_records, term_records, terms_of
from content.exports.visible import Shared
from content.facts import registry
from content.freshness import first_day
from content.phrases import phrase
from content.schema import Service

VERSION = "3.0"
PROFILE = "content/exports/profile"
"""Where the profile is published, from the root of the repository."""
STATUS = {"open": "active", "planned": "inactive", "closed": "defunct", "unknown": "inactive"}
"""A service of which nobody wrote that it is open is not called active."""
FULL = "temporarily closed"
NO_CERTIFICATE = frozenset({None, "none", "unknown"})


def hsds(shared: Shared, say: Say) -> dict[str, Any]:
    """The whole export, ready for JSON."""
    known = organisations(shared.services)
    return {
        "version": VERSION,
        "profile": PROFILE,
        "organizations": [_organization(one) | {"locations": _locations(one, shared)} for one in known.values()],
        "services": [_service(one, known[one.org], shared, say) for one in shared.services],
        "taxonomies": taxonomy_records(),
        "taxonomy_terms": term_records(shared, say),
    }


def _organization(one: Organisation) -> dict[str, Any]:
    record = {"id": one.id, "name": one.name, "alternate_name": one.other_names, "description": one.description}
    return _filled(record | {"website": one.web})


def _locations(one: Organisation, shared: Shared) -> list[dict[str, Any]]:
    found = {
        identifier: location(one.name, service, site, shared.places)
        for service in one.services
        for identifier, site in offices(service).items()
    }
    return list(found.values())


def _service(service: Service, organisation: Organisation, shared: Shared, say: Say) -> dict[str, Any]:
    identifier = identify("service", service.id)
    youngest, oldest = ages(service)
    record = {
        "id": identifier,
        "organization_id": organisation.id,
        "organization": _organization(organisation),
        "name": service.name.fr,
        "alternate_name": service.short and service.short.fr,
        "description": _description(service, say),
        "url": web_of(service),
        "status": FULL if service.places and service.places.full else STATUS[service.state],
        "wait_time": say(start) if (start := rhythm_of(service)) else None,
        "accreditations": _certificate(service, say),
        "eligibility_description": conditions_in_words(service, say),
        "minimum_age": youngest,
        "maximum_age": oldest,
        "assured_date": _assured(service),
        "alert": to_confirm(service),
        "phones": _phones(service, identifier),
        "service_areas": areas(service, shared.places),
        "service_at_locations": _at_locations(service, organisation, shared),
        "languages": _languages(service, identifier, say),
        "cost_options": [_cost(service, number, fee, say) for number, fee in enumerate(service.costs, 1)],
        "required_documents": [
            {"id": identify("document", service.id, line), "service_id": identifier, "document": line}
            for line in papers(service, say)
        ],
        "attributes": _attributes(service, identifier, shared, say),
        "metadata": _sources(service, identifier),
    }
    return _filled(record)


def _filled(record: dict[str, Any]) -> dict[str, Any]:
    """Without what nobody wrote: HSDS has no null for a text. Zero is a value: an age from 0, a price of 0."""
    return {key: value for key, value in record.items() if value not in (None, "", [])}


def _description(service: Service, say: Say) -> str:
    told = [service.about, *service.notes, service.transport, service.next_step]
    lines = [one.fr for one in told if one is not None]
    if service.lasts:
        lines.insert(1, say(phrase("card.lasts", lasts=duration_text(service.lasts))))
    return " ".join(lines) or service.name.fr


def _certificate(service: Service, say: Say) -> str | None:
    kind = None if service.certificate in NO_CERTIFICATE else say(phrase(f"certificate.{service.certificate}"))
    note = service.certificate_note and service.certificate_note.fr
    return " : ".join(part for part in (kind, note) if part) or None


def _assured(service: Service) -> str | None:
    """When somebody last checked it; reading a document of its time is no check."""
    checked = [first_day(one.read_on) for one in service.sources.values() if one.how == "confirmed"]
    return max(checked).isoformat() if checked else None


def _phones(service: Service, identifier: str) -> list[dict[str, Any]]:
    numbers = dict.fromkeys((number, contact.function) for contact in service.contact for number in contact.phone)
    return [
        _filled({"id": identify("phone", service.id, number), "service_id": identifier, "number": number,
                 "description": function})
        for number, function in numbers
    ]  # fmt: skip


def _at_locations(service: Service, organisation: Organisation, shared: Shared) -> list[dict[str, Any]]:
    return [
        _filled({
            "id": identify("service_at_location", service.id, place),
            "service_id": identify("service", service.id),
            "location_id": place,
            "description": site.note and site.note.fr,
            "location": location(organisation.name, service, site, shared.places),
        })
        for place, site in offices(service).items()
    ]  # fmt: skip


def _languages(service: Service, identifier: str, say: Say) -> list[dict[str, Any]]:
    labels = registry()["languages"].labels
    return [
        {"id": identify("language", service.id, code), "service_id": identifier, "name": say(labels[code]),
         "code": code}
        for code in service.taught_in
    ]  # fmt: skip


def _cost(service: Service, number: int, fee: Fee, say: Say) -> dict[str, Any]:
    """The words say all; the amount is there only when it is one sum, so that no program adds up what is none."""
    record: dict[str, Any] = {
        "id": identify("cost", service.id, str(number)),
        "service_id": identify("service", service.id),
        "option": say(phrase(f"cost.{fee.what}")),
        "amount_description": price_in_words(fee, say),
    }
    amount = exact_sum(fee)
    return record if amount is None else record | {"amount": amount, "currency": fee.currency}


def _attributes(service: Service, identifier: str, shared: Shared, say: Say) -> list[dict[str, Any]]:
    lasts = {offer.id: say(duration_text(offer.lasts)) for offer in service.trades if offer.lasts}
    return [
        _filled({
            "id": identify("attribute", service.id, term.taxonomy, term.slug),
            "link_id": identifier,
            "link_entity": "service",
            "link_type": term.taxonomy,
            "value": lasts.get(term.slug) if term.taxonomy == "trade" else None,
            "taxonomy_term_id": term.id,
            "taxonomy_term": term.record(),
        })
        for term in terms_of(service, shared.trades, say)
    ]  # fmt: skip


def _sources(service: Service, identifier: str) -> list[dict[str, Any]]:
    return [
        {
            "id": identify("metadata", service.id, key),
            "resource_id": identifier,
            "resource_type": "service",
            "last_action_date": first_day(source.read_on).isoformat(),
            "last_action_type": "create",
            "field_name": "source",
            "previous_value": "",
            "replacement_value": ", ".join(filter(None, ("document " + source.document, source.sheet, source.how))),
            "updated_by": "Sira",
        }
        for key, source in service.sources.items()
    ]
