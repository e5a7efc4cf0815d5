"""The figures against a naive count over the same records, in both stores; other organisations' and places' are not in."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert

from bot.desk.case_figures import AGES, FirstWords
from bot.desk.figures import Figures, figures
from bot.desk.filters import Filters
from bot.desk.referral_figures import Answers
from bot.desk.staff import Worker
from bot.engine.book import Book
from bot.house import House
from bot.records.clock import now
from bot.records.database import Database
from bot.records.ids import new_id
from bot.records.seal import Vault
from bot.records.tables import (
    complaint,
    conversation,
    follow_up,
    handover,
    person,
    referral,
    referral_event,
    transition,
)
from tests.phone import KEY

WHO = Worker("w" * 32, "who", "sira", frozenset({"supervisor"}))
HOUR, DAY = 3600, 86_400
LEVELS = ("P0", "P1", "P2", "P3")
SERVED = {"helped", "little", "not_helped", "served"}
AGO = st.integers(0, 100 * DAY)
"""Never the very edge of a period: between counting and comparing a second may pass."""
EDGES = {days * DAY for days in (1, 3, 7, 30, 90)}
ago = AGO.filter(lambda seconds: all(abs(seconds - edge) > 120 for edge in EDGES))
cases = st.fixed_dictionaries(
    {
        "level": st.sampled_from(LEVELS), "ago": ago, "allowed": st.integers(60, 5 * DAY), "open": st.booleans(),
        "waited": st.none() | st.integers(1, 4 * DAY), "organisation": st.sampled_from(("sira", "sira", "other")),
        "region": st.sampled_from(("kayes", "gao", "")), "centre": st.sampled_from(("", "agadez")),
    }
)  # fmt: skip
files = st.fixed_dictionaries(
    {
        "ago": ago, "term": st.integers(-40 * DAY, 40 * DAY).filter(lambda one: abs(one) > 120),
        "answered": st.sampled_from(("", "in_time", "late")), "partner": st.sampled_from(("anpe", "coopi")), "accepted": st.booleans(),
        "status": st.sampled_from(("sent", "accepted", "served", "closed", "declined", "withdrawn")),
        "said": st.sampled_from(("", "helped", "not_served")), "of": st.integers(0, 5),
    }
)  # fmt: skip
news = st.fixed_dictionaries(
    {
        "started": st.sampled_from(("", "yes", "no")),
        "helped": st.sampled_from(("", "yes")),
        "of": st.integers(0, 5),
        "ago": ago,
    }
)
complaints = st.fixed_dictionaries(
    {"ago": ago, "due": st.integers(-9 * DAY, 9 * DAY).filter(lambda one: abs(one) > 120), "closed": st.booleans(),
     "about": st.sampled_from(("", "sira", "other")), "worker": st.sampled_from(("", WHO.id))}
)  # fmt: skip
filters = st.builds(Filters, days=st.sampled_from((7, 30, 90)), place=st.sampled_from(("", "kayes", "agadez", "gao")))


def _fill(conn: Connection, made: dict[str, list[dict[str, Any]]]) -> int:
    for table in (transition, complaint, person):
        conn.execute(delete(table))
    at = now(conn)
    for case in made["cases"]:
        case["id"], whose = new_id(), new_id()
        conn.execute(insert(person).values(id=whose, created_at=at))
        conn.execute(
            insert(conversation).values(
                id=case["id"], person_id=whose, region=case["region"], centre=case["centre"],
                organisation=case["organisation"], created_at=at,
            )
        )  # fmt: skip
        opened = at - case["ago"]
        conn.execute(
            insert(handover).values(
                id=new_id(), conversation_id=case["id"], level=case["level"], opened_at=opened,
                due_at=opened + case["allowed"], closed_at=0 if case["open"] else at, organisation=case["organisation"],
                first_words_at=0 if case["waited"] is None else opened + case["waited"],
            )
        )  # fmt: skip
    for number, file in enumerate(made["files"]):
        file["id"], file["case"] = new_id(), made["cases"][file["of"] % len(made["cases"])]
        conn.execute(
            insert(referral).values(
                id=file["id"], conversation_id=file["case"]["id"], number=f"N{number}", service="x",
                organisation=file["partner"], status=file["status"], consent_id="", sealed=b"", sent_at=at - file["ago"],
                due_at=at + file["term"], answered_at=_answered_at(file, at), said_by_person=file["said"], at=at,
                changed_at=at,
            )
        )  # fmt: skip
        if file["accepted"]:
            conn.execute(
                insert(referral_event).values(
                    id=new_id(), referral_id=file["id"], source="seen", target="accepted", who="x", at=at
                )
            )
    for number, one in enumerate(made["news"]):
        one["case"] = made["cases"][one["of"] % len(made["cases"])]
        conn.execute(
            insert(follow_up).values(
                id=new_id(), conversation_id=one["case"]["id"], referral_id=f"r{number}", days=7, started=one["started"],
                helped=one["helped"], at=at - one["ago"],
            )
        )  # fmt: skip
    for number, one in enumerate(made["complaints"]):
        conn.execute(
            insert(complaint).values(
                id=new_id(), number=f"C{number}", sealed=b"", at=at - one["ago"], due_at=at + one["due"],
                closed_at=at if one["closed"] else 0, organisation=one["about"], worker_id=one["worker"],
            )
        )  # fmt: skip
    return at


def _answered_at(file: dict[str, Any], at: int) -> int:
    """In time up to the last second of the term."""
    after = {"in_time": 0, "late": 1}.get(file["answered"])
    return 0 if after is None else at + int(file["term"]) + after


def _length(wait: int) -> int:
    step = 60 if wait < HOUR else 600 if wait < DAY else HOUR
    return wait - wait % step


def _naive(made: dict[str, list[dict[str, Any]]], chosen: Filters) -> Figures:
    """One record after the other."""

    def here(case: dict[str, Any]) -> bool:
        return case["organisation"] == "sira" and chosen.place in ("", case["region"], case["centre"])

    def lately(one: dict[str, Any]) -> bool:
        return bool(one["ago"] < chosen.days * DAY)

    mine = [case for case in made["cases"] if here(case)]
    period = [case for case in mine if lately(case)]
    first = {}
    for level in LEVELS:
        of = [case for case in period if case["level"] == level]
        waits = sorted(_length(case["waited"]) for case in of if case["waited"] is not None)
        in_time = sum(case["waited"] is not None and case["waited"] <= case["allowed"] for case in of)
        allowed = sum(case["allowed"] for case in of) // len(of) if of else 0
        first[level] = FirstWords(len(of), len(waits), in_time, waits[(len(waits) - 1) // 2] if waits else 0, allowed)
    waiting = [case["ago"] // DAY for case in mine if case["open"]]
    edges = (0, *AGES, 10**6)
    ages = tuple(sum(low <= days < high for days in waiting) for low, high in itertools.pairwise(edges))
    sent = [file for file in made["files"] if here(file["case"]) and lately(file)]
    known = [file for file in sent if file["answered"]]
    taken = [file for file in known if file["accepted"] or file["status"] in {"accepted", "served"}]
    past = [f for f in sent if f["term"] < 0 and (f["status"] != "withdrawn" or f["answered"])]
    partners = Counter(file["partner"] for file in past)
    answers = [
        Answers(one, partners[one], sum(f["answered"] == "in_time" for f in past if f["partner"] == one))
        for one in partners
    ]
    told = [one for one in made["news"] if here(one["case"]) and lately(one)]
    seen = [one for one in made["complaints"] if lately(one) and one["about"] != "sira" and not one["worker"]]
    return Figures(
        first_words=first,
        ages=ages,
        stages=(len(sent), len(known), len(taken), sum(file["said"] in SERVED for file in taken)),
        answers=tuple(sorted(answers, key=lambda one: (-one.past_term, one.organisation))),
        complaints=(
            sum(not one["closed"] and one["due"] >= 0 for one in seen),
            sum(not one["closed"] and one["due"] < 0 for one in seen),
            sum(one["closed"] and one["due"] >= 0 for one in seen),
            sum(one["closed"] and one["due"] < 0 for one in seen),
        ),
        news={
            "started": Counter(one["started"] for one in told if one["started"]),
            "helped": Counter(one["helped"] for one in told if one["helped"]),
            "missing": {},
            "reason": {},
        },
        asked=Counter(case["region"] for case in period),
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.fixed_dictionaries(
        {
            "cases": st.lists(cases, min_size=1, max_size=14), "files": st.lists(files, max_size=10),
            "news": st.lists(news, max_size=6), "complaints": st.lists(complaints, max_size=8),
        }
    ),
    chosen=filters,
)  # fmt: skip
async def test_the_figures_are_those_of_a_naive_count(
    database: Database, book: Book, made: dict[str, list[dict[str, Any]]], chosen: Filters
) -> None:
    await database.write(_fill, made)
    found = await database.read(figures, House(Vault(KEY, KEY), book), WHO, chosen)
    assert replace(found, asked=dict(found.asked)) == replace(
        _naive(made, chosen), asked=dict(_naive(made, chosen).asked)
    )


@pytest.mark.parametrize("flow", ["orientation", "person"])
async def test_who_goes_aside_has_not_gone_on(database: Database, book: Book, flow: str) -> None:
    def walk(conn: Connection) -> None:
        day = now(conn) // DAY
        for source, target, why, count in (
            ("orientation.where", "orientation.region", "choice:mali", 20),
            ("orientation.where", "person.ask_human", "push", 9),
            ("orientationx.where", "elsewhere.a", "say", 5),
        ):
            conn.execute(insert(transition).values(day=day, source=source, target=target, why=why, count=count))
            conn.execute(insert(transition).values(day=day - 400, source=source, target=target, why=why, count=count))

    await database.write(walk)
    found = await database.read(figures, House(Vault(KEY, KEY), book), WHO, Filters(flow=flow))
    wanted = {
        "orientation": {("orientation.where", "orientation.region"): 20, ("-", "person.ask_human"): 9},
        "person": {("-", "person.ask_human"): 9},
    }
    assert found.walked == wanted[flow]
