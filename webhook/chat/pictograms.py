"""Pictures of choices as our own drawings: for the commonest, and for signs that older phones show as an empty box.

Whose the drawings are, and under what licence, stands in the README. Channels that show no pictures of ours keep the sign itself.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from webhook.assets import FOLDER, address

ROOM: Final = "pictograms"
VARIATION: Final = "\N{VARIATION SELECTOR-16}"


@cache
def drawing(picture: str) -> str:
    """The address of the drawing for a sign, "" when there is none: then the sign itself is shown.

    >>> drawing("✅").startswith("/static/pictograms/2705.svg"), drawing("🐟")
    (True, '')
    """
    sign = picture.replace(VARIATION, "")
    name = f"{ROOM}/{ord(sign):x}.svg" if len(sign) == 1 else ""
    return address(name) if name and (FOLDER / name).is_file() else ""
