"""Identifiers that others can keep: the same record has the same one in every export, on every machine."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

NAMESPACE = uuid5(NAMESPACE_URL, "urn:sira:directory")
"""Version 5 of RFC 9562: computed from this name and a slug, so that no table of identifiers must be kept or lost.

It never changes: with another name, everybody who took an earlier export would see only new services.
"""


def identify(*path: str) -> str:
    """The identifier of a thing by kind and slug: ``identify("service", "cfp-senou")``."""
    return str(uuid5(NAMESPACE, "/".join(path)))
