"""A draft belongs to one worker, survives a lost page, and ends with the sending."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from bot.desk import drafts
from bot.desk.answers import Answer, answer
from bot.desk.claim import claim
from bot.desk.drafts import Draft
from bot.desk.reach import reach
from bot.desk.reply import NotReplied, Replied
from bot.desk.sound import voice_note
from bot.desk.staff import Worker
from bot.media import opened
from bot.records.seal import PersonKey
from bot.records.tables import draft, media
from tests.desk.conftest import AWA, BOU, Desk
from tests.desk.sounds import tone


def _key(conn: Connection, desk: Desk) -> PersonKey:
    row = reach(conn, desk.id, AWA)
    assert row is not None
    return desk.phone.vault.unwrap(row["person_id"], row["wrapped"])


async def _keep(desk: Desk, who: Worker, written: Draft) -> bool:
    return await desk.database.write(lambda conn: drafts.keep(conn, _key(conn, desk), desk.id, who, written))


async def _draft(desk: Desk, who: Worker) -> Draft:
    return await desk.database.write(lambda conn: drafts.draft_of(conn, _key(conn, desk), desk.id, who))


async def _answer(desk: Desk, who: Worker, given: Answer) -> Replied | NotReplied:
    def send(conn: Connection) -> Replied | NotReplied:
        row = reach(conn, desk.id, who)
        assert row is not None
        return answer(conn, desk.phone.house, row, who, given)

    return await desk.database.write(send)


async def test_a_draft_is_sealed_and_its_own_workers_alone(desk: Desk) -> None:
    version = (await desk.row())["version"]
    assert await _keep(desk, AWA, Draft("Bonjour, je", seen="x", version=version))
    assert await _keep(desk, AWA, Draft("Bonjour, je vous lis", seen="x", version=version))
    assert (await _draft(desk, AWA)).text == "Bonjour, je vous lis"
    assert (await _draft(desk, BOU)).empty
    rows = await desk.database.read(lambda conn: conn.execute(select(draft)).all())
    assert len(rows) == 1
    assert b"Bonjour" not in rows[0].sealed


async def test_what_is_sent_waits_no_more_and_a_slow_page_does_not_bring_it_back(desk: Desk) -> None:
    version = (await desk.row())["version"]
    await _keep(desk, AWA, Draft("Bonjour", version=version))
    await _keep(desk, BOU, Draft("Moi aussi", version=version))
    assert await _answer(desk, AWA, Answer("Bonjour", version)) == Replied()
    assert (await _draft(desk, AWA)).empty
    assert (await _draft(desk, BOU)).text == "Moi aussi", "nobody else's words are touched"
    assert not await _keep(desk, AWA, Draft("Bonjour", version=version)), "saved by the page before it was left"
    assert (await _draft(desk, AWA)).empty
    assert await _keep(desk, AWA, Draft("La suite", version=(await desk.row())["version"]))


async def test_an_older_tab_does_not_overwrite_a_newer_one(desk: Desk) -> None:
    old = (await desk.row())["version"]
    await desk.phone.says("un mot de plus")
    new = (await desk.row())["version"]
    assert new > old
    assert await _keep(desk, AWA, Draft("nouveau", version=new))
    assert not await _keep(desk, AWA, Draft("ancien", version=old))
    assert (await _draft(desk, AWA)).text == "nouveau"


async def test_words_that_were_not_sent_are_kept_with_the_voice_that_came_with_them(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    version = (await desk.row())["version"]
    await desk.phone.says("je suis malade")
    sound = voice_note(tone())
    assert await _answer(desk, AWA, Answer("Tout va bien.", version, seen="s", voice=sound)) == NotReplied("stale")
    kept = await _draft(desk, AWA)
    assert (kept.text, kept.seen) == ("Tout va bien.", "s")
    assert await desk.database.read(opened, desk.phone.vault, kept.voice) is None, "served to nobody until it is sent"
    now = (await desk.row())["version"]
    assert await _answer(desk, AWA, Answer("Allez au centre.", now, with_voice=True)) == Replied()
    assert await desk.database.read(opened, desk.phone.vault, kept.voice) == sound
    assert (await _draft(desk, AWA)).voice == ""


async def test_a_waiting_voice_that_is_not_ticked_is_not_sent_and_not_left_behind(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    await _answer(desk, AWA, Answer("", 0, voice=voice_note(tone())))
    assert (await _draft(desk, AWA)).voice
    assert await _answer(desk, AWA, Answer("Seulement les mots.", (await desk.row())["version"])) == Replied()
    assert await desk.database.read(lambda conn: conn.execute(select(func.count(media.c.id))).scalar_one()) == 0


async def test_a_new_recording_takes_the_place_of_the_old_one(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    for seconds in (1.0, 2.0):
        await _answer(desk, AWA, Answer("", 0, voice=voice_note(tone(seconds=seconds))))
    assert await desk.database.read(lambda conn: conn.execute(select(func.count(media.c.id))).scalar_one()) == 1


async def test_the_end_of_a_case_leaves_no_draft_and_no_unsent_voice(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    await _answer(desk, AWA, Answer("à moitié", 0, voice=voice_note(tone())))
    await _keep(desk, BOU, Draft("moi aussi", version=(await desk.row())["version"]))
    assert await desk.end(AWA, "other")
    for table in (draft.c.conversation_id, media.c.id):
        assert await desk.database.read(lambda conn, of=table: conn.execute(select(func.count(of))).scalar_one()) == 0


async def test_forgetting_takes_drafts_and_voices_along(desk: Desk) -> None:
    await desk.database.write(claim, desk.id, AWA)
    await _answer(desk, AWA, Answer("à moitié", 0, voice=voice_note(tone())))
    await desk.phone.says("effacer", "1")
    for table in (draft.c.conversation_id, media.c.id):
        assert await desk.database.read(lambda conn, of=table: conn.execute(select(func.count(of))).scalar_one()) == 0
