"""What a service costs, said as written: sums, who pays, or that nobody wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from content.directory import PREPARED_KEPT, Prepared
from content.entries import Fee
from content.parts import Note
from content.phrases import phrase
from content.rules import Truth
from content.schema import Service
from content.scored import Scored
from locales.text import Text

FEES_SHOWN = 2
TIMES: Mapping[str, int] = MappingProxyType({"course": 1, "once": 1, "year": 1, "month": 6, "day": 30})
"""Only to put fees in order: a course of half a year, paid by the month; by the day, for one month."""
FRANCS: Mapping[str, int] = MappingProxyType({"XOF": 1, "EUR": 656, "USD": 600, "percent": 1})
"""Only to put fees in order: a euro is 655.957 F CFA by treaty, a dollar about as much."""
UNKNOWN_FEES = frozenset({"card.fee_unknown", "card.papers_to_pay"})
"""Lines that say to ask for the sum: a note that says to ask for the price would say it twice."""
LOANS = frozenset({"loan", "group_credit"})


def price(scored: Scored) -> tuple[Text, ...]:
    """The lines of a card: what the person pays, at most two, or one line that says what is known instead."""
    return _price(scored.prepared, _concerning(scored))


@lru_cache(maxsize=PREPARED_KEPT)
def _price(prepared: Prepared, concerning: tuple[int, ...]) -> tuple[Text, ...]:
    return tuple(_price_lines(prepared.service, [prepared.service.costs[number] for number in concerning]))


def _price_lines(service: Service, fees: list[Fee]) -> Iterator[Text]:
    paid = _together([fee for fee in fees if _pays(fee)])
    if paid:
        yield from (fee_text(fee) for fee in paid[:FEES_SHOWN])
    elif service.instrument in LOANS and any(fee.amount == (0, 0) for fee in fees):
        yield phrase("card.loan_free")
        return
    elif any(fee.paid_by in {"partner", "state", "organisation"} for fee in fees):
        yield phrase("card.price_paid_by_others")
    elif any(fee.amount == (0, 0) for fee in fees):
        yield phrase("card.price_free")
    elif not _costs_nothing_by_nature(service):
        yield phrase("unknown.price")
    if service.instrument in LOANS:
        yield phrase("card.loan")


def _costs_nothing_by_nature(service: Service) -> bool:
    """Nobody asks the price of help or of work at home; work abroad has its papers and its road."""
    return service.kind == "protection" or (service.kind == "job" and service.offers.get("work_abroad") is not True)


def price_lines(scored: Scored) -> Iterator[Text]:
    """All that is written about money: each sum once, and its note instead of a general sentence on who pays."""
    fees = _fees(scored)
    asked = any(note.about == "costs" for note in scored.confirms)
    notes = tuple(fee.note.text for fee in fees if fee.note is not None and not (asked and not _pays(fee)))
    general = {"card.fee", *UNKNOWN_FEES} | ({"card.price_paid_by_others", "card.price_free"} if notes else set())
    yield from (line for line in price(scored) if line.key not in general)
    yield from (fee_text(fee) for fee in fees if _pays(fee))
    yield from notes


def notes_to_confirm(scored: Scored) -> tuple[Note, ...]:
    """What to confirm; « ask for the price » is left out where the line of the price asks already."""
    asked = any(_pays(fee) and fee.amount is None for fee in _fees(scored))
    return tuple(note for note in scored.confirms if not (asked and note.about == "costs"))


def fee_text(fee: Fee) -> Text:
    """One fee in words and digits."""
    what = phrase(f"cost.{fee.what}")
    if fee.amount is None:
        return phrase("card.papers_to_pay") if fee.what == "papers" else phrase("card.fee_unknown", what=what)
    low, high = fee.amount
    amount = digits(low) if low == high else phrase("lasts.span", low=digits(low), high=digits(high))
    return phrase(
        "card.fee", what=what, amount=phrase(f"money.{fee.currency}", amount=amount), per=phrase(f"per.{fee.per}")
    )


def digits(amount: int) -> str:
    """A sum as it is written in Mali: 25 000, with spaces that do not break."""
    return f"{amount:,}".replace(",", "\N{NO-BREAK SPACE}")


def _pays(fee: Fee) -> bool:
    return fee.paid_by == "person" and fee.amount != (0, 0)


def _together(fees: list[Fee]) -> list[Fee]:
    """One fee for each thing paid, the course first, then the largest: a small sum alone would hide what it costs."""
    spans: dict[tuple[str, str, str], Fee] = {}
    for fee in fees:
        alike = (fee.what, fee.per, fee.currency)
        before = spans.get(alike)
        spans[alike] = fee if before is None else fee.model_copy(update={"amount": _span(before.amount, fee.amount)})
    return sorted(spans.values(), key=lambda fee: (fee.what != "course", -_in_all(fee)))


def _in_all(fee: Fee) -> float:
    """About how much it is for a course, in francs; what nobody wrote may be large, so it is not hidden."""
    return float("inf") if fee.amount is None else fee.amount[1] * TIMES[fee.per] * FRANCS[fee.currency]


def _span(first: tuple[int, int] | None, second: tuple[int, int] | None) -> tuple[int, int] | None:
    """From the lowest to the highest of two sums; unknown when one of them is."""
    if first is None or second is None:
        return None
    return min(first[0], second[0]), max(first[1], second[1])


def _fees(scored: Scored) -> list[Fee]:
    return [scored.service.costs[number] for number in _concerning(scored)]


def _concerning(scored: Scored) -> tuple[int, ...]:
    """The places of the fees that concern this person: a price for women is not shown to men, and both while that is
    unknown.
    """
    return tuple(
        [
            number
            for number, fee in enumerate(scored.service.costs)
            if fee.when is None or fee.when.truth(scored.facts) in {Truth.TRUE, Truth.ASK_PERSON}
        ]
    )
