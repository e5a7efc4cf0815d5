"""Random people for properties: any facts together, also ones that hardly go together."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from content.facts import registry
from content.person import FactProblem, parse_person
from content.places import atlas

YES_NO = st.sampled_from(["yes", "no"])
TRADES = ("welding", "building_electricity", "tailoring", "poultry", "market_gardening", "car_mechanics", "soap_making")
RETURNS = registry()["return_kind"].values
FEW = settings(max_examples=60)


def one_of(fact):
    return st.sampled_from(registry()[fact].values)


FACTS = {
    "in": st.sampled_from(["niger", "mali"]),
    "region": st.sampled_from(sorted(atlas().level("region"))),
    "age": st.integers(10, 60),
    "age_to": st.integers(14, 70),
    "sex": one_of("sex"),
    "return_kind": one_of("return_kind"),
    "schooling": one_of("schooling"),
    "french": one_of("french"),
    "reads": one_of("reads"),
    "need": st.lists(one_of("need"), min_size=1, max_size=2, unique=True),
    "trade": st.sampled_from(TRADES),
    "skill": st.sampled_from(TRADES),
    "certificate": YES_NO,
    "can_use_machines": YES_NO,
    "land": YES_NO,
    "can_move": YES_NO,
    "can_stop_earning": YES_NO,
    "income": YES_NO,
    "group": YES_NO,
    "firm": one_of("firm"),
    "firm_years": st.integers(0, 6),
    "children": st.integers(0, 4),
    "debts": one_of("debts"),
    "documents": st.dictionaries(st.sampled_from(["birth_certificate", "nina", "nationality", "diploma"]), YES_NO),
    "signs": st.dictionaries(st.sampled_from(["alone", "ill", "disabled", "pregnant", "wants_to_die"]), YES_NO),
}


def settled(person):
    """The person without what contradicts the rest: a town elsewhere, more years of work than of life."""
    try:
        parse_person(person)
    except FactProblem as problem:
        wrong = {line.partition(" ")[0] for line in str(problem).splitlines()}
        return settled({name: value for name, value in person.items() if name not in wrong})
    return person


PEOPLE = st.fixed_dictionaries({}, optional=FACTS).map(settled)
"""As a facts file would say them."""
