"""What a refusal of the Bot API means for the sender."""

from __future__ import annotations

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.request import SlowDownError, UnreachedError
from bot.channels.wire import Delivered, Gone, Rejected, Retry, Sent, Uncertain

NOBODY_THERE = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid", "chat_id_invalid")
ALREADY_AWAY = ("message to delete not found", "message identifier is not specified")
OWN_WORDS_MAX = 120  # of the platform's description kept for operators


def verdict(error: TelegramError) -> Sent:
    """The typed result for what the client library raised; no token, no text of the person."""
    if isinstance(error, SlowDownError):
        return Retry(error.seconds, error.message)
    if isinstance(error, Forbidden | ChatMigrated):
        return Gone("the person blocked the bot, left, or the chat is no private chat any more")
    if isinstance(error, BadRequest):
        said = error.message.lower()
        if any(words in said for words in NOBODY_THERE):
            return Gone("Telegram knows no such chat")
        if any(words in said for words in ALREADY_AWAY):
            return Delivered("")  # a message to take back is away already, which is what was wanted
        return Rejected(f"Telegram refused the message: {error.message[:OWN_WORDS_MAX]}")
    if isinstance(error, InvalidToken):
        return Retry(None, "Telegram does not know the bot's token: check SIRA_TELEGRAM_TOKEN")
    if isinstance(error, Conflict):
        return Retry(None, "another process uses the same bot: run one of webhook or polling")
    if isinstance(error, UnreachedError):
        return Retry(None, "Telegram could not be reached")
    if isinstance(error, TimedOut):
        return Uncertain("Telegram did not answer")
    return Retry(None, "Telegram answered with an error of its own")
