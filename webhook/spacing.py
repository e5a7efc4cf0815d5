"""French signs stay with their words: no « ? » or « » » alone at the beginning of a line.

What is written in flows, cards and pages has plain spaces, as an author types them; a page is where lines are broken, so
the no-break space is put there, at the end of rendering and in one place, whoever wrote the words. It changes what is read,
never a tag, nor what a field holds and gives back.
"""

from __future__ import annotations

import re
from typing import Final

_GAP: Final = re.compile(r"(<textarea\b.*?</textarea>|<[^>]*>)|(?<=«) | (?=[?!:;»])", re.DOTALL)
"""What is to be left as it is, or a plain space before a high sign or inside guillemets. Templates escape « > » in values."""


def kept_together(html: str) -> str:
    """``html`` with no-break spaces where French wants a space that is no place to break."""
    return _GAP.sub(lambda found: found[1] or "\N{NO-BREAK SPACE}", html)
