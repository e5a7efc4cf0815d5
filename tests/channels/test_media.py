"""What a file is, and where it may come from."""

from __future__ import annotations

import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.channels.magic import content_type
from bot.channels.media import MediaRefusedError, checked
from bot.channels.whatsapp.media import PublicResolver

KINDS = [
    ("audio/ogg", b"OggS\x00\x02"),
    ("audio/mpeg", b"ID3\x04"),
    ("audio/mpeg", b"\xff\xfb\x90"),
    ("audio/aac", b"\xff\xf1\x50"),
    ("audio/amr", b"#!AMR\n"),
    ("audio/wav", b"RIFF\x24\x08\x00\x00WAVEfmt "),
    ("audio/mp4", b"\x00\x00\x00\x20ftypM4A "),
    ("video/mp4", b"\x00\x00\x00\x20ftypisom"),
    ("video/webm", b"\x1a\x45\xdf\xa3\x9f"),
    ("image/jpeg", b"\xff\xd8\xff\xe0"),
    ("image/png", b"\x89PNG\r\n\x1a\n"),
    ("image/gif", b"GIF89a"),
    ("image/webp", b"RIFF\x24\x08\x00\x00WEBPVP8 "),
    ("application/pdf", b"%PDF-1.7"),
    ("application/zip", b"PK\x03\x04"),
    ("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ("", b"MZ\x90\x00"),
    ("", b"\x7fELF"),
    ("", b"<!DOCTYPE html>"),
    ("", b"#!/bin/sh"),
    ("", b"RIFF\x24\x08\x00\x00AVI "),
    ("", b""),
]


@pytest.mark.parametrize(("kind", "data"), KINDS)
def test_a_file_is_what_its_first_bytes_say(kind: str, data: bytes) -> None:
    assert content_type(data + bytes(20) if data else data) == kind


def test_only_known_kinds_pass() -> None:
    assert checked(b"OggS" + bytes(20)) == b"OggS" + bytes(20)
    with pytest.raises(MediaRefusedError, match="of a kind"):
        checked(b"<svg onload=x>")


class Names(AbstractResolver):
    """Answers every name with the same addresses."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self.addresses
        ]

    async def close(self) -> None:
        self.addresses = ()


def resolver(*addresses: str, trusted: frozenset[str] = frozenset()) -> PublicResolver:
    return PublicResolver(trusted, Names(*addresses))


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "::1", "fd00::1", "0.0.0.0"]
)
async def test_a_public_name_that_leads_into_a_private_network_is_not_resolved(address: str) -> None:
    with pytest.raises(OSError, match="no public address"):
        await resolver(address).resolve("media.twiliocdn.com", 443)


async def test_public_addresses_and_the_operators_own_host_are_resolved() -> None:
    found = await resolver("10.0.0.1", "34.203.250.1").resolve("media.twiliocdn.com", 443)
    assert [one["host"] for one in found] == ["34.203.250.1"]
    own = await resolver("10.0.0.1", trusted=frozenset({"twilio.internal"})).resolve("twilio.internal", 80)
    assert [one["host"] for one in own] == ["10.0.0.1"]
