"""The context card: what a worker must know before the first word, from the answers and not from the chat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.desk.fit_words import fit_words
from bot.desk.words import LANGUAGE, said, words
from bot.engine.aloud import BY_VOICE, CANNOT_READ, WISHED
from bot.engine.book import Book
from bot.engine.options import IDEAS
from bot.engine.session import Session
from bot.engine.whose import ASKED_BY_TEAM
from content.bands import age_band
from content.facts import registry
from content.match import match
from content.person import flat
from content.rules import UP_TO
from flows.schema import Ask
from locales.text import Text

REFUSED = " (la personne a dit non)"
CONSENT = {"yes": "a dit oui", "no": "a dit non : rien n'est gardé", "": "pas encore répondu"}
ASKED_FIRST = ("in", "centre", "region", "cercle", "place", "age", "sex", "return_kind", "need", "trade", "skill")

CHILD, CHILD_UP_TO = "under_15", 14
"""« Moins de 15 ans », as it is touched (flows/orientation.yaml); only inside, where the band says « moins de 18 ans »."""


@dataclass(frozen=True, slots=True)
class Card:
    """Rows of (label, value); ``unknown``: what the person does not know or would not say; ``ideas`` with their reasons;
    ``agreed``: whether the answers may be kept.
    """

    rows: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    ideas: tuple[tuple[str, tuple[str, ...]], ...]
    requests: tuple[tuple[str, str, str], ...]
    consent: str
    agreed: bool


def card(book: Book, session: Session, now: int) -> Card:
    """The card for a session; French, since workers read French."""
    say = book.catalogues.say
    facts = flat(session.facts)
    found = match(book.directory, session.facts, datetime.fromtimestamp(now, UTC).date())
    ideas = []
    for service in session.notes.get(IDEAS) or session.shown:
        scored = found.of(service)
        if scored is not None:
            refused = REFUSED if service in session.dismissed else ""
            name = f"{say(scored.service.name.text, LANGUAGE)}{refused}"
            ideas.append((name, tuple(fit_words(book.catalogues, reason) for reason in scored.reasons)))
    services = book.directory.services
    return Card(
        rows=(*_by_voice(book, session), *_facts(book, facts), *_notes(book, session.notes)),
        unknown=tuple(_label(book, name) for name in session.unknown if name not in facts),
        ideas=tuple(ideas),
        requests=tuple(
            (r.number, say(services[r.service].name.text, LANGUAGE) if r.service in services else r.service, r.status)
            for r in session.requests
        ),
        consent=_consent(session),
        agreed=session.consent == "yes",
    )


def _consent(session: Session) -> str:
    """Of who has not answered it is not said that nobody asked: the question stands at the beginning of every talk."""
    said = CONSENT[session.consent]
    return f"{said} ; la question est posée" if ASKED_BY_TEAM in session.notes else said


def hears(session: Session) -> str:
    """Why somebody is to be answered by voice: a word of ours, or "" for who may be written to."""
    if session.facts.get("reads") == "no":
        return CANNOT_READ
    return str(session.notes.get(BY_VOICE, "")) or (WISHED if session.voice else "")


def _by_voice(book: Book, session: Session) -> Iterator[tuple[str, str]]:
    """First on the card: a written answer would not be read."""
    if why := hears(session):
        yield said(book.catalogues, "fact", "reads"), said(book.catalogues, "by_voice", why)


def _facts(book: Book, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    ordered = [name for name in ASKED_FIRST if name in facts]
    ordered += [name for name in facts if name not in ordered and name not in UP_TO.values()]
    for name in ordered:
        if (name, facts[name]) == ("reads", "no"):  # stands first, with what follows from it
            continue
        value = said(book.catalogues, "age", CHILD) if _is_child(name, facts) else _value(book, name, facts[name])
        if value:
            yield _label(book, name), value


def _is_child(name: str, facts: Mapping[str, Any]) -> bool:
    """Whether the person is surely younger than the band that organisations read says: who helps must know it."""
    return name == "age" and max(facts[name], facts.get(UP_TO[name], 0)) <= CHILD_UP_TO


def _value(book: Book, name: str, value: Any) -> str:
    fact = registry().get(name)
    if fact is None:
        return ""
    say = book.catalogues.say
    if name == "age":
        return say(age_band(int(value)), LANGUAGE)
    if fact.kind == "number":
        return str(value)
    items = value if isinstance(value, list | tuple) else [value]
    if fact.parent:
        return {"yes": "oui", "no": "non"}.get(str(value), str(value))
    return ", ".join(say(fact.labels[item], LANGUAGE) if item in fact.labels else str(item) for item in items)


def _notes(book: Book, notes: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, label in words("kept").items():
        if notes.get(name):
            yield book.catalogues.say(label, LANGUAGE), chosen(book, name, notes[name])


def chosen(book: Book, name: str, value: Any) -> str:
    """The words of the button behind a kept answer, whose stable id says nothing to a worker; typed words as they are."""
    if name == "last_outcome" and value in words("outcome"):
        return said(book.catalogues, "outcome", str(value))
    for flow in book.flows.values():
        for node in flow.nodes.values():
            if isinstance(node.spec, Ask) and node.spec.keep == name:
                for option in node.options:
                    if value in (option.id, option.value):
                        return book.catalogues.say(option.label, LANGUAGE)
    return said(book.catalogues, "sent", str(value))


def _label(book: Book, name: str) -> str:
    fact = registry().get(name)
    if fact is not None and fact.parent:
        text: Text = fact.labels["yes"]
        return book.catalogues.say(text, LANGUAGE)
    return said(book.catalogues, "fact", name)
