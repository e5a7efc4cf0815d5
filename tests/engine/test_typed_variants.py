"""What people type, through the whole conversation: hundreds of spellings, none of them decided where it is not sure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine.book import Book
from bot.engine.session import Session
from bot.rehearsal import Rehearsal

AGES = {
    25: """25; 25 ans; 25ans; j'ai 25 ans; J'AI 25 ANS; j ai 25 an; jai 25 ans; 25 ans svp; 25.; 25 !; environ 25; j'ai 25;
        c'est 25; mon age est 25; 2️⃣5️⃣; ٢٥; ۲۵; ߂߅; ２５; 25 san; san 25; n si ye san 25 ye; n bɛ san 25 la; vingt-cinq;
        vingt cinq; vingtcinq; Vingt-Cinq ans; vint cinq; vin cinq; vint sink; ving cinque; j'ai vingt-cinq ans; vingt et cinq;
        vingt-cinq années; 25 années; mugan ni duuru; san mugan ni duuru; san mugan ni duru; mugan ni dourou;
        muga ni duuru; mougan ni dourou; n si ye san mugan ni duuru ye; ne si ye san mugan ni duuru ye; san mugan ani duuru; SAN MUGAN NI DUURU;
        mugan-ni-duuru; né en 2001; jsui né 2001; 2001; née 2001; je suis né en 2001; n bangera san 2001; 25 ans et 3 mois;
        25 ans 6 mois; san mugan ni duuru ni kalo saba; moi 25; moi j'ai 25 ans; oui 25; 25 merci; bonjour 25 ans""",
    31: """31; 31 ans; trente et un; trente-et-un ans; trente un; trante et un; tranteun; bi saba ni kelen; san bi saba ni kelen;
        bisaba ni kelen; bi sawa ni kelen; bi saba ni kélén; ٣١; ߃߁; 3️⃣1️⃣; san bi saba ani kelen""",
    18: """18; dix-huit; dix huit ans; dixhuit; tan ni seegin; san tan ni seegin; tan ni sheegin; ١٨; 1️⃣8️⃣;
        tan ni ségin; tan ni seegi""",
    70: "70; soixante-dix; soixante dix ans; septante; swasante dix; bi wolonwula; bi wolonfila; san bi wolonwula; bi woronwula",
    45: "45; quarante-cinq; karante sink; quarante cinq ans; bi naani ni duuru; bi nani ni duru; san bi naani ni luuru",
}
NOT_AN_AGE = """6 mois; six mois; kalo saba; kalo wɔɔrɔ; deux semaines; dɔgɔkun fila; dogokoun fila; 10 jours; dix jours; tile tan;
    tile wolonwula; 20 ou 25; 20-25; entre 20 et 25; mugan walima mugan ni duuru; -25; 25,5; 25/31; segin ni fila; un an et demi;
    25 31; moins de 25 ans; plus de 30 ans; j'ai pas encore 25 ans; presque 18; bientôt 18 ans;
    j'aurai 18 ans; pas encore dix-huit; n si tɛ san 25 bɔ; n ma san mugan ni duuru bɔ; plus de 18 ans; de 18 à 34 ans; 15 à 24 ans; 2️⃣ 5️⃣ ans; hun; unhun; mhm; ɔnhɔn; 70123456; 2 ans; 150; je ne sais plus trop; beaucoup; jeune"""
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
    (41, 59): "7; sept; wolonwula; 41 à 59 ans; de 41 a 59 an; 41 59",
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
UNSURE = """unhun; un hun; hun; hun hun; huun; mhm; hm; hmm; ɔnhɔn; onhon; ɔn-ɔn; on on; ɔn ɔn; un-un; un un; anhan; oui non; awɔ ayi; oui ou non;
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


@pytest.mark.parametrize(("age", "typed"), [(age, one) for age, listed in AGES.items() for one in _split(listed)])
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
