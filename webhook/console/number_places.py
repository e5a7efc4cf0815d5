"""Where it happens: what is asked and what is there on the map, and where people leave on the flow's own drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from bot.desk.figures import Figures
from bot.desk.filters import Filters
from bot.desk.flow_words import state_title
from bot.figures.tiles import Tile, tiles
from bot.figures.veil import veil
from bot.figures.walks import steps, walks
from bot.house import House
from content.directory import Directory
from flows.schema import Ask, End
from webhook.console.picture import Picture, Word, number, picture

UNKNOWN = ""


def asked_and_there(word: Word, house: House, found: Figures) -> Picture:
    """What is asked and what is there, by region. Who told no region counts in the total of the table."""
    directory = house.book.directory
    names = {slug: place.text.fr for slug, place in directory.places.level("region").items()}
    elsewhere = sum(count for region, count in found.asked.items() if region not in names)
    shown = veil([*(found.asked.get(slug, 0) for slug in names), elsewhere])
    asked = dict(zip(names, shown.cells, strict=False))
    there = _services(directory)
    regions = {
        slug: Tile(name, asked[slug], there.get(slug, 0), f"{number(word, asked[slug])} · {there.get(slug, 0)}")
        for slug, name in names.items()
    }
    rows = [(name, number(word, asked[slug]), str(there.get(slug, 0))) for slug, name in names.items()]
    rows.append((word("nowhere"), number(word, shown.cells[-1]), str(there.get(UNKNOWN, 0))))
    rows.append((word("total"), number(word, shown.total), str(sum(there.values()))))
    head = (word("head_region"), word("head_asked"), word("head_there"))
    return picture(word, "map", tiles("map", word("map"), word("map_note"), regions), head, rows)


def drop_out(word: Word, house: House, found: Figures, filters: Filters) -> Picture:
    flow = house.book.flows[filters.flow]
    order = [
        (f"{flow.name}.{name}", state_title(house.book.catalogues, flow, node), isinstance(node.spec, Ask))
        for name, node in flow.nodes.items()
    ]
    ends = frozenset(f"{flow.name}.{name}" for name, node in flow.nodes.items() if isinstance(node.spec, End))
    found_steps = steps(order, found.walked, ends)
    rows = [
        (
            state_title(house.book.catalogues, flow, node),
            number(word, step.arrived),
            word("hidden") if step.share is None else f"{round(100 * step.share)} %",
        )
        for node, step in zip(flow.nodes.values(), found_steps, strict=True)
        if isinstance(node.spec, Ask)
    ]
    drawn = walks("drop_out", word("drop_out"), word("drop_out_note"), found_steps, found.walked)
    return picture(word, "drop_out", drawn, (word("head_question"), word("head_arrived"), word("head_left")), rows)


@lru_cache(maxsize=2)
def _services(directory: Directory) -> Mapping[str, int]:
    """Services in use by region; "" for those that name no place."""
    counted: Counter[str] = Counter()
    for prepared in directory.prepared:
        counted.update({region for region, _town in prepared.spots} or {UNKNOWN})
    return counted
