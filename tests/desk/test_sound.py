"""Whatever was recorded goes out as one small Ogg/Opus voice note, and nothing else does."""

from __future__ import annotations

import contextlib
import io

import av
import pytest

from bot.desk.sound import SECONDS_MAX, SoundRefusedError, voice_note
from bot.voices.form import BYTES_MAX
from tests.desk.sounds import silence, tone


@pytest.mark.parametrize("container", ["webm", "ogg", "mp3", "ipod", "adts"])
@pytest.mark.parametrize("stereo", [False, True])
def test_every_recorder_s_sound_becomes_ogg_opus_in_mono(container: str, stereo: bool) -> None:
    made = voice_note(tone(container, 2.0, stereo=stereo))
    assert made.startswith(b"OggS")
    with av.open(io.BytesIO(made), format="ogg") as read:
        (stream,) = read.streams
        assert (stream.codec_context.name, stream.codec_context.layout.name) == ("opus", "mono")
        seconds = sum(frame.samples for frame in read.decode(audio=0)) / 48_000
    assert seconds == pytest.approx(2.0, abs=0.2)


def test_what_a_recorder_wrote_beside_the_sound_is_left_behind() -> None:
    assert b"Gao" in (given := tone("ogg", title="Chez moi, Gao"))
    assert b"Gao" not in voice_note(given)


def test_two_and_a_half_minutes_go_out_and_are_small() -> None:
    made = voice_note(tone("webm", SECONDS_MAX - 1))
    assert len(made) <= BYTES_MAX


def test_a_small_file_that_unfolds_to_a_long_silence_is_stopped() -> None:
    with pytest.raises(SoundRefusedError, match="too_long"):
        voice_note(silence(SECONDS_MAX + 5))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"<html><script>alert(1)</script></html>",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"MZ\x90\x00" + bytes(100),
        b"#EXTM3U\n#EXTINF:1,\nhttp://169.254.169.254/latest\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"OggS" + bytes(600),
        b"OggS" + b"\xff" * 5000,
        b"\x1aE\xdf\xa3" + b"\x01" * 3000,
        b"\x00\x00\x00\x1cftypM4A " + b"\x00" * 2000,
        b"ID3\x04" + b"\x7f" * 2000,
        b"\xff\xfb" + bytes(3000),
        b"RIFF\x00\x00\x00\x00WAVE" + bytes(100),
        b"#!AMR\n" + bytes(50),
    ],
)
def test_what_lies_about_itself_is_refused_with_one_word(data: bytes) -> None:
    with pytest.raises(SoundRefusedError, match="not_sound"):
        voice_note(data)


@pytest.mark.parametrize("cut", [5, 40, 200, 900, -1])
def test_a_sound_that_was_cut_is_sound_or_refused_and_never_an_error(cut: int) -> None:
    with contextlib.suppress(SoundRefusedError):
        assert voice_note(tone("webm")[:cut]).startswith(b"OggS")
