"""What only shows when records are read together: one id twice, one button twice, one phone in two organisations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from content.problems import problem
from content.record import Record
from locales.yamlfile import shown


def across(records: Iterable[Record]) -> Iterator[str]:
    """Every fault between records. A record that has another's id is only told that: the rest follows from it."""
    by_id: dict[str, list[Record]] = {}
    for record in records:
        by_id.setdefault(record.service.id, []).append(record)
    alone = [found[0] for found in by_id.values()]
    yield from _ids(by_id)
    yield from _organisations(alone)
    yield from _labels(alone)
    yield from _phones(alone)


def _ids(by_id: Mapping[str, list[Record]]) -> Iterator[str]:
    """One finds a record by its id: so the file bears it, and no other does."""
    for id_, records in by_id.items():
        strange = [record for record in records if record.file.path.stem != id_]
        if len(records) == 1:
            for record in strange:
                sentence = f"le fichier s'appelle {record.file.path.name} ; renommez l'un ou l'autre"
                yield problem(record.file, ("id",), sentence)
            continue
        told = strange[0] if strange else records[-1]
        others = ", ".join(_line(record) for record in records if record is not told)
        yield problem(told.file, ("id",), f"« {id_} » existe déjà : {others} ; donnez un autre id à l'une des fiches")


def _line(record: Record) -> str:
    return f"{shown(record.file.path)}:{record.file.line(('id',))}"


def _organisations(records: Iterable[Record]) -> Iterator[str]:
    """One organisation has one name and one slug: a request would go to nobody's desk, and a partner be shown twice."""
    slugs: dict[str, Record] = {}
    written = [record for record in records if "org_name" in record.file.data]
    for record in written:
        name, org = record.service.org_name.fr, record.service.org
        first = slugs.setdefault(name.casefold(), record)
        if first.service.org == org:
            continue
        same = [one for one in written if one.service.org_name.fr.casefold() == name.casefold()]
        odd, usual = (record, first) if _count(same, org) <= _count(same, first.service.org) else (first, record)
        yield problem(
            odd.file,
            ("org",),
            f"« {odd.service.org} » : « {name} » s'appelle « {usual.service.org} » dans {shown(usual.file.path)} ; "
            "écrivez le même nom court",
        )


def _count(records: Iterable[Record], org: str) -> int:
    return sum(record.service.org == org for record in records)


def _labels(records: Iterable[Record]) -> Iterator[str]:
    labels: dict[str, Record] = {}
    for record in records:
        label = record.service.label
        twin = labels.setdefault(label.casefold(), record)
        if twin is not record:
            yield problem(record.file, record.labelled, f"« {label} » est aussi le nom de {twin.file.path.name}")


def _phones(records: Iterable[Record]) -> Iterator[str]:
    phones: dict[str, Record] = {}
    for record in records:
        several = len(record.service.contact) > 1
        for number, contact in enumerate(record.service.contact):
            for phone in contact.phone:
                other = phones.setdefault(phone, record).service.org
                if other != record.service.org:
                    where = ("contact", number, "phone") if several else ("contact", "phone")
                    yield problem(record.file, where, f"« {phone} » est aussi le numéro de {other}")
