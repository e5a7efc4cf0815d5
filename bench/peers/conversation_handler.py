"""python-telegram-bot's ConversationHandler: ``python -m bench.peers.conversation_handler PROVIDER_URL FOLDER``.

Durable as far as its PicklePersistence goes: everything is written to its file before the update is acknowledged,
instead of once a minute.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import uvloop
from fastapi import FastAPI, Request
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update, User
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ContextTypes,
    ConversationHandler,
    ExtBot,
    MessageHandler,
    PicklePersistence,
    filters,
)
from telegram.request import HTTPXRequest

from bench.peers.load import PATH, measured
from bench.peers.questionnaire import NOT_UNDERSTOOD, QUESTIONS, THANKS, Question

TOKEN = "4242:AAbench"
CONNECTIONS = 256  # the library's own default for an application's bot

Context = ContextTypes.DEFAULT_TYPE
Bot = Application[Any, Any, Any, Any, Any, Any]
Handler = Callable[[Update, Context], Coroutine[Any, Any, int]]


class KnownBot(ExtBot[None]):
    """A bot that knows its own name: the bench's provider answers every call as if a message had been sent."""

    async def get_me(self, **_options: Any) -> User:
        """Its user, without a call."""
        self._bot_user = User(4242, "Sira", is_bot=True, username="bench_bot")
        return self._bot_user


def buttons(question: Question) -> InlineKeyboardMarkup:
    """One button a row."""
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(label, callback_data=f"{question.key}:{number}")]
            for number, label in enumerate(question.buttons, 1)
        ]
    )


async def opened(update: Update, _context: Context) -> int:
    """Somebody outside a conversation writes: the first question."""
    assert update.message is not None
    await update.message.reply_text(QUESTIONS[0].text, reply_markup=buttons(QUESTIONS[0]))
    return 0


def answered(number: int) -> Handler:
    """What follows an answer to question ``number``."""
    question = QUESTIONS[number]

    async def answer(update: Update, context: Context) -> int:
        assert update.message is not None
        assert context.user_data is not None
        understood = question.understood(update.message.text or "")
        if understood is None:
            await update.message.reply_text(NOT_UNDERSTOOD, reply_markup=buttons(question))
            return number
        context.user_data[question.key] = understood
        if number + 1 == len(QUESTIONS):
            context.user_data.clear()
            await update.message.reply_text(THANKS)
            return ConversationHandler.END
        await update.message.reply_text(QUESTIONS[number + 1].text, reply_markup=buttons(QUESTIONS[number + 1]))
        return number + 1

    return answer


def bot_of(provider_url: str, file: Path) -> tuple[Bot, FastAPI]:
    """The bot, and the application that Telegram would post to."""
    known = KnownBot(TOKEN, base_url=f"{provider_url}/bot", request=HTTPXRequest(connection_pool_size=CONNECTIONS))
    bot: Bot = ApplicationBuilder().bot(known).persistence(PicklePersistence(file)).build()
    bot.add_handler(
        ConversationHandler(
            entry_points=[MessageHandler(filters.TEXT, opened)],
            states={number: [MessageHandler(filters.TEXT, answered(number))] for number in range(len(QUESTIONS))},
            fallbacks=[],
            name="talk",
            persistent=True,
        )
    )
    app = FastAPI()

    @app.post(PATH)
    async def webhook(request: Request) -> dict[str, bool]:
        await bot.process_update(Update.de_json(await request.json(), bot.bot))
        await bot.update_persistence()
        return {"ok": True}

    return bot, app


async def main(provider_url: str, folder: str) -> str:
    """The line that the bench reads."""
    bot, app = bot_of(provider_url, Path(folder) / "talks.pickle")
    async with bot:
        return await measured(app)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(runner.run(main(*sys.argv[1:])))
