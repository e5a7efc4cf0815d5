"""The second person's word about an account: said on the team's page, where each of the two then sees their half of the password."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.desk.account_requests import Allowed, allow_account, open_half, refuse_account
from bot.desk.password import hashed_aside
from bot.desk.split_password import first_half, second_half, whole
from bot.desk.staff import can
from bot.records.ids import plausible
from webhook.console import given_once, show
from webhook.console.door import Visit
from webhook.console.form import posted
from webhook.console.given_once import Given
from webhook.console.people import PEOPLE, account_refused, people_shown
from webhook.console.requests import REQUESTS

router = APIRouter()


@router.post("/desk/people/asked/{account_request}/{word}", include_in_schema=False)
async def decided(request: Request, account_request: str, word: str) -> Response:
    """``allow`` or ``refuse``, of a second person; ``half``: of who asked, when it was allowed."""
    who, _ = await posted(request)
    if not can(who.worker, "manage_staff") or not plausible(account_request):
        return show.nothing(request, who)
    if word == "allow":
        return await _allow(request, who, account_request)
    db = request.app.state.db
    if word == "refuse" and await db.write(refuse_account, who.worker, account_request):
        return show.go(request, REQUESTS)
    if word == "half":
        return await _half(request, who, account_request)
    return show.nothing(request, who)


async def _allow(request: Request, who: Visit, asked: str) -> Response:
    state, second = request.app.state, second_half()
    kept = await hashed_aside(whole(first_half(state.house.vault, asked), second))
    done = await state.db.write(allow_account, who.worker, asked, kept)
    if done is None:
        return show.nothing(request, who)
    if not isinstance(done, Allowed):
        return await people_shown(request, who, status=409, why=account_refused(request, done))
    response = show.go(request, PEOPLE)
    if done.wish.fresh:
        await given_once.put(request, response, who, Given(done.wish.login, second, "second", done.asked_by))
    return response


async def _half(request: Request, who: Visit, asked: str) -> Response:
    state = request.app.state
    opened = await state.db.write(open_half, who.worker, asked)
    if opened is None:
        return show.nothing(request, who)
    (wish, allowed_by), response = opened, show.go(request, PEOPLE)
    half = Given(wish.login, first_half(state.house.vault, asked), "first", allowed_by)
    await given_once.put(request, response, who, half)
    return response
