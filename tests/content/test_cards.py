"""What a person reads of a service: short, honest about what nobody wrote, and without a number that nobody checked."""

from __future__ import annotations

import re
from datetime import date

import pytest

from content.card import ASKED_THERE, card, care_lines
from content.card_details import LINES_AT_ONCE, details, in_two
from content.card_lines import kept_places
from content.card_set import cards, pair_lines
from content.costs import digits
from content.match import match
from content.phrases import phrases
from content.texts import texts
from locales.text import Text

TODAY = date(2026, 11, 21)
LINES_MAX = 10


def said(text):
    """French words of a text, values filled in."""
    if isinstance(text, tuple):
        return ", ".join(map(said, text))
    if isinstance(text, Text):
        return text.fr.format(**{name: said(value) for name, value in text.values.items()})
    return str(text)


def fees_of(one):
    """What a card says is to be paid, in its order, joined lines opened."""
    lines = [line for line in card(one, TODAY) if line.key.startswith("card.fee")]
    return [fee for line in lines for fee in (line.values.values() if line.key == "card.fees" else (line,))]


def opened(lines):
    """The lines, and what one line says that nobody wrote."""
    found = []
    for line in lines:
        inner = [value for value in line.values.values() if isinstance(value, Text | tuple)]
        parts = [part for value in inner for part in (value if isinstance(value, tuple) else (value,))]
        found += [line, *opened(part for part in parts if isinstance(part, Text))]
    return found


@pytest.fixture(scope="module")
def everything(directory):
    """Every service as somebody who could reach it sees it."""
    person = {"age": 24, "region": "bamako", "can_move": "yes", "sex": "f", "reads": "no", "french": "no"}
    found = match(directory, person, TODAY)
    return (*found.services, *found.refused)


def test_a_card_is_short_and_says_name_place_and_date(everything):
    for one in everything:
        lines = card(one, TODAY)
        assert lines[0].key == "card.title"
        everywhere = one.prepared.reach.everywhere
        assert lines[1].key.endswith(".note") if everywhere else lines[1].key in {*PLACES, "match.region.moved"}
        assert lines[-1].key == "card.fresh"
        assert re.search(r"\d{4}", said(lines[-1]))
        assert one.outcome == "refused" or len(lines) <= LINES_MAX, one.id


PLACES = ("card.place", "card.place_serves", "card.place_next", "card.place_far")


@pytest.mark.parametrize(
    ("service", "region", "key"),
    [
        ("cfp-missabougou", "bamako", "card.place"),
        ("cfp-missabougou", "koulikoro", "card.place_next"),
        ("cfp-missabougou", "gao", "card.place_far"),
        ("agrivision-cours", "gao", "card.place_serves"),
        ("agrivision-cours", "koulikoro", "card.place_serves"),
        ("cfp-missabougou", None, "card.place"),
    ],
)
def test_a_card_says_what_a_place_means_for_who_lives_elsewhere(directory, service, region, key):
    person = {"age": 24, "need": ["trade"], **({"region": region} if region else {})}
    assert card(match(directory, person, TODAY).of(service), TODAY)[1].key == key


def test_a_card_of_many_trades_names_them_where_none_was_asked_for(directory):
    person = {"age": 24, "region": "bamako", "need": ["trade"]}
    lines = card(match(directory, person, TODAY).of("cfp-senou"), TODAY)
    (named,) = [line for line in lines if line.key.startswith("card.trades")]
    assert (
        said(named)
        == "Métiers, entre autres : Construction métallique, Menuiserie bois, Peinture de bâtiment, Plomberie."
    )
    few = card(match(directory, person, TODAY).of("cpm-sans-def"), TODAY)
    assert "card.trades" in {line.key for line in few}
    asked = card(match(directory, {**person, "trade": "plumbing"}, TODAY).of("cfp-senou"), TODAY)
    assert not [line.key for line in asked if line.key.startswith("card.trades")]


PEOPLE = (
    {"region": "bamako", "need": ["trade"], "trade": "building_electricity"},
    {"region": "kayes", "need": ["trade"], "trade": "tailoring", "sex": "f", "reads": "no", "french": "no"},
    {"region": "segou", "age": 30, "need": ["business", "farm"], "debts": "some"},
)


@pytest.mark.parametrize("person", PEOPLE)
def test_what_speaks_for_a_service_always_stays_on_its_card(directory, person):
    for one in match(directory, person, TODAY).services:
        lines = card(one, TODAY)
        settled = {f"match.{name}.passed" for name in one.open} | {"match.region.passed", "match.open_to_all.passed"}
        good = [
            text
            for text in one.reasons
            if text.key.endswith((".passed", ".near", ".family", ".planned", ".checked", ".unknown"))
        ]
        own = [text for text in good if text.key not in settled]
        asked = {text.key for text in lines} & {"match.asked.passed", "match.earning.passed"}
        assert not own or own[0] in lines or asked, one.id
        assert len(lines) <= LINES_MAX, one.id


@pytest.mark.parametrize("person", PEOPLE)
def test_a_card_says_why_this_person_sees_it(directory, person):
    """« Votre âge convient » is no reason: at least what they asked for stands there."""
    needs = person.get("need") or ()
    for one in match(directory, person, TODAY).services:
        said = {text.key for text in card(one, TODAY) if text.key.startswith("match.")}
        served = one.prepared.needs.intersection((needs,) if isinstance(needs, str) else needs)
        if served and one.service.kind != "protection":
            assert said - {"match.age.passed", "match.sex.passed", "match.return_kind.passed"}, one.id


def test_two_fees_and_many_open_points_leave_room_for_the_reason(directory):
    person = {"region": "bamako", "age": 20, "trade": "building_electricity", "need": ["trade"]}
    lines = [line.key for line in card(match(directory, person, TODAY).of("cpm-cap-bt"), TODAY)]
    assert lines[2] == "match.trade.passed"
    assert {"match.schooling.ask", "card.check_them", "card.fees", "card.lasts_and_start"} <= set(lines)


def test_every_course_card_says_its_price_length_and_waiting_or_that_they_are_unknown(everything):
    for one in everything:
        if one.service.kind != "training":
            continue
        found = [line.key for line in opened(card(one, TODAY))]
        assert any(key.startswith(("card.price", "card.fee", "unknown.price")) for key in found)
        assert any(key.startswith(("card.lasts", "unknown.lasts")) for key in found)
        assert any(key.startswith(("card.start", "card.lasts_and_start", "card.wait")) for key in found)


def test_every_course_says_whether_an_allowance_is_written_absent_or_unknown(everything):
    for one in everything:
        if one.service.kind == "training":
            keys = {line.key for line in opened(details(one, TODAY))}
            expected = {True: "card.stipend_yes", False: "card.stipend_no", None: "unknown.stipend"}
            assert expected[one.service.offers.get("stipend")] in keys


def test_every_loan_says_that_it_is_paid_back_and_whether_there_is_interest(everything):
    loans = [one for one in everything if one.service.instrument in {"loan", "group_credit"}]
    assert loans
    for one in loans:
        free = any(fee.what == "credit" and fee.amount == (0, 0) for fee in one.service.costs)
        said_of_loan = {line.key for line in card(one, TODAY)} & {"card.loan", "card.loan_free", "card.price_free"}
        assert said_of_loan == {"card.loan_free" if free else "card.loan"}, one.id


def test_a_small_registration_never_hides_what_the_course_costs(everything):
    priced = [
        one
        for one in everything
        if any(fee.what == "course" and fee.paid_by == "person" and fee.amount != (0, 0) for fee in one.service.costs)
    ]
    assert len(priced) > 1
    for one in priced:
        fees = fees_of(one)
        assert said(fees[0]).startswith("Formation"), one.id
        assert len({said(line.values["what"]) for line in fees}) == len(fees), one.id


def test_a_fact_is_never_both_settled_and_to_check(everything):
    checked = [one for one in everything if one.open]
    assert checked
    for one in checked:
        settled = {line.key for line in card(one, TODAY)}
        assert not settled & {f"match.{name}.passed" for name in one.open}, one.id


def test_a_card_says_that_one_must_move_and_still_why_it_fits(directory):
    person = {"age": 24, "region": "kayes", "can_move": "yes", "skill": "welding"}
    lines = [line.key for line in card(match(directory, person, TODAY).of("ecica-verification"), TODAY)]
    assert lines[1] == "match.region.moved"
    assert any(key.startswith("match.skill.") for key in lines)


def test_a_farm_where_one_sleeps_is_in_its_place_and_one_must_move(directory):
    person = {"age": 24, "region": "kayes", "need": ["farm"], "return_kind": "expelled"}
    asked = match(directory, person, TODAY).of("waeif-ferme")
    assert asked.ask == ("can_move",)
    moved = card(match(directory, {**person, "can_move": "yes"}, TODAY).of("waeif-ferme"), TODAY)
    assert said(moved[1]) == "C'est à Bamako. Il faut changer de ville."


def test_a_service_for_the_whole_country_says_what_is_where(directory):
    everywhere = [s for s in directory.services.values() if any(site.serves == "all" for site in s.sites)]
    person = {"age": 20, "region": "gao", "need": ["farm", "business"]}
    for service in everywhere:
        one = match(directory, person, TODAY).of(service.id)
        assert card(one, TODAY)[1].key == f"service.{service.id}.sites.1.note"
    assert "Maroc" in said(card(match(directory, person, TODAY).of("apej-maroc"), TODAY)[1])


def test_no_card_shows_a_phone_that_nobody_checked_nor_a_name_nor_a_mailbox(everything):
    for one in everything:
        words = " ".join(said(line) for lines in (card(one, TODAY), details(one, TODAY)) for line in lines)
        assert "+223" not in words
        assert "@" not in words


def test_no_card_promises_and_none_blames(everything):
    for one in everything:
        words = " ".join(said(line) for lines in (card(one, TODAY), details(one, TODAY)) for line in lines).lower()
        assert not re.search(r"\b(vous aurez|vous recevrez|vous toucherez|échec|échou)", words), one.id


def test_no_line_stands_twice_on_a_card(everything):
    for one in everything:
        for lines in (card(one, TODAY), details(one, TODAY)):
            assert len({(line.key, said(line)) for line in lines}) == len(lines)


def test_a_price_for_women_is_shown_to_women_only(directory):
    women_only = [s for s in directory.services.values() if any(fee.when is not None for fee in s.costs)]
    assert women_only
    for service in women_only:
        person = {"age": 20, "region": "bamako", "schooling": "def", "can_move": "yes"}
        seen = {
            sex: {said(line) for line in details(match(directory, {**person, "sex": sex}, TODAY).of(service.id), TODAY)}
            for sex in ("f", "m")
        }
        assert seen["f"] != seen["m"]


def test_money_is_written_in_groups_of_three_digits():
    assert [digits(sum_) for sum_ in (500, 25_000, 1_250_000)] == ["500", "25\u00a0000", "1\u00a0250\u00a0000"]


def test_the_two_public_agencies_side_by_side_are_told_apart(directory):
    found = match(directory, {"age": 25, "region": "bamako"}, TODAY).services
    anpe = next(one for one in found if one.service.org == "anpe")
    apej = next(one for one in found if one.service.org == "apej")
    assert [line.key for line in pair_lines((anpe, apej))] == ["card.anpe_apej"]
    assert pair_lines((anpe,)) == ()


def test_a_place_of_help_says_what_it_is_and_where_without_price(directory):
    found = match(directory, {"region": "gao", "need": ["health"]}, TODAY)
    lines = [line.key for line in care_lines(found.services[0], TODAY)]
    assert "card.place" in lines
    assert not any(key.startswith(("card.price", "card.fee")) for key in lines)


def test_every_text_has_one_key_and_one_french_sentence(directory):
    found = list(texts(directory))
    assert len({text.key for text in found}) == len(found)
    assert all(text.key and text.fr.strip() for text in found)


def test_every_sentence_that_can_be_shown_is_in_the_catalogue(directory, everything):
    known = {text.key for text in texts(directory)}

    def keys(value):
        if isinstance(value, tuple):
            return {key for item in value for key in keys(item)}
        if isinstance(value, Text):
            return {value.key} | {key for inner in value.values.values() for key in keys(inner)}
        return set()

    for one in everything:
        assert keys((*card(one, TODAY), *details(one, TODAY), *care_lines(one, TODAY), *one.reasons)) <= known
        assert keys(one.blocking) <= known


def test_reviewed_sentences_are_short():
    for text in phrases().values():
        sentences = [part.split() for part in re.split(r"[.!?:]\s", text.fr) if part.strip()]
        assert all(len(words) <= 20 for words in sentences), text.key


def test_a_short_card_names_the_course_and_then_the_largest_sum(directory):
    fees = fees_of(match(directory, {"age": 24, "region": "bamako", "sex": "m"}, TODAY).of("cfp-missabougou"))
    assert [fee.values["what"].key for fee in fees] == ["cost.course", "cost.transport_and_meals"]
    assert "130\N{NO-BREAK SPACE}000" in said(fees[1])


def test_nobody_reads_that_all_are_welcome_beside_that_it_is_unknown_who_is(everything):
    for one in everything:
        for shown in (one.reasons, card(one, TODAY), details(one, TODAY)):
            assert not {"match.open_to_all.passed", "match.return_kind.source"} <= {text.key for text in shown}


def test_what_nobody_wrote_is_one_line_and_said_once(everything):
    for one in everything:
        for lines in (card(one, TODAY), details(one, TODAY)):
            words = [said(line).lower() for line in lines]
            assert sum(line.startswith("non indiqué") or line.endswith(": non indiqué.") for line in words) <= 1, one.id
            assert sum("n'est pas écrit" in line for line in words) <= 1, one.id


def test_a_doubt_about_opening_is_read_before_what_is_offered(everything):
    doubtful = [one for one in everything if any(note.about in {"opening", "state"} for note in one.confirms)]
    assert doubtful
    for one in doubtful:
        check = next(note.text for note in one.confirms if note.about in {"opening", "state"})
        assert card(one, TODAY)[2] == check, one.id
        assert details(one, TODAY)[1] == check, one.id
        assert care_lines(one, TODAY)[1] == check, one.id
        assert card(one, TODAY).count(check) == 1


def test_a_place_of_help_whose_project_may_be_over_says_how_to_find_out(directory):
    found = match(directory, {"region": "kayes", "need": ["danger"]}, TODAY).of("croix-rouge-points-surs")
    keys = [line.key for line in care_lines(found, TODAY)]
    assert keys[1].startswith("service.croix-rouge-points-surs.confirm")
    assert keys[2] == "card.ask_first"
    assert keys.count(keys[1]) == 1


@pytest.mark.parametrize(("age", "told"), [(22, False), (36, True), (None, True)])
def test_a_doubt_for_others_is_not_told_to_who_it_does_not_concern(directory, age, told):
    person = {"region": "kayes", "need": ["trade"]} | ({"age": age} if age else {})
    one = match(directory, person, TODAY).of("ifpi-kayes-court")
    for lines in (card(one, TODAY), details(one, TODAY)):
        assert any("plus de 35 ans" in line.fr for line in lines) is told


def test_a_course_in_bambara_does_not_ask_to_check_the_french(directory):
    courses = [one for one in directory.services.values() if "bm" in one.taught_in]
    assert courses
    assert not [one.id for one in courses if "french" in one.not_stated]


@pytest.mark.parametrize(
    ("service", "where"),
    [
        ("coopi-protection", "Kayes, et 4 autres lieux"),
        ("coopi-formation", "Mopti, Ségou, Kayes"),
        ("aek-kayes", "Kayes"),
        ("anpe-accueil", "et 10 autres lieux"),
        ("agrivision-reseau", "partout"),
    ],
)
def test_kept_ideas_say_every_place_or_everywhere(directory, service, where):
    one = match(directory, {"region": "kayes", "need": ["trade"]}, TODAY).of(service)
    assert where in said(kept_places(one))


def test_a_length_that_each_trade_has_stands_on_the_card_of_who_named_none(directory):
    (lasts,) = [
        line for line in card(found(directory, "ame-formation", {"region": "kayes"}), TODAY) if "lasts" in line.key
    ]
    assert "unknown" not in lasts.key


def test_who_has_no_firm_is_not_told_that_their_firm_fits(directory):
    keys = [
        line.key for line in card(found(directory, "api-formalisation", {"region": "kayes", "firm": "none"}), TODAY)
    ]
    assert "match.firm.passed_none" in keys
    assert "match.firm.passed" not in keys
    assert keys.count("card.papers_to_pay") == 1
    assert "card.unknown" not in keys


def test_long_details_are_read_in_two_parts_and_nothing_is_lost(everything):
    for one in everything:
        lines = details(one, TODAY)
        first, rest = in_two(lines)
        assert len(first) <= LINES_AT_ONCE
        assert [line for line in lines if line not in (*first, *rest)] == []
        assert not rest or rest[0] == first[0] == lines[0]


def test_what_is_true_of_all_cards_is_said_once_beneath_them(directory):
    shown = match(directory, {"region": "bamako", "age": 25, "need": ["trade"], "trade": "tailoring"}, TODAY).ideas(
        2, set()
    )
    told, beneath = cards(shown, TODAY)
    assert {"card.fresh", "card.wait"} <= {line.key for line in beneath}
    assert not {"card.fresh", "card.wait"} & {line.key for lines in told for line in lines}


def found(directory, service, facts):
    return match(directory, facts, TODAY).of(service)


def test_a_card_says_two_things_to_ask_there_and_the_details_say_all(everything):
    long = [one for one in everything if len(one.unsaid) > ASKED_THERE + 2]
    assert long
    for one in long:
        for lines, most in ((card(one, TODAY), ASKED_THERE), (details(one, TODAY), 99)):
            told = [line.values["facts"] for line in lines if line.key == "card.check_them"]
            assert all(len(facts) <= most for facts in told)
            assert most == ASKED_THERE or any(len(facts) > ASKED_THERE for facts in told)


def test_nobody_is_told_that_the_price_of_work_at_home_is_unknown(everything):
    jobs = [one for one in everything if one.service.kind == "job" and not one.service.offers.get("work_abroad")]
    assert {"apej-chantier", "anpe-stage"} <= {one.id for one in jobs}
    assert not [one.id for one in jobs if "unknown.price" in [line.key for line in opened(card(one, TODAY))]]
