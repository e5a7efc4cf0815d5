"""A recording that is not kept."""

from __future__ import annotations


class VoiceRefusedError(ValueError):
    """This recording is not kept; ``str()`` is one line for the speaker that says what to do."""
