"""A folder of real records, its workbook, and a way to change cells by heading."""

from __future__ import annotations

import shutil

import pytest
from openpyxl import load_workbook

from content.load import ROOT
from content.sheet import workbook_in, workbook_out
from content.sheet.planning import plan
from locales.yamlfile import read

FEW_SPARE_ROWS = 10
"""Empty rows for new lines in each tab: reading and writing them is most of what a workbook costs."""
CHOSEN = ("aek-kayes", "baobab-credit", "cfp-senou", "cpm-cap-bt", "anpe-etranger", "croix-rouge-points-surs")


class Desk:
    """One editor: ``change`` cells, then ``planned`` or what stands in a record afterwards."""

    def __init__(self, root, path):
        self.root, self.path = root, path
        self.book = load_workbook(path)

    def heads(self, tab):
        return {cell.value: cell.column for cell in self.book[tab][1]}

    def find(self, tab, service, **wanted):
        heads = self.heads(tab)
        for row in range(2, self.book[tab].max_row + 1):
            cells = {name: self.book[tab].cell(row, column).value for name, column in heads.items()}
            if cells["Service"] == service and all(cells[name] == value for name, value in wanted.items()):
                return row
        raise AssertionError((tab, service, wanted))

    def change(self, tab, row, heading, value):
        self.book[tab].cell(row, self.heads(tab)[heading]).value = value

    def add(self, tab, **cells):
        row = next(
            number for number in range(2, self.book[tab].max_row + 2) if not self.book[tab].cell(number, 1).value
        )
        for heading, value in cells.items():
            self.change(tab, row, heading, value)
        return row

    def read(self):
        self.book.save(self.path)
        return workbook_in.read(self.path)

    def planned(self):
        return plan(self.read(), self.root)

    def text(self, service):
        return (self.root / "services" / f"{service}.yaml").read_text("utf-8")


@pytest.fixture(scope="session")
def exported(tmp_path_factory):
    """The folder and its workbook, made once: each test has a copy of its own."""
    home = tmp_path_factory.mktemp("sheet")
    root = home / "content"
    (root / "services").mkdir(parents=True)
    for name in ("emergency.yaml", "leads.yaml"):
        shutil.copy(ROOT / name, root / name)
    for service in CHOSEN:
        shutil.copy(ROOT / "services" / f"{service}.yaml", root / "services")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook_out, "SPARE_ROWS", FEW_SPARE_ROWS)
        workbook_out.write(home / "fiches.xlsx", [read(one) for one in sorted((root / "services").glob("*.yaml"))])
    return home


@pytest.fixture
def desk(exported, tmp_path):
    shutil.copytree(exported, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path / "content", tmp_path / "fiches.xlsx")
