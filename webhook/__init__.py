"""The HTTP side. A server that is given ``webhook.app:app`` by name starts here."""

from bot.garbage import LOADING, look_rarely

look_rarely(LOADING)
