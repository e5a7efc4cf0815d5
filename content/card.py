"""A suggestion as it stands on a small screen: what and where, why, what to check, cost, papers, start, freshness.

What a sheet does not say is said to be unknown; nothing is guessed, no date, place or sum is promised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from content.costs import price, price_lines
from content.explain import fact_label, places_of, wanted
from content.facts import registry, shelf_life
from content.parts import Duration, Note
from content.phrases import phrase
from content.places import Nearness
from content.rules import Clause, Leaf
from content.scored import Scored
from content.traits import SHORT_MONTHS, months
from locales.text import Text

LINES_MAX = 10
"""Lines of a card that a small phone shows without much scrolling; reasons give way first, the details say all."""
REASONS_SHOWN = 2
NOTES_SHOWN = 1
KIND_PICTURES = {
    "training": "🎓",
    "skills_check": "✅",
    "incubator": "💼",
    "finance": "💰",
    "job": "🧰",
    "public_desk": "🏛️",
    "protection": "🤝",
    "network": "👥",
}
LEARNING = frozenset({"training", "skills_check"})
PAIR = frozenset({"anpe", "apej"})


def card(scored: Scored, today: date) -> tuple[Text, ...]:  # noqa: ARG001
    """The short card, one line a thought. No number stands on it, so nothing on it expires without its date."""
    return _once(_card(scored))


def details(scored: Scored, today: date) -> tuple[Text, ...]:
    """Everything of the record that a person may see."""
    return _once(_details(scored, today))


def care_lines(scored: Scored, today: date) -> tuple[Text, ...]:
    """A place of help: what it is, where, what to ask first. No cost talk, no ranking reasons."""
    return _once(_care(scored, today))


def pair_lines(shown: Iterable[Scored]) -> tuple[Text, ...]:
    """What must be said of services that stand side by side: how the two public agencies differ (R78)."""
    orgs = {one.service.org for one in shown}
    return (phrase("card.anpe_apej"),) if orgs >= PAIR else ()


def _card(scored: Scored) -> Iterator[Text]:
    learning = scored.service.kind in LEARNING
    terms = [*_to_check(scored)]
    if learning and not _starts(scored) and not _lasts(scored):
        start = [phrase("card.lasts_and_start_unknown")]
    else:
        terms += [_length(scored)] if learning else []
        start = [_start(scored)] if learning or scored.service.intake is not None else []
    terms += [*price(scored), *_bring(scored), *start, _fresh(scored)]
    yield _title(scored)
    yield _moving(scored) or _place(scored)
    yield from _why(scored, LINES_MAX - len(terms) - 2)
    yield from terms


def _details(scored: Scored, today: date) -> Iterator[Text]:
    service = scored.service
    yield _title(scored)
    if service.about:
        yield service.about.text
    yield _place(scored)
    yield from scored.reasons
    if service.trades:
        crafts = scored.directory.trades
        yield phrase("card.trades", trades=tuple(crafts[trade].text for trade in scored.prepared.trades))
    if service.taught_in:
        languages = registry()["languages"].labels
        yield phrase("card.languages", languages=tuple(languages[code] for code in service.taught_in))
    yield _length(scored)
    yield from price_lines(scored)
    if service.kind in LEARNING:
        yield _stipend(scored)
        yield from _certificate(scored)
    yield from _bring(scored)
    yield from (note.text for note in (*service.bring, *service.notes))
    yield from _optional(service.transport, service.next_step)
    yield _start(scored)
    yield from _afterwards(scored)
    yield from _phone(scored, today)
    yield _fresh(scored)


def _care(scored: Scored, today: date) -> Iterator[Text]:
    service = scored.service
    yield _title(scored)
    if service.about:
        yield service.about.text
    yield _place(scored)
    yield from (note.text for note in service.confirm)
    yield from _phone(scored, today)
    yield _fresh(scored)


def _once(lines: Iterable[Text]) -> tuple[Text, ...]:
    return tuple({(line.key, repr(line.values)): line for line in lines}.values())


def _title(scored: Scored) -> Text:
    return phrase("card.title", picture=_picture(scored), name=scored.service.name.text)


def _picture(scored: Scored) -> str:
    crafts = scored.directory.trades
    wish = next((scored.facts[name] for name in ("trade", "skill") if name in scored.facts), None)
    if wish in scored.prepared.trades:
        return crafts[str(wish)].picture
    return KIND_PICTURES[scored.service.kind]


def _place(scored: Scored) -> Text:
    """The nearest office; a service that reaches everywhere says so."""
    if scored.prepared.reach.everywhere:
        return phrase("card.everywhere")
    atlas = scored.directory.places
    near = {
        site.place or site.region: atlas.between(scored.facts, site.region, site.place or "")
        for site in scored.service.sites
        if site.region
    }
    best = min(near.values(), default=Nearness.UNKNOWN)
    if best <= Nearness.NEIGHBOUR:
        slug = next(slug for slug, nearness in near.items() if nearness == best)
        return phrase("card.place", place=atlas[str(slug)].text)
    return phrase("card.place", place=places_of(scored))


def _moving(scored: Scored) -> Text | None:
    """The place of a service that one must move for, said as such."""
    return next((text for text in scored.reasons if text.key == "match.region.moved"), None)


def _why(scored: Scored, room: int) -> Iterator[Text]:
    """What speaks for it, at most two sentences; the place has its own line.

    A fact that is half known would read « Votre niveau d'école convient » above « À vérifier : l'école »: it is only
    asked. « Ouvert à tout le monde » above « À vérifier : votre âge » too: it stands where nothing else speaks.
    """
    unsure = {f"match.{name}.passed" for name in scored.open}
    good = (text for text in scored.reasons if text.key.endswith((".passed", ".near", ".checked")))
    own = [text for text in good if text.key not in unsure | {"match.region.passed", "match.open_to_all.passed"}]
    if own:
        yield from own[: max(1, min(REASONS_SHOWN, room))]
    elif room > 0 and scored.service.returnees_only is False:
        yield phrase("match.open_to_all.passed")


def _to_check(scored: Scored) -> Iterator[Text]:
    """What is open, each thing once: papers that are named or unknown have their own line, and so has a note."""
    own_line = {"confirm"} | ({"document"} if [*_bring(scored)] else set())
    yours = tuple(name for name in scored.ask if name not in own_line)
    theirs = tuple(name for name in scored.unsaid if name not in own_line | set(scored.ask))
    if yours:
        yield phrase("card.check_you", facts=tuple(fact_label(name) for name in yours))
    if theirs:
        yield phrase("card.check_them", facts=tuple(fact_label(name) for name in theirs))
    yield from [note.text for note in scored.service.confirm[:NOTES_SHOWN]]


def _length(scored: Scored) -> Text:
    lasts = _lasts(scored)
    return phrase("card.lasts", lasts=duration_text(lasts)) if lasts else phrase("card.lasts_unknown")


def _lasts(scored: Scored) -> Duration | None:
    wishes = {scored.facts.get("trade"), scored.facts.get("skill")}
    wanted_trade = next((offer.lasts for offer in scored.service.trades if offer.id in wishes and offer.lasts), None)
    return wanted_trade or scored.service.lasts


def duration_text(lasts: Duration) -> Text:
    """A length in words: « 3 à 6 mois »."""
    low, high = lasts.span
    return phrase(f"lasts.{lasts.unit}", span=low if low == high else phrase("lasts.span", low=low, high=high))


def _bring(scored: Scored) -> Iterator[Text]:
    papers = [label for rule in scored.service.must for label in _papers(rule.clause)]
    if papers:
        yield phrase("card.bring", things=tuple(papers))
    elif "document" in scored.service.not_stated:
        yield phrase("card.bring_unknown")


def _papers(clause: Clause) -> list[Text]:
    named = wanted(clause, "document")
    return list(named) if isinstance(named, tuple) and all(isinstance(leaf, Leaf) for leaf in clause.leaves()) else []


def _start(scored: Scored) -> Text:
    return phrase(f"card.start.{_starts(scored) or 'unknown'}")


def _starts(scored: Scored) -> str | None:
    """The rhythm of beginnings, when one is written."""
    intake = scored.service.intake
    return intake.rhythm if intake is not None and intake.rhythm != "unknown" else None


def _stipend(scored: Scored) -> Text:
    """Whether an allowance is written, absent or unknown: a course is weeks without earning (R35, R47)."""
    offered = scored.service.offers.get("stipend")
    if offered is None:
        return phrase("card.stipend_unknown")
    return phrase("card.stipend_yes" if offered else "card.stipend_no")


def _certificate(scored: Scored) -> Iterator[Text]:
    service = scored.service
    wishes = {scored.facts.get("trade"), scored.facts.get("skill")}
    kind = next((offer.certificate for offer in service.trades if offer.id in wishes), None) or service.certificate
    yield phrase("card.certificate", certificate=phrase(f"certificate.{kind or 'unknown'}"))
    if service.certificate_note:
        yield service.certificate_note.text


def _optional(*notes: Note | None) -> Iterator[Text]:
    return (note.text for note in notes if note is not None)


def _afterwards(scored: Scored) -> Iterator[Text]:
    """What comes next: both ends of a skills check (R33), practice after a short course (R39), work after any (R46)."""
    service = scored.service
    if service.kind == "skills_check":
        yield phrase("card.skills_check")
    if service.kind != "training":
        return
    if months(_lasts(scored)) <= SHORT_MONTHS:
        yield phrase("card.practice")
    if service.next_step is None:
        yield phrase("card.next_step")


def _phone(scored: Scored, today: date) -> Iterator[Text]:
    """Only a number that may be shown and was checked within its shelf life."""
    for contact in scored.service.contact:
        if contact.visibility == "public" and contact.verified_on and _fresh_enough(contact.verified_on, today):
            yield from (phrase("card.number", phone=number) for number in contact.phone)


def _fresh_enough(day: str, today: date) -> bool:
    checked = date.fromisoformat((day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10])  # noqa: PLR2004
    return (today - checked).days <= shelf_life()["phone"]


def _fresh(scored: Scored) -> Text:
    """The date of the newest source, as month and year."""
    newest = max(source.read_on for source in scored.service.sources.values())
    return phrase("card.fresh", date="/".join(reversed(newest.split("-")[:2])))
