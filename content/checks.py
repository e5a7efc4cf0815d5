"""What a record must also hold once its shape is right. Each check yields sentences for the author.

A check is one function in ``CHECKS``; a new one is a new function and a broken record in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from content.anonymous import nobody_named
from content.conditions import PUBLIC_NAMES
from content.contacts import functions_are_functions, numbers_stand_in_contact
from content.entry import ENTRY_FACTS, names_in
from content.house import MAJORITY
from content.person import FactProblem, parse_person
from content.problems import problem
from content.record import Record
from content.satisfiable import impossible
from content.try_example import possible_outcomes, tried
from locales.fold import words
from locales.sensitive import sensitive_words

EXAMPLES_MIN = 3
SHORT_MAX = 24
"""Characters of a row's title in a WhatsApp list, the smallest label of all channels."""
Check: TypeAlias = Callable[[Record], Iterator[str]]


def kind_says_what_it_needs(record: Record) -> Iterator[str]:
    """Protection and networks say which need they answer; finance says which instrument it is."""
    service = record.service
    if service.kind in {"protection", "network"} and not service.needs:
        yield problem(record.file, ("kind",), "ajoutez « needs: » : à quels besoins ce service répond-il ?")
    if service.kind == "finance" and service.instrument is None:
        yield problem(record.file, ("kind",), "ajoutez « instrument: » (loan, equity, grant, guarantee …)")


def a_site_for_everybody_says_how(record: Record) -> Iterator[str]:
    """« serves: all » may be a website, members everywhere, or one far office: only words can tell the person which."""
    for number, site in enumerate(record.service.sites):
        if site.serves == "all" and site.note is None:
            sentence = "« serves: all » : ajoutez « note: {fr: …} », où c'est, ou comment on y arrive"
            yield problem(record.file, ("sites", number), sentence)


def children_are_named_by_the_source(record: Record) -> Iterator[str]:
    """An inferred age refuses nobody: an adult would be sent to a place for children (R19)."""
    service = record.service
    for number, rule in enumerate(service.must):
        for_children = any(
            leaf.fact == "age" and leaf.high is not None and leaf.high < MAJORITY for leaf in rule.clause.leaves()
        )
        if service.kind != "protection" or not for_children:
            continue
        if service.sources[rule.src].how == "inferred":
            sentence = "un lieu pour enfants refuse les adultes ; donnez la source qui dit « enfants » ou « mineurs »"
            yield problem(record.file, ("must", number), sentence)
        if service.offers.get("child_protection") is not True:
            sentence = "un lieu pour enfants dit « offers: {child_protection: true} » ; sans cela un enfant seul ne le voit pas"
            yield problem(record.file, ("must", number), sentence)


def conditions_and_examples_hold(record: Record) -> Iterator[str]:
    """A clause that nobody can pass, or that everybody passes, was not meant; no example can be tried on such a one."""
    wrong = tuple(impossible(record.service.must))
    for number, sentence in wrong:
        yield problem(record.file, ("must", number), sentence)
    if not wrong:
        yield from _examples_hold(record)


def silence_is_said(record: Record) -> Iterator[str]:
    """Each fact that decides entry stands in exactly one place, so that silence is never an oversight."""
    service = record.service
    asked = {name for rule in (*service.must, *service.prefer) for name in names_in(rule.clause)}
    must = {name for rule in service.must for name in names_in(rule.clause)}
    silent, free = _public(service.not_stated), _public(service.no_condition)
    for fact in ENTRY_FACTS[service.kind]:
        if fact not in asked | silent | free:
            yield problem(record.file, ("must",), f"« {fact} » : écrivez la condition, ou not_stated, ou no_condition")
    for fact in sorted(silent & free):
        yield problem(record.file, ("not_stated",), f"« {fact} » est aussi dans no_condition ; gardez un seul des deux")
    for fact in sorted(must & free):
        yield problem(record.file, ("no_condition",), f"« {fact} » est aussi une condition de must ; gardez un seul")


def _examples_hold(record: Record) -> Iterator[str]:
    """At least three people, one of them refused and one still open if that can be; they are the record's own tests."""
    examples = record.service.examples
    missing = sorted(possible_outcomes(record.service) - {example.expect for example in examples})
    wanted = " et ".join(f"un exemple « {outcome} »" for outcome in missing)
    if len(examples) < EXAMPLES_MIN:
        among = f", dont {wanted}" if missing else ""
        yield problem(
            record.file, ("examples",), f"au moins {EXAMPLES_MIN} exemples{among} ; il y en a {len(examples)}"
        )
    elif missing:
        yield problem(record.file, ("examples",), f"ajoutez {wanted}")
    for number, example in enumerate(examples):
        try:
            person = parse_person(example.who)
        except FactProblem as error:
            yield problem(record.file, ("examples", number, "who"), str(error))
            continue
        wrong = tried(record.service, example, person)
        if wrong:
            yield problem(record.file, ("examples", number), wrong)


def nobody_is_named(record: Record) -> Iterator[str]:
    """Functions enter, people do not; private mailboxes neither (R100)."""
    return nobody_named(record.file)


def labels_fit(record: Record) -> Iterator[str]:
    """A label over a channel's limit would be cut on somebody's phone."""
    label = record.service.label
    if len(label) > SHORT_MAX:
        yield problem(
            record.file,
            record.labelled,
            f"« {label} » a {len(label)} signes ; donnez un « short » de {SHORT_MAX} au plus",
        )


def names_may_be_seen_by_others(record: Record) -> Iterator[str]:
    """A name heads a message, and so the notification on a shared telephone (protection A3)."""
    service = record.service
    for field, said in (("org_name", service.org_name), ("name", service.name), ("short", service.short)):
        shown = set(words(said.fr)) & sensitive_words() if said is not None else set()
        for word in sorted(shown):
            yield problem(
                record.file, (field,), f"« {word} » se lit sur un téléphone partagé ; écrivez un mot plus neutre"
            )


CHECKS: tuple[Check, ...] = (
    kind_says_what_it_needs,
    a_site_for_everybody_says_how,
    children_are_named_by_the_source,
    conditions_and_examples_hold,
    silence_is_said,
    nobody_is_named,
    functions_are_functions,
    numbers_stand_in_contact,
    labels_fit,
    names_may_be_seen_by_others,
)


def _public(names: tuple[str, ...]) -> set[str]:
    return {PUBLIC_NAMES.get(name, name) for name in names}
