"""Numbers in words of both languages, for what must be read back."""

from __future__ import annotations

_FRENCH_ONES = ["", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"]
_FRENCH_ONES += ["treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"]
_FRENCH_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
_BAMBARA_ONES = ["", "kelen", "fila", "saba", "naani", "duuru", "wɔɔrɔ", "wolonwula", "seegin", "kɔnɔntɔn"]


def in_french(n: int) -> str:
    """1 to 9,999, as it is written in school."""
    if n >= 1000:
        return " ".join(
            filter(None, [in_french(n // 1000) if n >= 2000 else "", "mille", n % 1000 and in_french(n % 1000)])
        )
    if n >= 100:
        return " ".join(filter(None, [in_french(n // 100) if n >= 200 else "", "cent", n % 100 and in_french(n % 100)]))
    if n >= 80:
        return "quatre-vingt" + (f"-{in_french(n - 80)}" if n > 80 else "s")
    if n >= 20:
        tens = min(n // 10 * 10, 60)
        joint = " et " if n % 10 == 1 else "-"
        return _FRENCH_TENS[tens] + (joint + in_french(n - tens) if n > tens else "")
    return _FRENCH_ONES[n]


def in_bambara(n: int) -> str:
    """1 to 9,999, the unit before its count."""
    parts = []
    for unit, word in ((1000, "ba"), (100, "kɛmɛ")):
        if n >= unit:
            parts.append(f"{word} {_BAMBARA_ONES[n // unit]}")
            n %= unit
    if n >= 30:
        parts.append(f"bi {_BAMBARA_ONES[n // 10]}")
    elif n >= 10:
        parts.append("mugan" if n >= 20 else "tan")
    if n % 10:
        parts.append(_BAMBARA_ONES[n % 10])
    return " ni ".join(parts)
