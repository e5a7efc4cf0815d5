"""The kinds of service are named once."""

from __future__ import annotations

from typing import get_args

from content.kinds import KINDS, Kind


def test_every_kind_of_a_record_has_a_name():
    assert tuple(KINDS) == get_args(Kind)


def test_names_letters_and_pictures_tell_kinds_apart():
    for part in ("fr", "letter", "picture"):
        assert len({getattr(kind, part) for kind in KINDS.values()}) == len(KINDS)
    assert all(kind.letter != kind.letter.lower() for kind in KINDS.values())
