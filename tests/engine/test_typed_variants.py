"""What people type, through the whole conversation: hundreds of spellings, none of them decided where it is not sure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine.book import Book
from bot.engine.effects import Send
from bot.engine.events import Said
from bot.engine.moment import Moment
from bot.engine.session import Session
from bot.engine.step import step
from bot.rehearsal import Rehearsal

AGES = {
    25: """25; 25 ans; 25ans; j'ai 25 ans; J'AI 25 ANS; j ai 25 an; jai 25 ans; 25 ans svp; 25.; 25 !; environ 25; j'ai 25;
        c'est 25; mon age est 25; 2️⃣5️⃣; ٢٥; ۲۵; ߂߅; ２５; 25 san; san 25; n si ye san 25 ye; n bɛ san 25 la; vingt-cinq;
        vingt cinq; vingtcinq; Vingt-Cinq ans; vint cinq; vin cinq; vint sink; ving cinque; j'ai vingt-cinq ans; vingt et cinq;
        vingt-cinq années; 25 années; mugan ni duuru; san mugan ni duuru; san mugan ni duru; mugan ni dourou;
        muga ni duuru; mougan ni dourou; n si ye san mugan ni duuru ye; ne si ye san mugan ni duuru ye; san mugan ani duuru; SAN MUGAN NI DUURU;
        mugan-ni-duuru; mugan nin duuru; muganniduuru; né en 2001; jsui né 2001; 2001; née 2001; je suis né en 2001; n bangera san 2001; 25 ans et 3 mois;
        25 ans 6 mois; san mugan ni duuru ni kalo saba; moi 25; moi j'ai 25 ans; oui 25; 25 merci; bonjour 25 ans""",
    31: """31; 31 ans; trente et un; trente-et-un ans; trente un; trante et un; tranteun; bi saba ni kelen; san bi saba ni kelen;
        bisaba ni kelen; bi sawa ni kelen; bi saba ni kélén; ٣١; ߃߁; 3️⃣1️⃣; san bi saba ani kelen""",
    15: "15 ans; tanniduuru; tan nin duuru",
    18: """18; dix-huit; dix huit ans; dixhuit; tan ni seegin; san tan ni seegin; tan ni sheegin; ١٨; 1️⃣8️⃣;
        tan ni ségin; tan ni seegi""",
    70: "70; soixante-dix; soixante dix ans; septante; swasante dix; bi wolonwula; bi wolonfila; san bi wolonwula; bi woronwula",
    45: "45; quarante-cinq; karante sink; quarante cinq ans; bi naani ni duuru; bi nani ni duru; san bi naani ni luuru",
}
NOT_AN_AGE = """6 mois; six mois; kalo saba; kalo wɔɔrɔ; deux semaines; dɔgɔkun fila; dogokoun fila; 10 jours; dix jours; tile tan;
    tile wolonwula; 20 ou 25; 20-25; entre 20 et 25; mugan walima mugan ni duuru; -25; 25,5; 25/31; segin ni fila; un an et demi;
    25 31; 25 30; 41 59; 18, 24; moins de 25 ans; plus de 30 ans; j'ai pas encore 25 ans; presque 18; bientôt 18 ans;
    j'aurai 18 ans; pas encore dix-huit; n si tɛ san 25 bɔ; n ma san mugan ni duuru bɔ; plus de 18 ans; de 18 à 34 ans; 15 à 24 ans; 2️⃣ 5️⃣ ans; hun; unhun; mhm; ɔnhɔn; 70123456; 2 ans; 150; je ne sais plus trop; beaucoup; jeune"""
ANOTHERS_AGE = """ma fille a 12 ans; mon fils a 5 ans; n den si ye san duuru ye; n denkɛ ye san 8 ye; n muso si ye san 20 ye;
    a si ye san 8 ye; mon mari a 40 ans; il a 17 ans; elle a 15 ans; ma fille est née en 2012; 12 ans pour ma fille; 12 ans ma fille; mon fils, 5 ans; ma fille: 12 ans;
    une fille de 17 ans; il y a 5 ans; depuis 5 ans; ça fait 25 ans; 5 ans d'expérience; j'ai 5 ans d'expérience; dans 18 ans; à 12 ans;
    j'ai travaillé 25 ans; n bɛ yan san 25; j'ai une fille de 12 ans; n den fila si ye san 5 ye; mes enfants ont 5 ans"""
OWN_AGE = {
    17: "je suis une fille de 17 ans; j'ai 17 ans et ma mère vend au marché; n sera san 17 ma; à peu près 17 ans",
    34: "34 ans et 2 enfants; j'ai 34 ans et mes enfants sont petits; homme de 34 ans; je crois 34; je viens d'avoir 34 ans; 34 ans s'il vous plaît",
    36: "né vers 1990; née le 12 mars 1990",
}
SPANS = {
    (
        5,
        17,
    ): "moins de 18 ans; j'ai moins de 18 ans; je suis mineur; mineure; je n'ai pas encore 18 ans; j'ai pas 18 ans; n si tɛ san 18 bɔ; n ma se san 18 ma; n ma san 18 sɔrɔ",
    (5, 14): "1; 1️⃣; premier; fɔlɔ; kelen; moins de 15 ans; MOINS DE 15; moins de quinze ans; n si tɛ san 15 bɔ",
    (
        18,
        24,
    ): "3; ߃; trois; troisième; n°3; saba; sabanan; De 18 à 24 ans; 18 à 24; 18-24; 18/24; entre 18 et 24; j'ai entre 18 et 24 ans; san 18 ka se san 24 ma",
    (41, 59): "7; sept; wolonwula; 41 à 59 ans; de 41 a 59 an",
    (60, 99): "8; huit; 60 ans et plus; plus de 60 ans; n si bɛ san 60 bɔ",
}
EXACT = {
    7: "7 ans; j'ai 7 ans; san 7; n si ye san 7 ye; sept ans",
    9: "9 ans; né en 2017",
    10: "10; dix; tan; 10 ans",
    22: "je sais pas, 22; j'ai pas un diplôme, 22 ans; 22 ans pas marié",
    17: "je n'ai que 17 ans",
    60: "60; 60 ans",
}
YES = """oui; Oui; OUI; oui oui; oui merci; ouais; wé; wi; ok; OK; okay; oké; d'accord; D’accord; daccord; dakor; dacor; bien sûr;
    bien sur; je veux bien; j'accepte; c'est bon; 👍; 👍🏿; ✅; ✔️; 👌; 1; 1️⃣; ١; ߁; un; premier; le premier; 1er; n°1; numero 1; fɔlɔ; folo;
    kelen; awɔ; Awɔ; AWƆ; awo; awô; awɔ!; awɔ awɔ; ɔwɔ; owo; awa; Awa; n b'a fɛ; n b a fe; nb'a fè; nba fɛ; ne b'a fɛ; n sɔnna;
    n sonna; n'sɔnna; naamu; namu; naamou; ayiwa; basi tɛ; tiɲɛ don; oui awɔ; awɔ oui; i ni ce awɔ; oui svp; yes; choix 1;
    réponse 1; je choisis 1; le numéro un"""
NO = """non; Non; NON; non merci; non non; nan; nope; pas d'accord; je ne veux pas; je veux pas; je refuse; pas du tout; 👎; 👎🏾; ❌;
    2; 2️⃣; ٢; ߂; deux; deuxième; le deuxième; 2e; 2ème; n°2; fila; filanan; fla; fula; ayi; Ayi; AYI; ayii; ayiii; ai; n t'a fɛ; n ta fe;
    nt'a fɛ; n'ta fè; ne t'a fɛ; n tɛ a fɛ; n ma sɔn; n ma son; ne ma sɔn; n tɛ sɔn; ayi non; non ayi; non svp; le second;
    numéro 2; choix 2; option 2"""
UNSURE = """mmh; mm; hum; unhun; un hun; hun; hun hun; huun; mhm; hm; hmm; ɔnhɔn; onhon; ɔn-ɔn; on on; ɔn ɔn; un-un; un un; anhan; oui non; awɔ ayi; oui ou non;
    ni ala sɔnna; inch'allah; peut-être; peut être; on verra; ça dépend; euh; hein; bof; je dis oui ou non; oui mais non"""


def _split(listed: str) -> list[str]:
    return [" ".join(one.split()) for one in listed.split(";")]


@pytest.fixture(scope="module")
def talks(book: Book) -> dict[str, Session]:
    """The session of somebody who stands before each question, by its name."""
    talk = Rehearsal.begin(load=lambda: book)
    found = {}
    for name, lines in (("consent", ("bonjour", "2")), ("age", ("1", "1", "2", "1"))):
        for line in lines:
            talk.say(line)
        found[name] = talk.session
    return found


def _after(book: Book, session: Session, line: str) -> Rehearsal:
    talk = replace(Rehearsal.begin(load=lambda: book), session=session)
    talk.say(line)
    return talk


def _open(talk: Rehearsal) -> str:
    return talk.session.frames[-1].state


@pytest.mark.parametrize(
    ("age", "typed"), [(age, one) for ages in (AGES, OWN_AGE) for age, listed in ages.items() for one in _split(listed)]
)
def test_an_age_is_read_however_it_is_typed(book: Book, talks: dict[str, Session], age: int, typed: str) -> None:
    assert _after(book, talks["age"], typed).session.facts.get("age") == age


@pytest.mark.parametrize(("age", "typed"), [(age, one) for age, listed in EXACT.items() for one in _split(listed)])
def test_years_are_an_age_however_few_and_two_digits_are_never_an_answers_number(
    book: Book, talks: dict[str, Session], age: int, typed: str
) -> None:
    facts = _after(book, talks["age"], typed).session.facts
    assert (facts.get("age"), facts.get("age_to")) == (age, None)


@pytest.mark.parametrize(("span", "typed"), [(span, one) for span, listed in SPANS.items() for one in _split(listed)])
def test_a_span_is_named_by_its_number_or_its_words(
    book: Book, talks: dict[str, Session], span: tuple[int, int], typed: str
) -> None:
    facts = _after(book, talks["age"], typed).session.facts
    assert (facts.get("age"), facts.get("age_to")) == span


@pytest.mark.parametrize("typed", _split(NOT_AN_AGE))
def test_what_is_no_sure_age_is_asked_again(book: Book, talks: dict[str, Session], typed: str) -> None:
    talk = _after(book, talks["age"], typed)
    assert "age" not in talk.session.facts
    assert "age" not in talk.session.unknown


@pytest.mark.parametrize("typed", _split(ANOTHERS_AGE))
def test_an_age_that_may_be_somebody_elses_is_asked_again_and_is_nobodys(
    book: Book, talks: dict[str, Session], typed: str
) -> None:
    """A mother who tells her daughter's age is no child alone."""
    talk = _after(book, talks["age"], typed)
    assert "age" not in talk.session.facts
    assert _open(talk) == "age"


@pytest.mark.parametrize(("typed", "shown"), [("16 ans", True), ("🔟", True), ("18", False), ("25", False)])
def test_a_childs_age_is_said_back_before_the_road_of_children(
    book: Book, talks: dict[str, Session], typed: str, *, shown: bool
) -> None:
    talk = replace(Rehearsal.begin(load=lambda: book), session=talks["age"])
    effects = step(book, talk.session, Said(typed), Moment(at=talk.at)).effects
    keys = [line.key for one in effects if isinstance(one, Send) for line in one.lines]
    assert any(key.startswith("phrase.heard_so") for key in keys) == shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [*((one, "60_up") for one in ("8", "8️⃣", "٨", "huit")), ("9", "skip"), ("5", "31_35"), ("2", ""), ("60", "")],
)
def test_an_answers_number_that_may_be_a_childs_age_is_said_back(
    book: Book, talks: dict[str, Session], typed: str, said: str
) -> None:
    """A child of eight who writes « 8 » is not made sixty unheard."""
    talk = replace(Rehearsal.begin(load=lambda: book), session=talks["age"])
    effects = step(book, talk.session, Said(typed), Moment(at=talk.at)).effects
    lines = [line for one in effects if isinstance(one, Send) for line in one.lines]
    heard = [line.values["facts"] for line in lines if line.key.startswith("phrase.heard_so")]
    labels = {option.id: option.label for option in book.node("orientation", "age").options}
    assert heard == ([(labels[said],)] if said else [])


@pytest.mark.parametrize("typed", ["unhun", "ɔnhɔn", "mmh", "mm", "hum", "hein", "bof", "euh"])
def test_a_grunt_is_no_wish_and_no_i_do_not_know(book: Book, talks: dict[str, Session], typed: str) -> None:
    talk = _after(book, _after(book, talks["age"], "25").session, typed)
    assert "need" not in talk.session.facts
    assert "need" not in talk.session.unknown
    assert _open(talk) == "need"


@pytest.mark.parametrize("typed", _split(YES))
def test_a_yes_is_a_yes_in_either_language(book: Book, talks: dict[str, Session], typed: str) -> None:
    assert _after(book, talks["consent"], typed).session.consent == "yes"


@pytest.mark.parametrize("typed", _split(NO))
def test_a_no_is_a_no_in_either_language(book: Book, talks: dict[str, Session], typed: str) -> None:
    talk = _after(book, talks["consent"], typed)
    assert talk.session.consent != "yes"
    assert _open(talk) != "consent"


@pytest.mark.parametrize("typed", _split(UNSURE))
def test_between_yes_and_no_is_asked_again(book: Book, talks: dict[str, Session], typed: str) -> None:
    talk = _after(book, talks["consent"], typed)
    assert talk.session.consent == talks["consent"].consent
    assert _open(talk) == "consent"
