"""The inter-agency form: one page, every section, the letters of Bambara, only what was said yes to, nothing live."""

from __future__ import annotations

import re
import zlib

import pytest

from bot.desk.referral_form import FONTS, referral_form
from bot.desk.referral_page import Opened, look
from bot.desk.referral_sender import Sender
from bot.desk.referral_states import by_worker, move
from bot.desk.staff import Worker
from bot.engine.book import Book
from bot.records.tables import referral
from tests.desk.conftest import AWA, Desk
from tests.desk.referring import drafted, sent, stands

SECTIONS = (
    "Organisation qui réfère",
    "Organisation qui reçoit",
    "La personne",
    "Raison et service demandé",
    "Accord",
    "partie",
    "Suite",
)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
SHOWN = re.compile(rb"/F(\d) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj", re.DOTALL)
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


def text_of(pdf: bytes) -> str:
    """What a reader shows, in the order in which it is drawn, by the maps that a reader copies text with."""
    streams = [_inflated(found) for found in STREAM.findall(pdf)]
    maps = [
        {int(code, 16): chr(int(sign, 16)) for code, sign in re.findall(rb"<(\w{4})> <(\w{4})>\n", one)}
        for one in streams
        if b"beginbfchar" in one
    ]
    (drawn,) = [one for one in streams if b" Tj" in one]
    font, words = 1, []
    for name, shown in SHOWN.findall(drawn):
        if name:
            font = int(name)
        else:
            raw = ESCAPED.sub(lambda found: {b"r": b"\r", b"n": b"\n"}.get(found[1], found[1]), shown)
            codes = [int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2)]
            words.append("".join(maps[font - 1][code] for code in codes))
    return "\n".join(words)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


async def opened(desk: Desk, referral_id: str, who: Worker = AWA) -> Opened:
    found = await desk.database.write(look, desk.phone.house, who, referral_id)
    assert found is not None
    return found


async def test_one_page_with_every_section_and_what_was_shared(desk: Desk, book: Book) -> None:
    made = referral_form(book.catalogues, await opened(desk, await drafted(desk)), Sender("Sira Bamako"))
    text = text_of(made)
    assert made.count(b"/Type /Page\n") == 1
    for words in (
        *SECTIONS,
        "K7M4QD",
        "Sira Bamako",
        "Apprendre un métier",
        "Couture",
        "en bambara",
    ):
        assert words in text


async def test_what_was_not_said_yes_to_is_not_in_it(desk: Desk, book: Book) -> None:
    text = text_of(
        referral_form(book.catalogues, await opened(desk, await drafted(desk, items=("trade",))), Sender("Sira"))
    )
    assert "Couture" in text
    assert "Apprendre un métier" not in text
    assert "Par téléphone" not in text


@pytest.mark.parametrize("words", ["ɛ ɔ ɲ ŋ Ɛ Ɔ Ɲ Ŋ", "(a) \\ <b>b</b> **c** =1+1 [d](e) é œ", "x" * 300])
async def test_words_are_drawn_as_they_are(desk: Desk, book: Book, words: str) -> None:
    import orjson
    from sqlalchemy import update

    from tests.desk.referring import owner

    one = await drafted(desk)

    def with_words(conn):  # type: ignore[no-untyped-def]
        _, key = owner(conn, desk)
        sealed = key.seal(one, "referral", orjson.dumps({"shared": {}, "notes": {"safe_hours": words}}))
        conn.execute(update(referral).values(sealed=sealed))

    await desk.database.write(with_words)
    made = referral_form(book.catalogues, await opened(desk, one), Sender("Sira"))
    assert words.replace(" ", "") in text_of(made).replace("\n", "").replace(" ", "")
    assert made.count(b"/Type /Page\n") == 1
    for live in (b"/JavaScript", b"/URI", b"/Launch", b"/EmbeddedFile", b"/AcroForm"):
        assert live not in made


async def test_a_sign_that_the_font_has_not_is_drawn_by_its_plain_letters(desk: Desk, book: Book) -> None:
    made = referral_form(
        book.catalogues, await opened(desk, await drafted(desk)), Sender("École du 2ᵉ cycle, Se\u0301gou")
    )
    text = text_of(made)
    assert "École du 2e cycle, Ségou" in text
    assert "\ufffd" not in text


async def test_a_no_stands_on_it_with_its_reason(desk: Desk, book: Book) -> None:
    one, _ = await sent(desk)
    await desk.database.write(move, one, "declined", by_worker(AWA), "paper")
    assert "refusée : Il manque un papier" in text_of(
        referral_form(book.catalogues, await opened(desk, one), Sender("Sira"))
    )


async def test_a_sign_that_the_font_has_not_is_seen_to_be_missing(desk: Desk, book: Book) -> None:
    one = await drafted(desk)
    await stands(desk, one, number="N😀1")
    assert "N\ufffd1" in text_of(referral_form(book.catalogues, await opened(desk, one), Sender("Sira")))


async def test_without_a_yes_the_form_says_that_it_must_not_leave(desk: Desk, book: Book) -> None:
    one = await drafted(desk)
    await stands(desk, one, consent_id="")
    assert "ne doit pas partir" in text_of(referral_form(book.catalogues, await opened(desk, one), Sender("Sira")))


def test_the_font_comes_with_its_licence() -> None:
    assert "Bitstream Vera" in (FONTS / "LICENCE.md").read_text(encoding="utf-8")
