"""A request is Twilio's only if its signature says so, over the public address."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.signature import genuine

TOKEN, KEY = "t0ken", "shared-key"
PUBLIC, PATH = "https://sira.example", "/webhook/twilio"
FIELDS = [("From", "whatsapp:+22370000001"), ("Body", "dɛmɛ ɔ ɲɛ ŋ"), ("NumMedia", "0")]
SHARED = "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"


def sign(url: str, fields: list[tuple[str, str]], secret: str = TOKEN, algorithm: str = "sha1") -> str:
    """Written here from Twilio's description, not with its library, so that both are checked."""
    parts = sorted(set(fields))
    text = url + "".join(name + value for name, value in parts)
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), getattr(hashlib, algorithm)).digest()).decode()


def check(signature: str, fields: list[tuple[str, str]] = FIELDS, **more: object) -> bool:
    given_ = {"public_url": PUBLIC, "path": PATH, "query": "", "secrets": [TOKEN]} | more
    return genuine(fields=fields, signature=signature, **given_)  # type: ignore[arg-type]


GENUINE = [
    ("plain", f"{PUBLIC}{PATH}", FIELDS, {}),
    ("with a port", f"{PUBLIC}:443{PATH}", FIELDS, {}),
    ("with a query", f"{PUBLIC}{PATH}?a=1&b=%20x", FIELDS, {"query": "a=1&b=%20x"}),
    ("a repeated field", f"{PUBLIC}{PATH}", [*FIELDS, ("MediaUrl", "b"), ("MediaUrl", "a")], {}),
    ("a field of tomorrow", f"{PUBLIC}{PATH}", [*FIELDS, ("Télépathie", "oui")], {}),
    ("an empty body", f"{PUBLIC}{PATH}", [("Body", ""), ("NumMedia", "1")], {}),
    ("no field", f"{PUBLIC}{PATH}", [], {}),
    ("a public address with a slash", f"{PUBLIC}{PATH}", FIELDS, {"public_url": f"{PUBLIC}/"}),
    ("a public address with a port", f"{PUBLIC}:8443{PATH}", FIELDS, {"public_url": f"{PUBLIC}:8443"}),
    ("the second secret", f"{PUBLIC}{PATH}", FIELDS, {"secrets": ["old", TOKEN]}),
]


@pytest.mark.parametrize(("url", "fields", "more"), [row[1:] for row in GENUINE], ids=[row[0] for row in GENUINE])
def test_a_genuine_request_is_let_in(url: str, fields: list[tuple[str, str]], more: dict[str, object]) -> None:
    assert check(sign(url, fields), fields, **more)


FORGED = [
    ("another secret", sign(PUBLIC + PATH, FIELDS, "other"), {}),
    ("another path", sign(f"{PUBLIC}/other", FIELDS), {}),
    ("another host", sign(f"https://evil.example{PATH}", FIELDS), {}),
    ("another query", sign(f"{PUBLIC}{PATH}?a=1", FIELDS), {"query": "a=2"}),
    ("the fragment signed too", sign(f"{PUBLIC}{PATH}#rc=5&rp=all", FIELDS), {}),
    ("a changed field", sign(PUBLIC + PATH, [("From", "x"), *FIELDS[1:]]), {}),
    ("no signature", "", {}),
    ("rubbish", "é" * 40, {}),
    ("half a pair", "\ud800", {}),
    ("no secret is set", sign(PUBLIC + PATH, FIELDS, ""), {"secrets": [""]}),
    ("no secret at all", sign(PUBLIC + PATH, FIELDS, ""), {"secrets": []}),
    ("an algorithm of tomorrow", sign(PUBLIC + PATH, FIELDS), {"signature_settings": "key=k,algorithm=HMAC_SHA512"}),
    ("another algorithm than named", sign(PUBLIC + PATH, FIELDS), {"signature_settings": SHARED}),
    ("a port that is none", sign(PUBLIC + PATH, FIELDS), {"public_url": "https://sira.example:no"}),
]


@pytest.mark.parametrize(("signature", "more"), [row[1:] for row in FORGED], ids=[row[0] for row in FORGED])
def test_a_forged_request_stays_out(signature: str, more: dict[str, object]) -> None:
    assert not check(signature, **more)


def test_a_shared_key_signs_with_sha_256() -> None:
    signature = sign(PUBLIC + PATH, FIELDS, KEY, "sha256")
    assert check(signature, secrets=[TOKEN, KEY], signature_settings=SHARED)
    assert not check(signature, secrets=[TOKEN, KEY])
    assert not check(signature, secrets=[TOKEN], signature_settings=SHARED)


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=6), st.text(max_size=40))
def test_no_form_and_no_signature_raises(fields: list[tuple[str, str]], signature: str) -> None:
    clean = [(name, value) for name, value in fields if not _half(name + value)]
    assert not check(signature, fields)
    assert check(sign(PUBLIC + PATH, clean), clean)


def _half(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def test_the_public_address_decides_and_not_what_the_server_sees() -> None:
    inside = urlsplit("http://10.0.0.5:8000/webhook/twilio")
    assert not check(sign(inside.geturl(), FIELDS))
