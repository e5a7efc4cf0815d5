"""Words that people really write: who does a trade, a town in a sentence, a question about Sira, a greeting, an insult."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.engine.effects import Button, OpenHandover, Send, Step
from bot.engine.events import Said
from bot.engine.families import most_taught
from bot.engine.moment import Moment
from bot.engine.options import TRADES_SHOWN, _trades_of
from bot.engine.session import Session
from bot.engine.step import step
from content.trades import crafts
from flows.limits import LABEL_MAX
from locales.fold import fold
from tests.engine.test_turns_of_talk import AT, BOOK, ORIENTED, talk

PLACE, NEED, TRADE = ORIENTED[:4], ORIENTED[:7], ORIENTED[:9]


def _say(session: Session, words: str) -> Step:
    return step(BOOK, session, Said(words), Moment(at=AT + 300, ticket="ABC234"))


def _keys(done: Step) -> list[str]:
    return [line.key for effect in done.effects if isinstance(effect, Send) for line in effect.lines]


def _buttons(done: Step) -> Iterator[Button]:
    return (button for effect in done.effects if isinstance(effect, Send) for button in effect.buttons)


@pytest.mark.parametrize(
    ("typed", "trade"),
    [
        ("maçon", "masonry"), ("macon", "masonry"), ("Maçons", "masonry"), ("je veux être maçon", "masonry"),
        ("je veu devenir macon", "masonry"), ("plombier", "plumbing"), ("mécanicien", "car_mechanics"),
        ("électricienne", "building_electricity"), ("je suis electrisien", "building_electricity"),
        ("soudeur", "welding"), ("couturier", "tailoring"), ("couturières", "tailoring"), ("tailleur", "tailoring"),
        ("je suis chauffeur de taxi", "driving"), ("coiffeuse", "hairdressing"), ("coiffeur", "hairdressing"),
        ("menuisier", "carpentry"), ("cuisinière", "cooking"), ("peintre", "house_painting"), ("carreleur", "tiling"),
        ("éleveur", "livestock"), ("maraîcher", "market_gardening"), ("commerçante", "small_trade"),
        ("informatique", "office_computing"), ("mécanique moto", "motorcycle_repair"),
        ("mécanicien de motos", "motorcycle_repair"), ("kalalikɛla", "tailoring"), ("kule", "carpentry"),
        ("mobilibolila", "driving"), ("sɛnɛkɛla", "crop_farming"), ("jagokela", "small_trade"),
    ],
)  # fmt: skip
def test_a_trade_is_understood_by_who_does_it_alone_or_in_a_sentence(typed: str, trade: str) -> None:
    assert _say(talk(*TRADE), typed).session.facts["trade"] == trade


@pytest.mark.parametrize("typed", ["boulanger", "je veux être boulangère", "pêcheur", "mɔnnikɛla"])
def test_a_trade_that_no_sheet_knows_is_answered_with_near_ones_and_is_no_miss(typed: str) -> None:
    done = _say(talk(*TRADE), typed)
    assert _keys(done) == ["phrase.trade_unknown", "orientation.trade.ask"]
    assert done.session.tries == 0


@pytest.mark.parametrize(
    ("typed", "trade"),
    [
        ("vendre", "small_trade"), ("vendre au marché", "small_trade"), ("je veux vendre au marché", "small_trade"),
        ("petit commerce", "small_trade"), ("je veux faire du petit commerce", "small_trade"),
        ("commerce et vente", "sales"), ("vendre par internet", "digital_marketing"),
        ("réparer les téléphones", "electronics"), ("je veux réparer des téléphones", "electronics"),
        ("dépannage téléphone", "electronics"),
    ],
)  # fmt: skip
def test_selling_and_mending_phones_are_understood_as_people_say_them(typed: str, trade: str) -> None:
    assert _say(talk(*TRADE), typed).session.facts["trade"] == trade


@pytest.mark.parametrize("region", [None, "bamako", "kayes", "sikasso", "gao"])
def test_what_many_ask_for_is_among_the_first_trades_beside_what_is_taught_most(region: str | None) -> None:
    shown = [option.id for option in _trades_of(BOOK.directory, region)]
    assert {"tailoring", "small_trade", "hairdressing", "cooking"} < set(shown)
    fitting = [one for one in most_taught(BOOK.directory, region) if len(crafts()[one].text.fr) <= LABEL_MAX]
    assert shown[:3] == [one for one in fitting if one not in shown[3:]][:3]
    assert len(shown) == TRADES_SHOWN


def test_two_trades_in_one_sentence_are_not_guessed() -> None:
    assert "trade" not in _say(talk(*TRADE), "la couture ou bien la soudure peut-être").session.facts


def test_no_word_names_two_trades() -> None:
    known = crafts()
    names = [(fold(name), trade.id) for trade in known.trades.values() for name in (trade.text.fr, *trade.also)]
    names += [(fold(name), str(one.near)) for one in known.unknown for name in one.also]
    assert len({name for name, _ in names}) == len(set(names))
    assert all(near in known for one in known.unknown for near in one.near)


@pytest.mark.parametrize("typed", ["je sui a kayes", "kayes", "je suis à Kayes maintenant"])
def test_a_town_where_the_country_was_asked_for_tells_both(typed: str) -> None:
    facts = _say(talk(*PLACE), typed).session.facts
    assert (facts["in"], facts["region"]) == ("mali", "kayes")


def test_a_town_to_return_to_does_not_say_that_one_is_there() -> None:
    assert _say(talk(*PLACE), "je suis au niger et je veux rentrer à kayes").session.facts["in"] == "niger"


@pytest.mark.parametrize(
    ("typed", "need"),
    [("je ve gagner l'argent", "job"), ("je veux être maçon", "trade"), ("je suis soudeur", "skills")],
)
def test_a_wish_in_a_sentence_is_understood(typed: str, need: str) -> None:
    assert list(_say(talk(*NEED), typed).session.facts["need"]) == [need]


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("bonjour", "hello"), ("merci beaucoup", "thanks"), ("i ni ce", "hello"), ("c koi le prix?", "price"),
        ("c'est gratuit ?", "price"), ("tu es qui toi ?", "who_is_it"), ("combien de temps ça prend", "how_long"),
        ("je sais pas lire", "cannot_read"), ("espèce d'idiot", "insult"), ("mon père est mort", "grief"), ("continuer", "go_on"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lines", [ORIENTED[:2], PLACE, NEED, TRADE], ids=["consent", "place", "need", "trade"])
def test_what_is_said_beside_is_answered_and_the_question_stays_without_a_miss(
    typed: str, phrase: str, lines: tuple[str, ...]
) -> None:
    session = talk(*lines)
    done = _say(session, typed)
    assert _keys(done)[0] == f"phrase.{phrase}"
    assert (done.session.frames, done.session.tries) == (session.frames, 0)
    assert not any(isinstance(effect, OpenHandover) for effect in done.effects)


def test_who_cannot_read_is_offered_a_person_at_once() -> None:
    assert "@person" in [button.id for button in _buttons(_say(talk(*NEED), "je sais pas lire"))]


def test_signs_that_are_no_words_stay_a_miss() -> None:
    done = _say(talk(*TRADE), "<script>alert(1)</script>")
    assert _keys(done)[0] == "phrase.missed"
    assert done.session.tries == 1


@pytest.mark.parametrize(
    ("numbered", "tappable", "lines", "told"),
    [
        (False, True, PLACE, "phrase.answer_by_button"),
        (False, True, TRADE, "phrase.answer_by_name"),
        (True, False, PLACE, "phrase.answer_by_number"),
        (True, True, PLACE, "orientation.place.retry"),
        (False, True, ORIENTED[:6], "orientation.age.retry"),
    ],
)
def test_nobody_is_told_to_use_what_the_channel_does_not_have(
    lines: tuple[str, ...], told: str, *, numbered: bool, tappable: bool
) -> None:
    moment = Moment(at=AT + 300, numbered=numbered, tappable=tappable)
    done = step(BOOK, talk(*lines), Said("blorf zz"), moment)
    assert _keys(done)[1] == told
    again = _keys(step(BOOK, done.session, Said("blorf zz"), moment))
    assert again[0] == ("phrase.missed_twice" if numbered else "phrase.missed_twice_buttons")


CALLS_A_HUMAN = [
    "parler a un humain", "je veux parler avec une personne", "je veux parlé à kelkun", "un agent svp",
    "je voudrais discuter avec un responsable", "je veux un conseiller", "je ve un conseyer", "besoin de parler à quelqun",
    "appelez moi au 76 12 34 56", "je ne veux pas parler à une machine", "n b'a fe ka kuma ni mogo do ye",
]  # fmt: skip
CALLS_FOR_HELP = [
    "aidez moi vite svp",
    "c'est urgent venez",
    "il faut m'aider",
    "pouvez-vous m'aider ?",
    "n dɛmɛ joona",
]


@pytest.mark.parametrize("typed", CALLS_A_HUMAN)
@pytest.mark.parametrize("before", [(), PLACE, NEED, TRADE], ids=["first words", "place", "need", "trade"])
def test_a_human_is_asked_for_in_many_words_at_any_question(before: tuple[str, ...], typed: str) -> None:
    done = _say(talk(*before), typed)
    assert done.session.frames[-1].flow == "person"
    assert any(isinstance(effect, OpenHandover) for effect in done.effects)


@pytest.mark.parametrize("typed", CALLS_FOR_HELP)
def test_help_is_asked_for_in_everyday_words(typed: str) -> None:
    done = _say(talk(*NEED), typed)
    assert [effect.level for effect in done.effects if isinstance(effect, OpenHandover)] == ["P0"]


@pytest.mark.parametrize(
    "typed", ["je veux être agent de sécurité", "je cherche une aide pour mon commerce", "je parle français"]
)
def test_a_wish_that_holds_such_a_word_calls_nobody(typed: str) -> None:
    assert not any(isinstance(effect, OpenHandover) for effect in _say(talk(*NEED), typed).effects)


def test_where_words_for_the_team_are_awaited_such_a_sentence_is_the_words() -> None:
    asked = _say(talk(*NEED), "personne").session
    assert _say(asked, "je veux parler à un responsable de mon dossier").session.notes["question"].startswith("je veux")


@pytest.mark.parametrize(
    ("typed", "age"), [("jsui né en 2004", 22), ("2004", 22), ("je suis née en 1991", 35), ("22 ans", 22)]
)
def test_an_age_is_told_by_the_year_of_birth_too(typed: str, age: int) -> None:
    assert _say(talk(*ORIENTED[:6]), typed).session.facts["age"] == age


def test_whether_somebody_is_a_minor_is_not_guessed_from_a_year() -> None:
    assert "age" not in _say(talk(*ORIENTED[:6]), "né en 2008").session.facts


@pytest.mark.parametrize("typed", ["je ve gagner largent vite", "je veux des sous"])
def test_money_is_earned_by_work(typed: str) -> None:
    assert _say(talk(*NEED), typed).session.facts["need"] == ["job"]


@pytest.mark.parametrize("typed", ["mari", "cogner", "on m'a cogné", "nager"])
def test_a_word_of_their_own_is_no_country_a_letter_away(typed: str) -> None:
    assert "in" not in _say(talk(*PLACE), typed).session.facts


@pytest.mark.parametrize("typed", ["slm", "slt", "bjr", "bsr", "salam", "slm coucou"])
def test_a_greeting_in_three_letters_is_returned(typed: str) -> None:
    assert _keys(_say(talk("bonjour", "1"), typed))[0] == "phrase.hello"
