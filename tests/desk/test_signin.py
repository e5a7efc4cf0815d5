"""Signing in says nothing of what exists; sessions lock, end, and are not kept alive by a page that only polls."""

from __future__ import annotations

import time

import pyotp
import pytest
from sqlalchemy import select, update

from bot.desk.password import fits, hashed
from bot.desk.patience import DELAY_MAX_SECONDS, FREE_FAILURES, delay
from bot.desk.second_factor import STEP_SECONDS, again, confirm, fresh, use
from bot.desk.sessions import (
    IDLE_SECONDS,
    LATE_SECONDS,
    SESSION_SECONDS,
    change_password,
    end_session,
    forget_ended,
    has_ended,
    lock,
    owner_of_closed,
    session_of,
    sessions_of,
    sign_out,
)
from bot.desk.signin import NOBODY, SignedIn, attempt, judge
from bot.desk.staff import add_worker
from bot.records.clock import move
from bot.records.clock import now as clock_now
from bot.records.database import Database
from bot.records.seal import Vault
from bot.records.tables import worker, worker_session
from tests.phone import KEY

PASSWORD = "correct-horse-battery"
VAULT = Vault(KEY, KEY)


@pytest.fixture
async def awa(database: Database) -> str:
    return await database.write(add_worker, "awa", "supervisor", "sira", PASSWORD)


async def sign_in(
    database: Database, login: str, password: str, code: str = "", *, second: bool = False
) -> SignedIn | None:
    """As the console does it."""
    tried = await database.read(attempt, login)
    right = await fits(password, tried.password_hash)
    return await database.write(lambda conn: judge(conn, VAULT, tried, code, fits=right, second_factor=second))


async def test_the_right_words_open_a_session(database: Database, awa: str) -> None:
    found = await sign_in(database, "awa", PASSWORD)
    assert found is not None
    assert found.worker.id == awa
    kept = await database.read(lambda conn: conn.execute(select(worker_session.c.hash)).scalars().all())
    assert found.token not in kept, "only the hash of a session's id is kept"


async def test_every_failure_gets_the_same_answer(database: Database, awa: str) -> None:
    await database.write(lambda conn: conn.execute(update(worker).values(totp=b"", must_change=0)))
    wrong = [
        await sign_in(database, "nobody", PASSWORD),
        await sign_in(database, "awa", "wrong"),
        await sign_in(database, "awa", ""),
        await sign_in(database, "", ""),
        await sign_in(database, "awa", PASSWORD, "000000", second=True),
    ]
    assert wrong == [None] * 5


@pytest.mark.usefixtures("true_passwords")
async def test_an_unknown_login_costs_as_much_work_as_a_known_one(database: Database, awa: str) -> None:
    known = (await database.read(attempt, "awa")).password_hash
    assert NOBODY.split("$")[:4] == known.split("$")[:4], "the same algorithm, version and cost"
    began = time.process_time()
    assert not await fits("wrong", known)
    middle = time.process_time()
    assert not await fits("wrong", (await database.read(attempt, "nobody")).password_hash)
    assert 0.2 < (time.process_time() - middle) / (middle - began) < 5


def test_the_delay_grows_from_the_fourth_failure_to_a_quarter_of_an_hour() -> None:
    delays = [delay(failures) for failures in range(20)]
    assert delays[: FREE_FAILURES + 1] == [0] * (FREE_FAILURES + 1)
    assert delays[FREE_FAILURES + 1 : FREE_FAILURES + 4] == [2, 4, 8]
    assert delays == sorted(delays)
    assert delays[-1] == DELAY_MAX_SECONDS


async def test_during_the_delay_even_the_right_password_is_refused(database: Database, awa: str) -> None:
    for _ in range(FREE_FAILURES + 4):
        assert await sign_in(database, "awa", "wrong") is None
        await database.write(move, DELAY_MAX_SECONDS)
    assert await sign_in(database, "awa", "wrong") is None
    assert await sign_in(database, "awa", PASSWORD) is None
    await database.write(move, DELAY_MAX_SECONDS)
    assert await sign_in(database, "awa", PASSWORD) is not None
    left = await database.read(lambda conn: conn.execute(select(worker.c.failures)).scalar_one())
    assert left == 0


async def test_who_left_cannot_sign_in(database: Database, awa: str) -> None:
    await database.write(lambda conn: conn.execute(update(worker).values(active=0)))
    assert await sign_in(database, "awa", PASSWORD) is None


async def _code(database: Database, awa: str) -> tuple[pyotp.TOTP, int]:
    """A phone that was enrolled a minute ago, and the time."""
    parsed = await _enrolled(database, awa)
    await database.write(move, 2 * STEP_SECONDS)
    return parsed, await database.read(clock_now)


async def _enrolled(database: Database, awa: str) -> pyotp.TOTP:
    pending = fresh(VAULT, awa, "awa")
    parsed = pyotp.parse_uri(pending.address)
    assert isinstance(parsed, pyotp.TOTP)
    code = parsed.at(await database.read(clock_now))
    assert await database.write(confirm, VAULT, awa, pending, code)
    return parsed


async def test_a_code_counts_once(database: Database, awa: str) -> None:
    phone, now = await _code(database, awa)
    await database.write(lambda conn: conn.execute(update(worker).values(must_change=0)))
    code = phone.at(now)
    assert await sign_in(database, "awa", PASSWORD, code, second=True) is not None
    assert await sign_in(database, "awa", PASSWORD, code, second=True) is None
    await database.write(move, STEP_SECONDS)
    fresh = phone.at(await database.read(clock_now))
    assert await sign_in(database, "awa", PASSWORD, f" {fresh} ", second=True) is not None


async def test_a_one_time_password_is_used_up_by_the_first_sign_in(database: Database, awa: str) -> None:
    phone, now = await _code(database, awa)
    first = await sign_in(database, "awa", PASSWORD, phone.at(now), second=True)
    assert first is not None
    assert first.worker.must_change
    await database.write(move, STEP_SECONDS)
    fresh = phone.at(await database.read(clock_now))
    assert await sign_in(database, "awa", PASSWORD, fresh, second=True) is None


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "١٢٣٤٥٦", "é", "1" * 1000])
async def test_without_a_right_code_the_right_password_is_not_enough(database: Database, awa: str, code: str) -> None:
    phone, now = await _code(database, awa)
    assert code not in {phone.at(now), phone.at(now - STEP_SECONDS)}
    assert await sign_in(database, "awa", PASSWORD, code, second=True) is None


async def test_an_old_code_is_refused(database: Database, awa: str) -> None:
    phone, now = await _code(database, awa)
    assert await sign_in(database, "awa", PASSWORD, phone.at(now - 3 * STEP_SECONDS), second=True) is None


async def test_a_one_time_password_opens_once_for_who_has_no_second_factor_yet(database: Database, awa: str) -> None:
    found = await sign_in(database, "awa", PASSWORD, second=True)
    assert found is not None
    assert (found.worker.must_change, found.worker.enrolled) == (True, False)
    assert await sign_in(database, "awa", PASSWORD, second=True) is None


async def test_who_chose_a_password_but_has_no_second_factor_cannot_sign_in_where_one_is_asked(
    database: Database, awa: str
) -> None:
    await database.write(lambda conn: conn.execute(update(worker).values(must_change=0)))
    for code in ("", "123456"):
        assert await sign_in(database, "awa", PASSWORD, code, second=True) is None


async def test_a_second_factor_counts_only_after_a_code_has_proved_it(database: Database, awa: str) -> None:
    pending = fresh(VAULT, awa, "awa")
    assert again(VAULT, awa, "awa", pending.sealed) == pending
    assert not await database.write(confirm, VAULT, awa, pending, "000000")
    kept = await database.read(lambda conn: conn.execute(select(worker.c.totp)).scalar_one())
    assert bytes(kept) == b""
    await _enrolled(database, awa)
    sealed = bytes(await database.read(lambda conn: conn.execute(select(worker.c.totp)).scalar_one()))
    assert pending.secret.encode() not in sealed


@pytest.mark.parametrize("form", ["", "zz", "00", "ab" * 60])
def test_a_form_that_was_tampered_with_gives_no_secret(form: str) -> None:
    assert again(VAULT, "a" * 32, "awa", form) is None


def test_a_form_of_somebody_else_gives_no_secret() -> None:
    assert again(VAULT, "b" * 32, "bou", fresh(VAULT, "a" * 32, "awa").sealed) is None


async def test_the_code_that_proved_a_phone_signs_nobody_in(database: Database, awa: str) -> None:
    before = await database.read(clock_now)  # a code read afterwards may be the next one, which nobody has used
    phone = await _enrolled(database, awa)
    await database.write(lambda conn: conn.execute(update(worker).values(must_change=0)))
    assert await sign_in(database, "awa", PASSWORD, phone.at(before), second=True) is None


async def test_the_old_phone_s_code_counts_once_and_guessing_it_is_slowed(database: Database, awa: str) -> None:
    phone, now = await _code(database, awa)
    assert await database.write(use, VAULT, awa, phone.at(now))
    assert not await database.write(use, VAULT, awa, phone.at(now))
    for _ in range(FREE_FAILURES + 1):
        assert not await database.write(use, VAULT, awa, "000000")
    await database.write(move, STEP_SECONDS)
    blocked = await database.read(lambda conn: conn.execute(select(worker.c.blocked_until)).scalar_one())
    assert blocked > now


async def test_a_new_one_time_password_ends_the_lost_phone(database: Database, awa: str) -> None:
    phone, now = await _code(database, awa)
    await database.write(add_worker, "awa", "supervisor", "sira", "another-one-time-one")
    assert await sign_in(database, "awa", "another-one-time-one", "", second=True) is not None
    assert await sign_in(database, "awa", "another-one-time-one", phone.at(now), second=True) is None


async def _session(database: Database) -> str:
    found = await sign_in(database, "awa", PASSWORD)
    assert found is not None
    return found.token


async def _locked(database: Database, token: str, *, active: bool) -> bool | None:
    found = await database.write(lambda conn: session_of(conn, token, active=active))
    return None if found is None else found[1]


async def test_after_fifteen_idle_minutes_the_page_locks_and_stays_locked(database: Database, awa: str) -> None:
    token = await _session(database)
    await database.write(move, IDLE_SECONDS - 5)
    assert await _locked(database, token, active=True) is False
    await database.write(move, IDLE_SECONDS + 1)
    assert await _locked(database, token, active=True) is True
    assert await _locked(database, token, active=True) is True


async def test_polls_are_not_activity(database: Database, awa: str) -> None:
    token = await _session(database)
    seen = await database.read(lambda conn: conn.execute(select(worker.c.seen_at)).scalar_one())
    for _ in range(3):
        await database.write(move, IDLE_SECONDS // 3)
        locked = await _locked(database, token, active=False)
    assert locked is True
    assert await database.read(lambda conn: conn.execute(select(worker.c.seen_at)).scalar_one()) == seen


async def test_after_twelve_hours_the_session_is_over_however_busy(database: Database, awa: str) -> None:
    token = await _session(database)
    for _ in range(SESSION_SECONDS // 600 - 1):
        await database.write(move, 600)
        assert await _locked(database, token, active=True) is False
    await database.write(move, 601)
    assert await _locked(database, token, active=True) is None
    assert await database.read(owner_of_closed, token) is not None, "words that come late find their worker"


async def test_signed_out_is_out(database: Database, awa: str) -> None:
    token = await _session(database)
    await database.write(sign_out, token)
    assert await _locked(database, token, active=True) is None


async def test_a_new_password_ends_every_session_but_its_own(database: Database, awa: str) -> None:
    first, second = await _session(database), await _session(database)
    fresh = await database.write(change_password, awa, hashed("another-good-password"))
    assert await _locked(database, first, active=True) is None
    assert await _locked(database, second, active=True) is None
    assert await _locked(database, fresh, active=True) is False
    assert await sign_in(database, "awa", PASSWORD) is None
    assert await sign_in(database, "awa", "another-good-password") is not None


async def test_a_worker_sees_their_sessions_and_ends_one(database: Database, awa: str) -> None:
    first, second = await _session(database), await _session(database)
    found = await database.read(sessions_of, awa, second)
    assert [one.here for one in found].count(True) == 1
    other = next(one for one in found if not one.here)
    assert not await database.write(end_session, "b" * 32, other.id, "b" * 32), "somebody else's"
    assert await database.write(end_session, awa, other.id, awa)
    assert not await database.write(end_session, awa, other.id, awa)
    assert await _locked(database, first, active=True) is None
    assert await _locked(database, second, active=True) is False


async def test_a_page_may_be_locked_at_once(database: Database, awa: str) -> None:
    token = await _session(database)
    await database.write(lock, token)
    assert await _locked(database, token, active=True) is True
    assert await _locked(database, token, active=False) is True


async def test_sessions_that_are_over_are_forgotten(database: Database, awa: str) -> None:
    await _session(database)
    assert not await database.read(lambda conn: has_ended(conn, clock_now(conn)))
    await database.write(move, SESSION_SECONDS)
    assert await database.read(sessions_of, awa) == []
    assert not await database.read(lambda conn: has_ended(conn, clock_now(conn)))
    await database.write(move, LATE_SECONDS)
    assert await database.read(lambda conn: has_ended(conn, clock_now(conn)))
    assert await database.write(lambda conn: forget_ended(conn, clock_now(conn))) == 1
