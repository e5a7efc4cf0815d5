"""The suggestions once more, naively: every service is judged, ranked and sorted, then the first three are chosen."""

from __future__ import annotations

from random import Random

from content.conditions import outcome_truth
from content.places import Nearness
from content.rank import PARTS, rank
from content.rules import Truth
from content.view import view_of

NEAR = PARTS.index("place")
FAR = 2 * Nearness.NEIGHBOUR
SCHOOLING = PARTS.index("schooling")
DESKS = {"anpe", "apej"}


def sorted_twin(directory, facts, dismissed=frozenset(), draw="", silent=frozenset()):
    """Offered in the order to show, refused best placed first, each with its rank: (id, outcome, rank)."""
    view = view_of(directory, facts)
    turns = _turns(draw, len(directory.prepared))
    rows = []
    for position, prepared in enumerate(directory.prepared):
        if prepared.service.id not in dismissed:
            truth = outcome_truth(prepared.conditions, facts)
            rows.append(
                (
                    rank(prepared, truth, view, turns[position], silent=prepared.service.org in silent),
                    truth,
                    prepared.service,
                    prepared.needs,
                )
            )
    rows.sort(key=lambda row: row[0])
    offered = [row for row in rows if row[1] is not Truth.FALSE]
    helping = [row for row in offered if row[0][0] == 0]
    others = [row for row in offered if row[0][0] != 0]
    first = _first_three(others, view.wish, facts)
    shown = [*helping, *first, *(row for row in others if row not in first)]
    refused = [row for row in rows if row[1] is Truth.FALSE]
    return [[(row[2].id, row[1], row[0]) for row in some] for some in (shown, refused)]


def _turns(draw, count):
    """Of each service its throws of 32 coins, heads first; without a draw the order of the files."""
    if not draw:
        return range(count)
    lot = Random(draw)
    coins = [f"{lot.getrandbits(count):0{count}b}"[::-1] for _ in range(32)]
    return [int("".join("10"[int(coin[position])] for coin in coins), 2) for position in range(count)]


def _first_three(others, wish, facts):
    moves, reads = facts.get("can_move") == "yes", facts.get("reads") not in {"no", "little"}
    asked, away = [row for row in others if row[0][0] == 1], facts.get("abroad") == "yes"
    first = []
    while len(first) < 3:
        kinds, houses = [row[2].kind for row in first], [row[2].org for row in first]
        left = [row for row in asked if row not in first and kinds.count(row[2].kind) < 2]
        near = [row for row in left[:32] if (away if _abroad(row[2]) else houses.count(row[2].org) < 2)]
        if not left:
            break
        first.append((near or left)[0])
    first += [row for row in asked if row not in first][: 3 - len(first)]
    firms = [row for row in asked if row[2].kind == "job" and not {"internship", "work_abroad"} & _given(row[2])]
    work = [row for row in asked if "paid_works" in _given(row[2])] or firms
    if wish.must_earn and work:
        left = [row for row in first if row is not work[0]]
        alike = [row for row in left if row[2].kind == work[0][2].kind]
        gives_way = alike[-1] if len(left) == 3 and len(alike) == 2 else None
        first = [work[0], *(row for row in left if row is not gives_way)][:3]
    checks = [row for row in asked if row[2].kind == "skills_check"]
    if wish.unproven and not wish.presses and checks:
        left = [row for row in first if row is not checks[0]]
        near = moves or "region" not in facts or checks[0][0][NEAR] < FAR
        here = [row for row in left if row[0][NEAR] < FAR and row[2].kind != "job"][: 0 if near else 1]
        first = [*here, checks[0], *(row for row in left if row not in here)][:3]
    courses = [row for row in asked if row[2].kind == "training" and _teaches(row[2], wish.learns)]
    courses = [row for row in courses if not row[0][SCHOOLING]]
    courses = [row for row in courses if row[0][NEAR] < FAR] or [row for row in courses if moves]
    if courses:
        first = _taught_first(first, courses[0], wish.learns, reads)
    first = _with_business(first, [row for row in asked if "business" in row[3]], wish)
    desks = [row for row in others if row[2].org in DESKS and row[2].kind == "public_desk"]
    if wish.adult and desks and not any(row[2].org in DESKS for row in first):
        first = [*first[:2], next((row for row in desks if row[1] is not Truth.ASK_PERSON), desks[0])]
    credit = [row for row in first if row[2].kind == "finance"]
    support = [row for row in first if row[2].kind != "finance"]
    helpers = [row for row in others if row[2].kind in {"incubator", "public_desk", "network"}]
    return [helpers[0], *credit[:2]] if credit and not support and helpers else support + credit


def _abroad(service):
    return "work_abroad" in _given(service)


def _with_business(first, serving, wish):
    if "business" not in wish.needs or not serving or any(row in serving for row in first[:2]):
        return first
    unfunded = [row for row in serving if row[2].kind != "finance"]
    best = ([row for row in first if row in serving] or unfunded or serving)[0]
    left = [row for row in first if row is not best]
    return [*left[:1], best, *left[1:]][:3]


def _taught_first(first, course, trade, reads):
    left = [row for row in first if row is not course]
    strange = [row for row in left if row[2].kind == "training" and not _teaches(row[2], trade)]
    if not reads and not _suits(course[2]):
        strange = [row for row in strange if not _suits(row[2])]
    if course in first and not strange:
        return first
    place = left.index(strange[0]) if strange else min(1, len(left))
    if len(left) == 3:
        alike = [row for row in left if row[2].kind == "training"]
        spare = [row for row in left[1:] if row[2].org not in DESKS]
        gone = (strange or (alike if len(alike) == 2 else spare) or left)[-1]
        left = [row for row in left if row is not gone]
    return [*left[:place], course, *left[place:]]


def _suits(service):
    return "literacy" in _given(service) or "bm" in service.taught_in


def _teaches(service, trade):
    if trade == "literacy":
        return service.state != "planned" and "literacy" in _given(service)
    return service.state != "planned" and any(one.id == trade and one.state != "planned" for one in service.trades)


def _given(service):
    return {name for name, given in service.offers.items() if given is True}
