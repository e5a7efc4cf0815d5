"""What is paid, and by whom. A card shows only what the person pays; another system must be told who pays the rest."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from content.costs import LOANS, digits
from content.entries import Fee
from content.exports.conditions import Say, facts_in_words
from content.phrases import phrase
from content.schema import Service

NOTHING = (0, 0)
FREE, PAID = "gratuit", "payant"
UNWRITTEN = "montant non indiqué"
PAYERS: Mapping[str, str] = MappingProxyType(
    {
        "person": "payé par la personne",
        "partner": "payé par un partenaire",
        "organisation": "payé par l'organisme",
        "state": "payé par l'État",
        "unknown": "qui paie n'est pas indiqué",
    }
)


def price_in_words(fee: Fee, say: Say) -> str:
    """One fee with its payer, for whom it is, and its note."""
    payer = "" if fee.amount == NOTHING and fee.paid_by in {"person", "unknown"} else f" ({PAYERS[fee.paid_by]})"
    whom = f" {facts_in_words(fee.when, say)}." if fee.when else ""
    note = f" {fee.note.fr}" if fee.note else ""
    return f"{say(phrase(f'cost.{fee.what}'))} : {_amount(fee, say)}{payer}.{whom}{note}"


def exact_sum(fee: Fee) -> int | None:
    """The sum when it is one: no span, no rate, and no zero that a note takes back (« si un programme paie »)."""
    if fee.amount is None or fee.amount[0] != fee.amount[1] or fee.currency == "percent":
        return None
    return None if fee.amount == NOTHING and fee.note else fee.amount[0]


def free_or_paid(service: Service) -> str | None:
    """``gratuit`` only when nothing is left open: no price for some, no unknown payer, no « if a programme pays »."""
    if any(fee.paid_by == "person" and fee.amount != NOTHING for fee in service.costs):
        return PAID
    certain = all(fee.paid_by != "unknown" and fee.when is None and fee.note is None for fee in service.costs)
    return FREE if service.costs and certain and service.instrument not in LOANS else None


def _amount(fee: Fee, say: Say) -> str:
    if fee.amount is None:
        return UNWRITTEN
    if fee.amount == NOTHING:
        return FREE
    low, high = fee.amount
    amount = digits(low) if low == high else phrase("lasts.span", low=digits(low), high=digits(high))
    return f"{say(phrase(f'money.{fee.currency}', amount=amount))} {say(phrase(f'per.{fee.per}'))}"
