"""From a workbook to the files that it would change, or to everything that is wrong with it. Nothing is written here."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from content.load import ContentProblem, load
from content.parts import SLUG
from content.problems import Problem, problem
from content.sheet.blame import place_and_sentence
from content.sheet.draft import Draft, new
from content.sheet.edits import ORDER
from content.sheet.grid import POSITION, SERVICE, GridRow, Sheet
from content.sheet.origin import hash_of, hash_of_cells, hash_of_rows
from content.sheet.rows import rows as rows_of
from content.sheet.tab import Tab
from content.sheet.tabs import tabs
from content.sheet.yamltext import document
from locales.yamlfile import YamlFile, read

BESIDE = ("emergency.yaml", "leads.yaml")
"""What ``content.load`` reads beside the records."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``files``: new text by service. ``changes`` and ``remarks`` are sentences for the editor; so are ``faults``."""

    files: Mapping[str, str]
    changes: tuple[str, ...]
    remarks: tuple[str, ...]
    faults: tuple[str, ...]


def plan(sheet: Sheet, root: Path) -> Plan:
    """What importing ``sheet`` into the records under ``root`` would do."""
    if sheet.faults:
        return Plan({}, (), (), sheet.faults)
    before = {path.stem: read(path) for path in sorted((root / "services").glob("*.yaml"))}
    faults = [f"{place} : {sentence}." for place, sentence in sheet.unread.items()]
    remarks = list(_gone(sheet))
    drafts: list[Draft] = []
    for service in _services(sheet, faults):
        draft = _draft(sheet, service, before.get(service), remarks)
        if draft is not None:
            drafts.append(draft)
    faults += _strays(sheet, {row.said(SERVICE) for row in sheet.grids[tabs()[0].title].rows})
    files = {draft.service: draft.source for draft in drafts}
    stale = [draft for draft in drafts if _stale(sheet, draft.service, before)]
    faults += [
        f"{sheet.grids['Services'].place(draft.rows['Services'][0], SERVICE)} : la fiche « {draft.service} » a changé "
        "depuis l'export ; exportez un nouveau classeur et refaites-y vos changements."
        for draft in stale
    ]
    faults += _check(sheet, drafts, root) if drafts else []
    changes = [f"{draft.service} — {change}" for draft in drafts for change in draft.changes]
    return Plan({} if faults else files, tuple(changes), tuple(remarks), tuple(dict.fromkeys(faults)))


def cells_of(sheet: Sheet, service: str) -> dict[str, list[list[str]]]:
    """The cells of one service as the workbook has them, by tab."""
    found: dict[str, list[list[str]]] = {}
    for tab in tabs():
        heading = POSITION if tab.key is None else tab.key.title
        found[tab.title] = [
            [row.said(heading) if tab.lead > 1 else "", *(row.said(column.title) for column in tab.columns)]
            for row in _rows(sheet, tab, service)
        ]
    return found


def _rows(sheet: Sheet, tab: Tab, service: str) -> list[GridRow]:
    return [row for row in sheet.grids[tab.title].rows if row.said(SERVICE) == service]


def _services(sheet: Sheet, faults: list[str]) -> list[str]:
    """The services of the first tab, each once; a row without an id or with one written twice is a fault."""
    grid = sheet.grids[tabs()[0].title]
    found: list[str] = []
    for row in grid.rows:
        service = row.said(SERVICE)
        place = grid.place(row.number, SERVICE)
        if not service:
            continue
        if not SLUG.match(service):
            faults.append(f"{place} : « {service} » ; écrivez un repère en minuscules, comme « cfp-senou ».")
        elif service in found:
            faults.append(f"{place} : « {service} » est écrit deux fois ; gardez une seule ligne.")
        else:
            found.append(service)
    return found


def _gone(sheet: Sheet) -> list[str]:
    said = {row.said(SERVICE) for row in sheet.grids[tabs()[0].title].rows}
    return [
        f"« {service} » n'est plus dans l'onglet « Services » : sa fiche reste. Pour ne plus la proposer, remettez la "
        "ligne et écrivez « oui » dans « Ne pas proposer »."
        for service in sheet.origins
        if service not in said
    ]


def _strays(sheet: Sheet, services: set[str]) -> list[str]:
    """Rows of other tabs whose service is nowhere; those of a service whose row was taken out are left alone."""
    return [
        f"{grid.place(row.number, SERVICE)} : « {row.said(SERVICE)} » n'est pas dans l'onglet « Services »."
        for grid in sheet.grids.values()
        for row in grid.rows
        if row.said(SERVICE) and row.said(SERVICE) not in services and row.said(SERVICE) not in sheet.origins
    ]


def _draft(sheet: Sheet, service: str, file: YamlFile | None, remarks: list[str]) -> Draft | None:
    """The record as the workbook wants it; None when nothing of it was touched."""
    if file is not None:
        now = hash_of_rows(rows_of(file.data))
        theirs = hash_of_cells(cells_of(sheet, service))
        origin = sheet.origins.get(service)
        if theirs == now or (origin is not None and theirs == origin.cells):
            return None
    draft = new(service) if file is None else Draft(service, file.data, file.source)
    for tab in tabs():
        draft.take(tab, sheet.grids[tab.title], _rows(sheet, tab, service))
    if file is None:
        remarks.append(f"« {service} » est une nouvelle fiche ; elle est au brouillon.")
        draft.source = document(draft.data, ORDER)
    elif draft.source == file.source and not draft.faults:
        return None
    return draft


def _stale(sheet: Sheet, service: str, before: Mapping[str, YamlFile]) -> bool:
    origin = sheet.origins.get(service)
    if origin is None:
        return service in before
    return service not in before or hash_of(before[service].source) != origin.file


def _check(sheet: Sheet, drafts: Sequence[Draft], root: Path) -> list[str]:
    """Every fault of the records as they would be, each said with its cell."""
    by_file = {f"{draft.service}.yaml": draft for draft in drafts}
    found: dict[str, list[str]] = {}
    for draft in drafts:
        for place, sentence in draft.faults.items():
            if place not in sheet.unread:
                found.setdefault(place, []).append(sentence)
    cells = set(found) | set(sheet.unread)
    for one in _problems(drafts, root):
        name = one.file.name if isinstance(one, Problem) else Path(one.partition(":")[0]).name
        owner = by_file.get(name)
        if owner is None:
            found.setdefault(f"fiche {name}", []).append(one.sentence if isinstance(one, Problem) else one)
            continue
        place, sentence = place_and_sentence(owner, sheet.grids, one)
        if place not in cells:
            found.setdefault(place, []).append(sentence)
    return [f"{place} : {sentence.rstrip('.')}." for place, some in found.items() for sentence in some]


def _problems(drafts: Sequence[Draft], root: Path) -> list[str]:
    """What the loader says of the records as they would be, and whether each text says what its cells say."""
    with tempfile.TemporaryDirectory() as folder:
        shadow = Path(folder)
        shutil.copytree(root / "services", shadow / "services")
        for name in BESIDE:
            shutil.copy(root / name, shadow / name)
        if (root / "actors").is_dir():
            shutil.copytree(root / "actors", shadow / "actors")
        paths = {draft.service: shadow / "services" / f"{draft.service}.yaml" for draft in drafts}
        for draft in drafts:
            paths[draft.service].write_text(draft.source, encoding="utf-8")
        unlike = [
            problem(file, (), "ce changement ne s'écrit pas dans la fiche ; demandez-le à l'équipe Sira")
            for draft in drafts
            if (file := read(paths[draft.service])).data != draft.data
        ]
        try:
            load(shadow)
        except ContentProblem as error:
            return [*unlike, *error.problems]
    return [*unlike]
