"""A sealed value opens where it belongs and nowhere else (B1, B2)."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from bot.records.database import Database
from bot.records.seal import SealBroken, Vault
from bot.records.tables import address, conversation, inbound, message, outbox, person_key
from tests.phone import KEY, Phone
from tests.protection.conftest import World, everything

VAULT = Vault(KEY, KEY)
OTHER = Vault(base64.b64encode(b"m" * 32).decode(), base64.b64encode(b"n" * 32).decode())
FIELDS = {"message": message, "outbox": outbox, "inbound": inbound, "address": address}


@given(plain=st.binary(max_size=200), row=st.text(max_size=40), field=st.text(max_size=20))
def test_what_is_sealed_opens_unchanged(plain: bytes, row: str, field: str) -> None:
    key, wrapped = VAULT.new_key("p")
    sealed = key.seal(row, field, plain)
    assert VAULT.unwrap("p", wrapped).open(row, field, sealed) == plain
    assert not plain or len(plain) < 4 or plain not in sealed


@pytest.mark.parametrize(("row", "field"), [("r2", "message"), ("r1", "outbox"), ("", ""), ("r1|message", "")])
def test_moved_to_another_row_or_field_it_does_not_open(row: str, field: str) -> None:
    key, _ = VAULT.new_key("p")
    sealed = key.seal("r1", "message", b"mots")
    with pytest.raises(SealBroken) as broken:
        key.open(row, field, sealed)
    assert "mots" not in str(broken.value)


def test_another_person_or_another_master_key_does_not_open_it() -> None:
    key, wrapped = VAULT.new_key("p")
    stranger, _ = VAULT.new_key("q")
    sealed = key.seal("r", "message", b"mots")
    with pytest.raises(SealBroken):
        stranger.open("r", "message", sealed)
    with pytest.raises(SealBroken):
        VAULT.unwrap("q", wrapped)
    with pytest.raises(SealBroken):
        OTHER.unwrap("p", wrapped)


@pytest.mark.parametrize("damaged", [b"", b"x", b"x" * 12, b"x" * 27, b"x" * 60])
def test_damage_is_noticed_and_is_no_crash(damaged: bytes) -> None:
    key, _ = VAULT.new_key("p")
    with pytest.raises(SealBroken):
        key.open("r", "message", damaged)
    with pytest.raises(SealBroken):
        VAULT.unwrap("p", damaged)


def test_the_same_sender_on_another_channel_or_account_has_another_hash() -> None:
    hashes = {
        VAULT.address_hash(*one) for one in [("telegram", "1", "7"), ("whatsapp", "1", "7"), ("telegram", "2", "7")]
    }
    assert len({*hashes, OTHER.address_hash("telegram", "1", "7")}) == 4


async def test_rows_swapped_in_the_database_do_not_open(database: Database, phone: Phone) -> None:
    other = Phone(phone.house.book, database, "telegram", "700200")
    await phone.says("bonjour", "1", "1")
    await other.says("bonjour", "2", "1")

    def swap(conn: Connection) -> tuple[str, str]:
        first, second = conn.execute(select(conversation.c.id, conversation.c.session)).all()
        conn.execute(update(conversation).where(conversation.c.id == first.id).values(session=second.session))
        return first.id, second.id

    first, _ = await database.write(swap)

    def read(conn: Connection) -> None:
        row = conn.execute(
            select(conversation.c.person_id, conversation.c.session, person_key.c.wrapped)
            .join(person_key, person_key.c.person_id == conversation.c.person_id)
            .where(conversation.c.id == first)
        ).one()
        phone.vault.unwrap(row.person_id, row.wrapped).open(first, "session", row.session)

    with pytest.raises(SealBroken):
        await database.read(read)


async def test_everything_sealed_is_bound_to_its_row(database: Database, phone: Phone) -> None:
    await phone.says("bonjour", "1", "1", "1", "1", "kayes")
    rows = await database.read(everything)
    wrapped = rows["person_key"][0]
    key = phone.vault.unwrap(wrapped["person_id"], wrapped["wrapped"])
    for name in FIELDS:
        sealed = [(row["id"], row["sealed"]) for row in rows[name] if row["sealed"]]
        assert sealed, name
        for row_id, value in sealed:
            assert key.open(row_id, name, value)
            with pytest.raises(SealBroken):
                key.open("0" * 32, name, value)


@pytest.mark.parametrize("chat", [{}, {"id": 0, "type": "private"}, {"id": "x", "type": "private"}, {"id": 7.5, "type": "private"},
                                  {"id": None, "type": "private"}, {"id": True, "type": "private"}, {"id": -5, "type": "private"}])  # fmt: skip
async def test_an_empty_or_malformed_sender_is_quarantined_and_nobody(world: World, chat: dict[str, object]) -> None:
    update = world.telegram.person_writes(700_100_200, "bonjour")
    update["message"]["chat"] = chat
    await world.deliver(update)
    await world.deliver(update)
    rows = await world.rows()
    assert [(row["state"], row["sealed"], row["conversation_id"]) for row in rows["inbound"]] == [
        ("quarantined", b"", "")
    ]
    assert rows["person"] == []
    assert rows["address"] == []


@pytest.mark.parametrize(
    "sender", ["", "whatsapp:", "whatsapp:+", "whatsapp:abc", "+22370000077", "whatsapp:+2237000007712345678"]
)
async def test_a_whatsapp_form_without_a_usable_sender_is_quarantined_and_nobody(world: World, sender: str) -> None:
    form = world.twilio.person_writes("whatsapp:+22370000077", "bonjour")
    fields = dict(form.fields) | {"From": sender, "WaId": "", "MessageSid": "SM" + "0" * 32}
    again = world.twilio.signed(form.path, fields)
    assert (await world.client.post(again.path, content=again.body, headers=again.headers)).status_code == 200
    rows = await world.rows()
    assert [(row["state"], row["sealed"]) for row in rows["inbound"]] == [("quarantined", b"")]
    assert rows["person"] == []


async def test_a_forged_request_stores_nothing_at_all(world: World) -> None:
    update = world.telegram.person_writes(700_100_200, "bonjour")
    for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": ""}, {"X-Telegram-Bot-Api-Secret-Token": "é"}):
        given = {name: value.encode() for name, value in headers.items()}
        assert (await world.client.post("/webhook/telegram", json=update, headers=given)).status_code == 403
    assert (await world.rows())["inbound"] == []
