"""Whatever a browser or a prankster posts is answered gently: never an error of ours."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.records.database import Database
from bot.records.down import DatabaseDown
from bot.settings import Settings
from tests.chat.conftest import HOME, KEY, Phone, checked
from webhook.app import create_app
from webhook.body import BODY_MAX

FORM = "application/x-www-form-urlencoded"
FIELDS = ("nonce", "text", "choice", "lang", "v", "other")
BAD = {
    "no nonce": ({"text": "bonjour"}, 400),
    "an empty nonce": ({"nonce": "", "text": "bonjour"}, 400),
    "a long nonce": ({"nonce": "n" * 65, "text": "bonjour"}, 400),
    "a nonce of control characters": ({"nonce": "a\nb", "text": "bonjour"}, 400),
    "a long choice": ({"nonce": "n", "choice": "1:" + "x" * 200}, 400),
    "a long text": ({"nonce": "n", "text": "x" * 4001}, 413),
    "a huge text": ({"nonce": "n", "text": "x" * BODY_MAX}, 413),
    "nothing": ({}, 400),
}
RAW = {
    "bytes that are no UTF-8": (FORM, b"nonce=n&text=%ff%fe", 400),
    "too many fields": (FORM, b"&".join(b"f%d=1" % n for n in range(300)), 400),
    "json": ("application/json", b'{"nonce": "n"}', 400),
    "no type": ("", b"nonce=n&text=a", 400),
    "a multipart without boundary": ("multipart/form-data", b"--x", 400),
    "a broken multipart": ("multipart/form-data; boundary=x", b"--y\r\nnothing", 400),
    "a multipart cut short": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nab', 400),
    "two files": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="voice"; filename="a"\r\n\r\n1\r\n' * 2 + b"--x--\r\n",
        400,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_form_gets_a_gentle_page(phone: Phone, name: str) -> None:
    fields, status = BAD[name]
    answer = await phone.client.post("/chat", data=fields)
    assert answer.status_code == status
    assert 'id="trouble"' in checked(answer)
    assert 'href="/"' in answer.text


@pytest.mark.parametrize("name", RAW)
async def test_a_bad_body_gets_a_gentle_page(phone: Phone, name: str) -> None:
    kind, body, status = RAW[name]
    answer = await phone.client.post("/chat", content=body, headers={"Content-Type": kind} if kind else {})
    assert answer.status_code == status
    assert 'id="trouble"' in checked(answer)


async def test_an_honest_length_is_refused_before_it_is_read(phone: Phone) -> None:
    answer = await phone.client.post(
        "/chat", content=b"x", headers={"Content-Type": FORM, "Content-Length": "99999999"}
    )
    assert answer.status_code == 413


async def test_tags_are_words(talking: Phone) -> None:
    await talking.send(text="<script>alert(1)</script><b onclick=x>")
    assert "<script>alert" not in talking.html
    assert "&lt;script&gt;alert(1)" in talking.html


@pytest.mark.parametrize(
    "choice", [":", "x", "1:", ":yes", "-1:yes", "999999999999999999999:yes", "1:@nothing", "١:yes", "0:@"]
)
async def test_a_forged_choice_is_answered_kindly(talking: Phone, choice: str) -> None:
    answer = await talking.send(choice=choice)
    assert answer.status_code == 303
    assert "🤖 Machine" in talking.talk


@pytest.mark.parametrize(
    "v", ["", ".", "talk", "talk.fr.000.1.x", "talk.fr.000.9999999.x", "talk.fr.000.-1.x", "ɛ\0" * 9]
)
async def test_a_forged_version_gets_everything(talking: Phone, v: str) -> None:
    answer = await talking.client.get("/chat/news", params={"v": v})
    assert answer.status_code == 200
    assert "data-whole" in answer.text


async def test_when_nothing_can_be_stored_the_words_are_given_back(
    talking: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(*_: object) -> None:
        raise DatabaseDown("test")

    nonce = talking.nonce
    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", down)
        answer = await talking.client.post("/chat", data={"nonce": nonce, "text": "mon <message>"})
        assert answer.status_code == 503
        assert "mon &lt;message&gt;</textarea>" in checked(answer)
        assert f'value="{nonce}"' in answer.text
        patch.setattr(Database, "read", down)
        assert (await talking.client.get("/")).status_code == 503
        assert (await talking.client.get("/chat/news")).status_code == 503
    assert (await talking.send(nonce=nonce, text="oui")).status_code == 303


@pytest.fixture(scope="module")
def loop_and_client(tmp_path_factory: pytest.TempPathFactory) -> object:
    """One application for many examples, in a loop of its own."""
    path: Path = tmp_path_factory.mktemp("garbage") / "sira.db"
    loop = asyncio.new_event_loop()
    app = create_app(
        Settings(database_url=f"sqlite:///{path}", master_key=KEY, pepper=KEY, public_url=HOME),
        thinks=False,
        sends=False,
    )
    lifespan = app.router.lifespan_context(app)
    loop.run_until_complete(lifespan.__aenter__())
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME)
    yield loop, client
    loop.run_until_complete(client.aclose())
    loop.run_until_complete(lifespan.__aexit__(None, None, None))
    loop.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.dictionaries(st.sampled_from(FIELDS), st.text(st.characters(codec="utf-8"), max_size=60), max_size=6),
    multipart=st.booleans(),
)
def test_no_field_breaks_the_page(loop_and_client: tuple[asyncio.AbstractEventLoop, httpx.AsyncClient],
                                  fields: dict[str, str], multipart: bool) -> None:  # fmt: skip
    loop, client = loop_and_client
    files = {"voice": ("v", b"OggS" + b"\0" * 20)} if multipart else None
    answer = loop.run_until_complete(client.post("/chat", data=fields, files=files))
    assert answer.status_code in {303, 400, 413}
    assert loop.run_until_complete(client.get("/")).status_code == 200


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300), kind=st.sampled_from([FORM, "multipart/form-data; boundary=x", "text/plain"]))
def test_no_body_breaks_the_page(loop_and_client: tuple[asyncio.AbstractEventLoop, httpx.AsyncClient],
                                 body: bytes, kind: str) -> None:  # fmt: skip
    loop, client = loop_and_client
    answer = loop.run_until_complete(client.post("/chat", content=body, headers={"Content-Type": kind}))
    assert answer.status_code in {303, 400, 413}
