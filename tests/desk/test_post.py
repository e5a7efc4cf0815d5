"""An e-mail over a real connection: what the server is told, what is kept from it, and how each end is read."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.channels.wire import Delivered, Rejected, Retry, Uncertain
from bot.desk.post import Server, post, server_of
from bot.settings import Settings
from tests.doubles.certificates import self_signed
from tests.doubles.smtp import LOGIN, PASSWORD, MailServer

WORDS = "Une demande attend.\n.\nCeci suit un point seul, avec ɛ et ɔ.\n"
SUBJECT = "Sira : une demande attend"


def settings(server: MailServer, login: str = "", scheme: str = "smtp") -> Settings:
    return Settings(smtp_url=f"{scheme}://{login}localhost:{server.port}", mail_from="Sira <sira@example.org>")


SIGNED = f"{LOGIN}:{PASSWORD.replace(' ', '%20')}@"


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    return self_signed(tmp_path)


async def test_the_words_arrive_whole(mail: MailServer) -> None:
    sent = await post(settings(mail), "awa@example.org", SUBJECT, WORDS)
    (one,) = mail.taken
    assert isinstance(sent, Delivered)
    assert sent.provider_id == one.message["Message-ID"]
    assert (one.sender, one.recipients) == ("sira@example.org", ("awa@example.org",))
    assert (one.words, one.message["Subject"], one.message["To"]) == (WORDS, SUBJECT, "awa@example.org")
    assert one.message["Message-ID"].endswith("@example.org>")


async def test_several_do_not_see_each_other(mail: MailServer) -> None:
    await post(settings(mail), ("awa@example.org", "bou@example.org"), SUBJECT, WORDS)
    (one,) = mail.taken
    assert one.recipients == ("awa@example.org", "bou@example.org")
    assert "awa" not in one.message.as_string()
    assert "bou" not in one.message.as_string()


async def test_one_address_that_is_dead_does_not_cost_the_others(mail: MailServer) -> None:
    sent = await post(settings(mail), ("nobody@example.org", "bou@example.org"), SUBJECT, WORDS)
    assert isinstance(sent, Delivered)
    assert mail.taken[0].recipients == ("bou@example.org",)


@pytest.mark.parametrize(
    ("verb", "answer", "kind"),
    [
        ("EHLO", "421 4.3.2 Shutting down", Retry),
        ("MAIL", "451 4.3.0 Later", Retry),
        ("MAIL", "550 5.7.1 Not from you", Rejected),
        ("RCPT", "450 4.2.0 Greylisted", Retry),
        ("RCPT", "550 5.1.1 awa@example.org unknown", Rejected),
        ("DATA", "554 5.7.1 Spam", Rejected),
        ("END", "452 4.3.1 Full", Retry),
        ("END", "", Uncertain),
        ("MAIL", "", Uncertain),
    ],
)
async def test_every_refusal_is_read(mail: MailServer, verb: str, answer: str, kind: type) -> None:
    mail.fail_next((verb, answer))
    sent = await post(settings(mail), "awa@example.org", SUBJECT, WORDS)
    assert isinstance(sent, kind)
    assert "awa" not in sent.reason
    assert mail.taken == []


async def test_a_server_that_is_not_there_is_tried_again() -> None:
    dead = Settings(smtp_url="smtp://127.0.0.1:1", mail_from="sira@example.org")
    assert isinstance(await post(dead, "awa@example.org", SUBJECT, WORDS), Retry)


@pytest.mark.parametrize("to", ["awa@example.org\nBcc: spy@example.org", "awa example.org", "", "ɛ@example.org"])
async def test_an_address_that_is_none_never_reaches_the_dialogue_as_another(mail: MailServer, to: str) -> None:
    sent = await post(settings(mail), to, SUBJECT, WORDS)
    assert not isinstance(sent, Delivered)
    assert mail.taken == []
    mail.wrong.clear()


@pytest.mark.parametrize(("scheme", "at_once"), [("smtp", False), ("smtps", True)])
async def test_the_password_travels_in_tls_only(
    certificate: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch, scheme: str, *, at_once: bool
) -> None:
    context, file = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with MailServer(context, at_once=at_once, asks_login=True) as server:
        assert isinstance(await post(settings(server, SIGNED, scheme), "awa@example.org", SUBJECT, WORDS), Delivered)
        assert (server.taken[0].tls, server.taken[0].login) == (True, LOGIN)


async def test_a_certificate_that_nobody_vouches_for_gets_neither_password_nor_words(
    certificate: tuple[ssl.SSLContext, Path],
) -> None:
    with MailServer(certificate[0]) as server:
        sent = await post(settings(server, SIGNED), "awa@example.org", SUBJECT, WORDS)
        assert isinstance(sent, Retry)
        assert not {"AUTH", "MAIL"} & set(server.heard)


async def test_a_password_is_not_sent_to_a_server_without_tls(mail: MailServer) -> None:
    assert isinstance(await post(settings(mail, SIGNED), "awa@example.org", SUBJECT, WORDS), Retry)
    assert not {"AUTH", "MAIL"} & set(mail.heard)


async def test_a_wrong_password_is_tried_again_since_it_can_be_mended(
    certificate: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    with MailServer(certificate[0], asks_login=True) as server:
        assert isinstance(await post(settings(server, "sira:faux@"), "awa@example.org", SUBJECT, WORDS), Retry)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtps://a:b%40c@h", Server("h", 465, "a", "b@c", tls=True, start_tls=False)),
        ("smtp://a:b@h:587", Server("h", 587, "a", "b", tls=False, start_tls=True)),
        ("smtp://h:587", Server("h", 587, "", "", tls=False, start_tls=True)),
        ("smtp://a:b@h:2525", Server("h", 2525, "a", "b", tls=False, start_tls=True)),
        ("smtp://h", Server("h", 25, "", "", tls=False, start_tls=None)),
    ],
)
def test_the_setting_is_read(url: str, server: Server) -> None:
    assert server_of(url) == server


@pytest.mark.parametrize("url", ["mail.example.org", "http://h", "smtp://", "smtp://h:x", "smtp://h:0"])
def test_a_setting_that_is_none_is_refused_at_start(url: str) -> None:
    with pytest.raises(ValidationError, match="smtps://COMPTE"):
        Settings(smtp_url=url)
