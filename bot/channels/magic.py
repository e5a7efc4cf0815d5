"""What a file is by its first bytes, since a sender's word for it is no proof (protection C4)."""

from __future__ import annotations

import re

SNIFFED = 16  # bytes that decide
SIGNATURES: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), content_type)
    for pattern, content_type in (
        (rb"OggS", "audio/ogg"),
        (rb"ID3|\xff[\xf2\xf3\xfa\xfb]", "audio/mpeg"),
        (rb"\xff[\xf0\xf1\xf8\xf9]", "audio/aac"),
        (rb"#!AMR", "audio/amr"),
        (rb"RIFF....WAVE", "audio/wav"),
        (rb"....ftypM4A", "audio/mp4"),
        (rb"....ftyp", "video/mp4"),
        (rb"\x1aE\xdf\xa3", "video/webm"),
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"\x89PNG\r\n\x1a\n", "image/png"),
        (rb"GIF8[79]a", "image/gif"),
        (rb"RIFF....WEBP", "image/webp"),
        (rb"%PDF-", "application/pdf"),
        (rb"PK\x03\x04", "application/zip"),  # also docx, xlsx, pptx
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    )
)


def content_type(data: bytes) -> str:
    """The type that the first bytes tell, or "" for one that Sira does not take (programs, web pages, scripts)."""
    for pattern, name in SIGNATURES:
        if pattern.match(data[:SNIFFED]):
            return name
    return ""
