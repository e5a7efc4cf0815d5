"""The one form that all our voices have: Ogg/Opus, mono, 48 kHz, packets of 20 ms, equally loud. Knowing it loads no encoder."""

from __future__ import annotations

from typing import Final

RATE: Final = 48_000  # Opus knows no other outside
BIT_RATE: Final = 24_000  # speech by Opus, RFC 6716 section 2.1.1: 16 to 20 kbit/s wide band, with room
PACKET_SAMPLES: Final = 960  # 20 ms, libopus's own choice
CONTENT_TYPE: Final = "audio/ogg"
BYTES_MAX: Final = 512 * 1024  # above it WhatsApp shows a download icon (Meta, audio messages, 2 July 2026)
LOUDNESS: Final = -16.0  # LUFS, what podcasts and phones' players expect (AES TD1008, speech for mobile listening)
SLOW: Final = 0.75  # of the pace, as the page plays it (webhook/static/chat.js)
