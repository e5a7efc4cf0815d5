"""aiogram with its states in a durable Redis: ``python -m bench.peers.aiogram_redis PROVIDER_URL REDIS_URL [isolated]``.

As it comes, two messages of one person are worked on at once, and one answer may be lost; ``isolated`` takes the lock
that the same Redis can keep for each person, which gives the order that Sira promises and costs two more calls.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

import uvloop
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseEventIsolation
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from fastapi import FastAPI, Request

from bench.peers.load import PATH, measured
from bench.peers.questionnaire import NOT_UNDERSTOOD, QUESTIONS, THANKS, Question

TOKEN = "4242:AAbench"
STATES = tuple(State(question.key, group_name="talk") for question in QUESTIONS)

Handler = Callable[[Message, FSMContext], Awaitable[None]]


def buttons(question: Question) -> InlineKeyboardMarkup:
    """One button a row."""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=f"{question.key}:{number}")]
            for number, label in enumerate(question.buttons, 1)
        ]
    )


async def opened(message: Message, state: FSMContext) -> None:
    """Somebody without a state writes: the first question."""
    await state.set_state(STATES[0])
    await message.answer(QUESTIONS[0].text, reply_markup=buttons(QUESTIONS[0]))


def answered(number: int) -> Handler:
    """What follows an answer to question ``number``."""
    question = QUESTIONS[number]

    async def answer(message: Message, state: FSMContext) -> None:
        understood = question.understood(message.text or "")
        if understood is None:
            await message.answer(NOT_UNDERSTOOD, reply_markup=buttons(question))
            return
        await state.update_data({question.key: understood})
        if number + 1 == len(QUESTIONS):
            await state.clear()
            await message.answer(THANKS)
            return
        await state.set_state(STATES[number + 1])
        await message.answer(QUESTIONS[number + 1].text, reply_markup=buttons(QUESTIONS[number + 1]))

    return answer


def bot_of(provider_url: str, storage: RedisStorage, isolation: BaseEventIsolation | None) -> tuple[Bot, FastAPI]:
    """The bot, and the application that Telegram would post to."""
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(provider_url)))
    dispatcher = Dispatcher(storage=storage, events_isolation=isolation)
    dispatcher.message.register(opened, StateFilter(None))
    for number, state in enumerate(STATES):
        dispatcher.message.register(answered(number), state)
    app = FastAPI()

    @app.post(PATH)
    async def webhook(request: Request) -> dict[str, bool]:
        update = Update.model_validate(await request.json(), context={"bot": bot})
        await dispatcher.feed_update(bot, update)
        return {"ok": True}

    return bot, app


async def main(provider_url: str, redis_url: str, order: str = "") -> str:
    """The line that the bench reads."""
    storage = RedisStorage.from_url(redis_url)
    bot, app = bot_of(provider_url, storage, storage.create_isolation() if order == "isolated" else None)

    async def store_seconds() -> float:
        used = await storage.redis.info("cpu")
        return float(used["used_cpu_user"]) + float(used["used_cpu_sys"])

    try:
        return await measured(app, store_seconds)
    finally:
        await bot.session.close()
        await storage.close()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(runner.run(main(*sys.argv[1:])))
