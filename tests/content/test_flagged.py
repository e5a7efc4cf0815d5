"""The flag of a record, read while a process runs."""

from __future__ import annotations

from content.flagged import flagged

SAYS_SO = {
    b"do_not_use: true\n": True,
    b"do_not_use: true  # danger\r\nkind: job": True,
    b"do_not_use: oui\n": True,
    b'"do_not_use": true\nmust: [{': True,
    b"do_not_use: false\n": False,
    b"# do_not_use: true\n": False,
    b"kind: job\n": False,
}


def test_a_record_that_says_so_is_known_as_soon_as_it_is_written(tmp_path):
    (tmp_path / "services").mkdir()
    path = tmp_path / "services" / "atelier.yaml"
    for written, out in SAYS_SO.items():
        path.write_bytes(b"id: atelier\n" + written)
        assert flagged(tmp_path) == (frozenset({"atelier"}) if out else frozenset()), written
