"""One translated sentence at a time, for who looks after the words: right, or how it should be said."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from bot.desk.staff import can
from bot.desk.words import said
from bot.engine.values import placeholders
from bot.speakers.catalogue import Reviewing
from bot.speakers.desk import Place, first_shown, groups, languages, line_of, place, reviewing, unfit
from bot.speakers.proposals import REMARK_MAX, proposals, propose
from bot.speakers.rooms import room_title
from bot.speakers.search import search
from locales.languages import names
from locales.sheet.columns import STATE_WORDS
from locales.sheet.line import Proposal
from webhook.console import show
from webhook.console.door import Visit, visit
from webhook.console.for_change import why
from webhook.console.form import posted

router = APIRouter()

ADDRESS = "/desk/wording"
WORDS_MAX = 3000
ASKED_MAX = 200
"""Signs of a search."""
AT_THE_PHRASE = "#phrase"
"""Where the next page opens: above it stand only titles."""


@dataclass(frozen=True, slots=True)
class _Asked:
    language: str
    group: str
    key: str


@router.get(ADDRESS, include_in_schema=False)
async def look(request: Request, lang: str = "", group: str = "", key: str = "", q: str = "") -> Response:
    """The sentence asked for, or the first that waits; with ``q`` the sentences that say it."""
    who = await visit(request)
    if q.strip():
        return await _found(request, who, lang, q.strip()[:ASKED_MAX])
    return await _page(request, who, _Asked(lang, group, key))


@router.post(ADDRESS, include_in_schema=False)
async def answer(request: Request) -> Response:
    """Keep what was answered and go on to the next sentence."""
    who, form = await posted(request)
    asked = _Asked(form["lang"], form["group"], form["key"])
    given = Proposal(form["verdict"] == "fine", form["words"].replace("\r\n", "\n").strip(), form["remark"].strip())
    found = await _reviewing(who, asked.language)
    if found is None:
        return show.nothing(request, who)
    done = await _answered(request, who, found)
    here = place(found, done, asked.group, asked.key)
    if here is None or here.line.entry.key != asked.key:
        return await _page(request, who, asked, why(request, "wording_changed"))
    alike = here.alike if form["alike"] else ()
    if given.words == here.line.entry.words and (given.fine or given.remark):
        given = replace(
            given, words=""
        )  # the box is filled with the words of today: left as they are they are no new ones
    refused = _refused(request, found, here, given, form["mark"], alike)
    if refused:
        return await _page(request, who, asked, refused, given)
    keys = (asked.key, *alike)
    await request.app.state.db.write(_keep, who, found, keys, given)
    going = place(found, {**done, **dict.fromkeys(keys, given)}, asked.group, asked.key)
    following = going.following if going is not None else ""
    onward = {"lang": found.language, "group": asked.group, "key": following or asked.key}
    return show.go(request, f"{ADDRESS}?{urlencode(onward)}{AT_THE_PHRASE}")


def _keep(conn: Connection, who: Visit, found: Reviewing, keys: tuple[str, ...], given: Proposal) -> None:
    for key in keys:
        propose(conn, who.worker, found.language, found.file.entries[key], given)


def _refused(
    request: Request, found: Reviewing, here: Place, given: Proposal, mark: str, alike: tuple[str, ...]
) -> str:
    if mark != here.line.mark:
        return why(request, "wording_changed")
    if not given.fine and not (given.words or given.remark):
        return why(request, "wording_empty")
    if len(given.words) > WORDS_MAX or len(given.remark) > REMARK_MAX:
        return why(request, "wording_too_long")
    lines = (here.line, *(at[1] for key in alike if (at := line_of(found, key)) is not None))
    book = request.app.state.house.book
    return next((told for line in lines if (told := unfit(book, found, line, given))), "")


async def _answered(request: Request, who: Visit, found: Reviewing) -> dict[str, Proposal]:
    answered: dict[str, Proposal] = await request.app.state.db.read(
        proposals, found.language, found.file.entries, who.worker.organisation
    )
    return answered


async def _found(request: Request, who: Visit, language: str, asked: str) -> Response:
    found = await _reviewing(who, language)
    if found is None:
        return show.nothing(request, who)
    hits = await asyncio.to_thread(search, found, asked)
    return show.shown(
        request, "console/wording_found.html", who, hits=hits, asked=asked, spoken=found.language, title=room_title
    )


async def _page(
    request: Request, who: Visit, asked: _Asked, message: str = "", tried: Proposal | None = None
) -> Response:
    known = languages()
    found = await _reviewing(who, asked.language)
    if found is None:
        return show.nothing(request, who)
    done = await _answered(request, who, found)
    every = groups(found, done)
    group = asked.group or every[0][0]
    here = place(found, done, group, asked.key)
    if here is None:
        return show.nothing(request, who)
    return show.shown(
        request, "console/wording.html", who, status=400 if message else 200,
        at=here, title=room_title, groups=every, group=group, spoken=found.language, known=names(known), message=message,
        given=tried or done.get(here.line.entry.key), answered=here.line.entry.key in done,
        state=STATE_WORDS[here.line.reviewed.state],
        holes=_holes(request, here.line.entry.french),
    )  # fmt: skip


def _holes(request: Request, french: str) -> list[tuple[str, str]]:
    """What Sira puts into each ``{name}`` of the sentence, by an example."""
    catalogues = request.app.state.house.book.catalogues
    return [(name, said(catalogues, "hole", name)) for name in dict.fromkeys(placeholders(french))]


async def _reviewing(who: Visit, language: str) -> Reviewing | None:
    """The catalogue asked for, or the one with most to review; None for who may not look after words, and for a language without one."""
    known = languages()
    if not can(who.worker, "edit_content"):
        return None
    language = language or await asyncio.to_thread(first_shown)
    if language not in known:
        return None
    return await asyncio.to_thread(reviewing, language)
