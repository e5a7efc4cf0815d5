"""The second means: who is written to, and what stands in it. Nothing of the person, and no address of a colleague."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from bot.alerts.errands import claim_next
from bot.alerts.recipients import Somebody, choose
from bot.alerts.sender import CallSender, by_email
from bot.desk import ladder
from bot.desk.account_wish import AccountWish, Wish
from bot.desk.exports import ask
from bot.desk.staff import Worker
from bot.engine.book import Book
from bot.records.tables import alert, complaint, conversation, handover
from tests.alerts.conftest import HOME, Room, Sign
from tests.doubles.smtp import MailServer
from tests.phone import Phone


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
async def post(room: Room, mail: MailServer, book: Book) -> AsyncIterator[CallSender]:
    """The sender of e-mails; the desk has both means."""
    house = replace(room.phone.house, means=("telegram", "email"))
    room.phone.house = room.phone.runner.house = house
    settings = room.settings.model_copy(
        update={"smtp_url": SecretStr(mail.url), "mail_from": "Sira <sira@example.org>"}
    )
    return CallSender(room.database, "email", by_email(settings, book))


async def _after(room: Room, minutes: int) -> None:
    await room.wait(minutes * 60 + 1)
    for due in await room.database.read(ladder.due_steps):
        await room.database.write(ladder.climb, room.phone.house, due)


async def test_danger_that_nobody_takes_is_written_to_the_focal_points_and_then_the_supervisors(
    room: Room, post: CallSender, mail: MailServer, sign: Sign
) -> None:
    for login, role in (("awa", "protection"), ("bou", "case_worker"), ("sup", "supervisor"), ("adm", "admin")):
        await sign(login, role, email=f"{login}@example.org")
    await sign("cis", "protection", "other", email="cis@example.org")
    await sign("off", "protection", email="off@example.org", active=0)
    await post.sweep()
    assert mail.taken == [], "the first call is Telegram's"
    await _after(room, 5)
    await post.sweep()
    await _after(room, 10)
    await post.sweep()
    assert [one.recipients for one in mail.taken] == [("awa@example.org",), ("sup@example.org",)]
    first = mail.taken[0]
    assert first.message["Subject"] == "Sira : une demande attend"
    code = (await room.calls())[0]["code"]
    assert first.words == (
        f"Personne n'a encore pris cette demande\nNiveau : P0 · Danger\nAttend depuis : 5 min\nCode {code}\n\n"
        f"{HOME}/desk/queue\n"
    )
    states = [row["state"] for row in await room.calls() if row["means"] == "email"]
    assert states == ["sent", "sent"]


async def test_a_server_that_is_away_is_tried_again_and_the_call_is_not_lost(
    room: Room, post: CallSender, mail: MailServer, sign: Sign
) -> None:
    await sign("awa", "protection", email="awa@example.org")
    await _after(room, 5)
    mail.fail_next(("MAIL", "451 4.3.0 Later"))
    await post.sweep()
    made = (await room.calls())[-1]
    assert (made["state"], "451" in made["error"]) == ("ready", True)
    await room.wait(6)
    await post.sweep()
    assert len(mail.taken) == 1
    assert (await room.calls())[-1]["error"] == ""


async def test_where_nobody_has_an_address_the_call_has_failed_and_says_so(room: Room, post: CallSender) -> None:
    await _after(room, 5)
    await post.sweep()
    made = next(row for row in await room.calls() if row["means"] == "email")
    assert (made["state"], made["error"]) == ("failed", "nobody who may answer has an e-mail address")


async def test_what_was_taken_meanwhile_is_not_written(
    room: Room, post: CallSender, mail: MailServer, sign: Sign
) -> None:
    await sign("awa", "protection", email="awa@example.org")
    await _after(room, 5)
    await room.database.write(lambda conn: conn.execute(update(conversation).values(claimed_by="f" * 32)))
    await post.sweep()
    assert mail.taken == []
    assert {row["state"] for row in await room.calls() if row["means"] == "email"} == {"over"}


async def test_the_two_means_do_not_wait_for_each_other(room: Room, post: CallSender) -> None:
    await _after(room, 5)
    assert await room.database.write(claim_next, "email")
    telegram = await room.database.write(claim_next, "telegram")
    assert telegram
    assert telegram.means == "telegram"
    assert telegram.to == ()


async def test_a_late_question_is_written_to_who_speaks_the_language_and_is_there(
    room: Room, post: CallSender, mail: MailServer, sign: Sign, book: Book
) -> None:
    await room.database.write(lambda conn: conn.execute(alert.delete()))
    phone = Phone(book, room.database, "whatsapp")
    phone.runner.house = room.phone.house
    await phone.says("bonjour", "2", "1", "1", "1", "1", "je veux parler à quelqu'un", "ma question")
    await sign("french", "case_worker", email="french@example.org", languages="fr")
    await sign("both", "case_worker", email="both@example.org", languages="fr,bm")
    await sign("sup", "supervisor", email="sup@example.org", languages="fr")
    for _ in range(2):
        await room.wait(30 * 86_400)
        for due in await room.database.read(ladder.due_steps):
            await room.database.write(ladder.climb, room.phone.house, due)
        await room.database.write(
            lambda conn: conn.execute(update(alert).where(alert.c.level == "P0").values(state="over"))
        )
        await post.sweep()
    half, late = mail.taken
    assert half.recipients == ("both@example.org",), "the matching shift is reminded"
    assert late.recipients == ("both@example.org", "french@example.org", "sup@example.org")
    assert "Le délai est passé" in late.words


async def test_a_grave_complaint_is_written_to_who_may_read_it_and_to_nobody_else(
    room: Room, post: CallSender, mail: MailServer, sign: Sign
) -> None:
    for login, role in (("sup", "supervisor"), ("aud", "auditor"), ("salif", "supervisor"), ("bou", "case_worker")):
        await sign(login, role, email=f"{login}@example.org")
    await room.database.write(lambda conn: conn.execute(update(handover).values(closed_at=1)))
    await room.phone.says("plainte", "1", "salif me demande de l'argent", "1")

    async def called(minutes: int) -> list[tuple[tuple[str, ...], str]]:
        mail.taken.clear()
        await _after(room, minutes)
        await post.sweep()
        return [(one.recipients, one.words) for one in mail.taken]

    assert await called(0) == [], "beside the queue the minute would tell who complained"
    readers, page = ("aud@example.org", "sup@example.org"), f"\n\n{HOME}/desk/complaints\n"
    assert await called(60) == [(readers, f"Une plainte attend{page}")]
    assert await called(12 * 60) == []
    assert await called(36 * 60) == [(readers, f"Une plainte attend : la moitié du délai est passée{page}")]
    assert await called(36 * 60) == [(readers, f"Une plainte attend : le délai est passé{page}")]
    assert len(await called(24 * 60)) == 1, "and again each day"
    assert {one["means"] for one in await room.calls() if one["complaint_id"]} == {"email"}, "never in the group"
    await room.database.write(lambda conn: conn.execute(update(complaint).values(closed_at=1)))
    assert await called(48 * 60) == []


async def test_a_common_complaint_calls_at_half_its_term_and_one_that_is_taken_does_not_call_as_new(
    room: Room, post: CallSender, mail: MailServer, sign: Sign
) -> None:
    await sign("sup", "supervisor", email="sup@example.org")
    await room.database.write(lambda conn: conn.execute(update(handover).values(closed_at=1)))
    await room.phone.says("plainte", "3", "personne ne répond", "1", "plainte", "1", "on me demande de l'argent", "1")
    await room.database.write(
        lambda conn: conn.execute(update(complaint).where(complaint.c.grave == 1).values(taken_by="f" * 32))
    )
    mail.taken.clear()
    for _ in range(14):
        await _after(room, 12 * 60)
        await post.sweep()
    kinds = [(one["kind"], one["level"], one["state"]) for one in await room.calls() if one["complaint_id"]]
    assert kinds[:2] == [("complaint_new", "P0", "over"), ("complaint_half", "P0", "sent")]
    assert [one for one in kinds if one[1] == "P3"] == [("complaint_half", "P3", "sent")]
    assert {one[0] for one in kinds[2:] if one[1] == "P0"} == {"complaint_late"}
    assert len(mail.taken) == len(kinds) - 1


async def test_what_waits_for_a_second_person_is_written_to_who_may_say_yes(
    room: Room, post: CallSender, mail: MailServer, sign: Sign
) -> None:
    people = {}
    for login, role in (("sup", "supervisor"), ("adm", "admin"), ("bou", "case_worker"), ("aud", "auditor")):
        people[login] = await sign(login, role, email=f"{login}@example.org")
    asker = Worker(people["sup"], "sup", "sira", frozenset({"supervisor"}))
    wish = AccountWish("change", "adm", Wish(frozenset({"case_worker"}), "", frozenset(), ""), people["adm"])
    renewed = replace(wish, deed="renew", login="bou", worker=people["bou"])
    for kind, thing in (("account", wish.thing), ("account", renewed.thing), ("data", room.phone.conversation)):
        await room.database.write(ask, asker, kind, thing)
    mail.taken.clear()
    await _after(room, 1)
    await post.sweep()
    await _after(room, 60)
    await post.sweep()
    told = [one for one in mail.taken if "votre accord" in one.words]
    assert [one.recipients for one in told] == [("adm@example.org",)], "never the asker, nor whom it is about"
    assert told[0].words == f"Une demande attend votre accord\n\n{HOME}/desk/requests\n"


def somebody(email: str, roles: str, languages: str = "fr", teams: str = "", *, on_shift: bool = True) -> Somebody:
    held = frozenset(teams.split(",")) if teams else frozenset()
    return Somebody(email, frozenset(roles.split(",")), frozenset(languages.split(",")), held, on_shift)


SUP = somebody("sup", "supervisor", on_shift=False)
FOCAL = somebody("focal", "protection", "fr,bm")
AWAY = somebody("away", "protection", "fr,bm", on_shift=False)
CASE = somebody("case", "case_worker", "fr", "bamako")
ADMIN = somebody("admin", "admin")


@pytest.mark.parametrize(
    ("people", "kind", "level", "language", "chosen"),
    [
        ([SUP, FOCAL, AWAY, CASE, ADMIN], "second", "P0", "bm", "focal"),
        ([SUP, AWAY, CASE, ADMIN], "second", "P0", "bm", "away"),
        ([SUP, CASE, ADMIN], "second", "P0", "bm", "sup"),
        ([SUP, FOCAL, CASE], "supervisor", "P0", "bm", "sup"),
        ([FOCAL, CASE], "supervisor", "P0", "bm", "focal"),
        ([SUP, FOCAL, CASE], "still", "P0", "fr", "focal sup"),
        ([SUP, FOCAL, AWAY, CASE, ADMIN], "still", "P0", "ln", "away focal sup"),
        ([SUP, FOCAL, AWAY, CASE, ADMIN], "still", "P2", "bm", "away case focal sup"),
        ([SUP, FOCAL, AWAY, CASE, ADMIN], "remind", "P2", "bm", "focal"),
        ([SUP, AWAY, ADMIN], "remind", "P2", "bm", "away"),
        ([SUP, ADMIN], "remind", "P2", "bm", "sup"),
        ([SUP, FOCAL, CASE, ADMIN], "widen", "P2", "fr", "case focal sup"),
        ([SUP, FOCAL, AWAY, CASE, ADMIN], "widen", "P2", "bm", "away case focal sup"),
        ([CASE], "widen", "P2", "bm", "case"),
        ([CASE], "supervisor", "P0", "fr", ""),
        ([ADMIN], "still", "P3", "fr", ""),
        ([], "second", "P0", "fr", ""),
    ],
)
def test_who_is_written_to(people: list[Somebody], kind: str, level: str, language: str, chosen: str) -> None:
    assert " ".join(sorted(one.email for one in choose(people, kind, level, language, "bamako"))) == chosen


def test_a_team_is_written_to_before_the_others() -> None:
    gao = somebody("gao", "case_worker", teams="gao")
    assert choose([CASE, gao], "remind", "P2", "fr", "bamako") == [CASE]
    assert choose([CASE, gao], "remind", "P2", "fr", "gao") == [gao]
    assert choose([CASE, gao], "remind", "P2", "fr", "") == [CASE, gao]
    assert choose([CASE, gao], "widen", "P2", "fr", "gao") == [CASE, gao]
