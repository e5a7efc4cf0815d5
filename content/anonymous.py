"""Nobody is named: functions enter a file of the directory, people and private mailboxes do not (R100)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from locales.fold import fold
from locales.yamlfile import YamlFile, shown

_TITLED = re.compile(
    r"\b(?:Madame|Monsieur|Mme|Mlle|Mr|M\.|Père|Docteur|Dr|El Hadj)\s+[A-ZÉÈÀÂÎÔ][\w'’-]+(?:\s+[A-ZÉÈÀÂÎÔ][\w'’-]+)*"
)
NOT_NAMES = frozenset({"Père Michel"})
"""The name of a school, not of somebody."""
FAMILIES = frozenset(
    fold(name)
    for name in (
        "Ag", "Arama", "Ba", "Bagayoko", "Bah", "Ballo", "Bamba", "Berthé", "Bocoum", "Boré", "Camara", "Cissé",
        "Cissoko", "Coulibaly", "Dabo", "Daou", "Dembélé", "Diabaté", "Diabira", "Diakité", "Diallo", "Diarra", "Diawara",
        "Dicko", "Djiré", "Dolo", "Doucouré", "Doumbia", "Dramé", "Fané", "Fofana", "Goïta", "Guindo", "Haïdara", "Kanouté",
        "Kanté", "Kassambara", "Kassogué", "Keïta", "Kodio", "Konaré", "Konaté", "Koné", "Kouyaté", "Maïga", "Magassa",
        "Magassouba", "Mariko", "Niangaly", "Niaré", "Ongoïba", "Sacko", "Samaké", "Sanogo", "Sangaré", "Sidibé",
        "Simpara", "Sissoko", "Soumaré", "Sow", "Sy", "Sylla", "Tall", "Tamboura", "Tapily", "Tembely", "Thiam", "Timbiné",
        "Togo", "Togola", "Touré", "Tounkara", "Traoré", "Wagué", "Yattara", "Yossi",
    )
)  # fmt: skip
"""Family names common in Mali: after a word with a capital they name somebody, title or none."""
_PAIR = re.compile(r"\b([A-ZÀ-Ö][\w'’-]*)(?=\s+([A-ZÀ-Ö][\w'’-]*))")
MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def people_in(words: str) -> tuple[str, ...]:
    """The people named in a text: after a title, or by a first name and a family name of Mali."""
    titled = [name for name in _TITLED.findall(words) if name not in NOT_NAMES]
    pairs = [" ".join(pair.groups()) for pair in _PAIR.finditer(words) if fold(pair[2]) in FAMILIES]
    return (*titled, *(pair for pair in pairs if not any(pair in name or name in pair for name in titled)))


def nobody_named(file: YamlFile) -> Iterator[str]:
    """A fault for each person and each mailbox in a file, comments included, with its line."""
    for number, line in enumerate(file.source.splitlines(), 1):
        for name in people_in(line):
            yield f"{shown(file.path)}:{number}: « {name} » est un nom de personne ; écrivez sa fonction."
        for mailbox in MAILBOX.findall(line):
            yield f"{shown(file.path)}:{number}: « {mailbox} » est une boîte aux lettres ; retirez-la."
