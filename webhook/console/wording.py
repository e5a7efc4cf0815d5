"""One translated sentence at a time, for who looks after the words: right, or how it should be said."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from bot.desk.staff import can
from bot.speakers.catalogue import Reviewing
from bot.speakers.desk import Place, groups, languages, place, reviewing, unfit
from bot.speakers.proposals import REMARK_MAX, proposals, propose
from bot.speakers.rooms import room_title
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


@dataclass(frozen=True, slots=True)
class _Asked:
    language: str
    group: str
    key: str


@router.get(ADDRESS, include_in_schema=False)
async def look(request: Request, lang: str = "", group: str = "", key: str = "") -> Response:
    """The sentence asked for, or the first that waits."""
    who = await visit(request)
    return await _page(request, who, _Asked(lang, group, key))


@router.post(ADDRESS, include_in_schema=False)
async def answer(request: Request) -> Response:
    """Keep what was answered and go on to the next sentence."""
    who, form = await posted(request)
    asked = _Asked(form["lang"], form["group"], form["key"])
    given = Proposal(form["verdict"] == "fine", form["words"].replace("\r\n", "\n").strip(), form["remark"].strip())
    found = await _reviewing(who, asked.language)
    here = place(found, {}, asked.group, asked.key) if found is not None else None
    if found is None:
        return show.nothing(request, who)
    if here is None or here.line.entry.key != asked.key:
        return await _page(request, who, asked, why(request, "wording_changed"))
    refused = _refused(request, found, here, given, form["mark"])
    if refused:
        return await _page(request, who, asked, refused, given)
    await request.app.state.db.write(propose, who.worker, found.language, here.line.entry, given)
    following = {"lang": found.language, "group": asked.group, "key": here.following or asked.key}
    return show.go(request, f"{ADDRESS}?{urlencode(following)}")


def _refused(request: Request, found: Reviewing, here: Place, given: Proposal, mark: str) -> str:
    if mark != here.line.mark:
        return why(request, "wording_changed")
    if not given.fine and not (given.words or given.remark):
        return why(request, "wording_empty")
    if len(given.words) > WORDS_MAX or len(given.remark) > REMARK_MAX:
        return why(request, "wording_too_long")
    return unfit(request.app.state.house.book, found, here.line, given)


async def _page(
    request: Request, who: Visit, asked: _Asked, message: str = "", tried: Proposal | None = None
) -> Response:
    state = request.app.state
    known = languages()
    found = await _reviewing(who, asked.language)
    if found is None:
        return show.nothing(request, who)
    done = await state.db.read(proposals, found.language, found.file.entries, who.worker.organisation)
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
    )  # fmt: skip


async def _reviewing(who: Visit, language: str) -> Reviewing | None:
    """The catalogue asked for, or the first; None for who may not look after words, and for a language without one."""
    known = languages()
    language = language or next(iter(known), "")
    if not can(who.worker, "edit_content") or language not in known:
        return None
    return await asyncio.to_thread(reviewing, language)
