"""Telegram's servers, for tests: checks every call, keeps what each person sees, and acts as the person."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.doubles import telegram_group
from tests.doubles.server import Fault, Served
from tests.doubles.telegram_group import Group
from tests.doubles.telegram_http import error_body, parameters
from tests.doubles.telegram_rules import DOWNLOAD_BYTES_MAX, METHODS, Refusal, Upload, bad, read

TOKEN = "4242424242:AAdoubleTokenForTestsOnly_0123456789"
SECRET = "a-webhook-secret"
TOKEN_FORM = re.compile(r"[0-9]+:[A-Za-z0-9_-]{30,}")
_NUMBER = re.compile("^(?:[1-9]\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}|🔟) ")
CALLBACK_SECONDS = 150  # how long a tap can be answered
DELETE_SECONDS = 48 * 3600  # how long a message can be taken back
NOW = 1_790_000_000  # where the double's clock starts


@dataclass(frozen=True, slots=True)
class Call:
    """One accepted call: the method and its parameters in their types."""

    method: str
    parameters: dict[str, Any]


@dataclass(slots=True)
class Shown:
    """A message of ours on the person's screen."""

    message_id: int
    chat_id: int
    date: int
    text: str = ""
    buttons: list[tuple[str, str]] = field(default_factory=list)
    kind: str = "text"
    file: Upload | str | None = None


@dataclass(slots=True)
class TapSeen:
    """A tap that may still be answered."""

    at: int
    answered: bool = False


class TelegramApi(Served):
    """A Bot API server with one bot. ``now`` is its clock, moved by hand; ``calls`` what it accepted, in order."""

    def __init__(self, token: str = TOKEN, *, secret: str = "") -> None:
        super().__init__()
        self.token = token
        self.secret = secret
        self._ids = itertools.count(1000)
        self._update_ids = itertools.count(700_000)
        self.reset()

    pending = 0
    last_error: dict[str, Any] = {}  # noqa: RUF012 — replaced, never changed

    def reset(self) -> None:
        """Forget everybody, so that one server serves many tests."""
        self.fail_never()
        self.now = NOW
        self.calls: list[Call] = []
        self.refused: list[Refusal] = []
        self.webhook = ""
        self._shown: dict[int, list[Shown]] = {}
        self._said: dict[tuple[int, int], int] = {}
        self._blocked: set[int] = set()
        self._taps: dict[str, TapSeen] = {}
        self._files: dict[str, bytes] = {}
        self._updates: list[dict[str, Any]] = []
        self.groups: dict[int, Group] = {}

    # --- what the person does -----------------------------------------------------------------------------------

    def person_writes(self, chat_id: int, text: str) -> dict[str, Any]:
        """The update for a typed message; the chat exists from now on."""
        return self._message(chat_id, {"text": text})

    def person_starts(self, chat_id: int, code: str = "") -> dict[str, Any]:
        """The update for a tap on *Start* or on a deep link."""
        text = f"/start {code}".strip()
        return self._message(chat_id, {"text": text, "entities": [{"offset": 0, "length": 6, "type": "bot_command"}]})

    def new_group(self, chat_id: int, **more: Any) -> Group:
        """A group of which the bot is an administrator, unless told otherwise."""
        self._shown[chat_id] = []
        self.groups[chat_id] = Group(chat_id, **more)
        return self.groups[chat_id]

    def member_writes(self, chat_id: int, user: int, text: str) -> dict[str, Any]:
        """The update for a message in a group."""
        message = {"message_id": next(self._ids), "date": self.now, "text": text}
        return self._update("message", {**message, "from": who(user)["from"], "chat": self.groups[chat_id].chat})

    def person_taps(self, chat_id: int, label: str, user: int = 0) -> dict[str, Any]:
        """The update for a tap on the newest button with this label, whatever its number; in a group by ``user``."""
        for shown in reversed(self._shown.get(chat_id, [])):
            for text, data in shown.buttons:
                if label in {text, _NUMBER.sub("", text)}:
                    return self._tap(chat_id, shown, data, user)
        labels = [text for shown in self._shown.get(chat_id, []) for text, _ in shown.buttons]
        raise AssertionError(f"no button {label!r}; there are {labels}")

    def person_sends(self, chat_id: int, kind: str, data: bytes, **more: Any) -> dict[str, Any]:
        """The update for a voice, photo, video, document, …; the bytes can be fetched by ``getFile``."""
        file = {
            "file_id": self.keep_file(data),
            "file_unique_id": f"u{next(self._ids)}",
            "file_size": len(data),
            **more,
        }
        content: Any = [{**file, "width": 90, "height": 90}, {**file, "width": 800, "height": 800}]
        return self._message(chat_id, {kind: content if kind == "photo" else file})

    def person_shares(self, chat_id: int, latitude: float, longitude: float) -> dict[str, Any]:
        """The update for a place."""
        return self._message(chat_id, {"location": {"latitude": latitude, "longitude": longitude}})

    def person_edits(self, chat_id: int, message_id: int, text: str) -> dict[str, Any]:
        """The update for a message that the person changed."""
        message = {"message_id": message_id, "date": self.now - 5, "edit_date": self.now, "text": text}
        return self._update("edited_message", {**message, **who(chat_id)})

    def person_blocks(self, chat_id: int) -> dict[str, Any]:
        """The update when the person blocks the bot; sending is refused from now on."""
        self._blocked.add(chat_id)
        change = {"date": self.now, "old_chat_member": {"status": "member"}, "new_chat_member": {"status": "kicked"}}
        return self._update("my_chat_member", {**change, **who(chat_id)})

    def headers(self) -> dict[str, str]:
        """What Telegram sends with an update to a webhook."""
        return {"X-Telegram-Bot-Api-Secret-Token": self.secret, "Content-Type": "application/json"}

    # --- what the person sees -----------------------------------------------------------------------------------

    def seen(self, chat_id: int) -> list[Shown]:
        """Our messages in this chat that were not taken back."""
        return list(self._shown.get(chat_id, []))

    def said(self, chat_id: int) -> list[int]:
        """The ids of the person's own messages that were not taken back."""
        return [message_id for chat, message_id in self._said if chat == chat_id]

    def keep_file(self, data: bytes) -> str:
        """A file at Telegram; its id."""
        file_id = f"file{next(self._ids)}"
        self._files[file_id] = data
        return file_id

    def slow_down(self, seconds: int) -> None:
        """The next call is answered 429 with ``retry_after``."""
        self.fail_next(Fault(429, error_body(Refusal(429, "Too Many Requests", {"retry_after": seconds}))))

    # --- the server ---------------------------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if file := re.fullmatch(r"/file/bot([^/]+)/(.+)", request.path):
            return self._file(file[1], file[2])
        call = re.fullmatch(r"/bot([^/]+)/(\w+)", request.path)
        if call is None or not TOKEN_FORM.fullmatch(call[1]):
            return self._refuse(Refusal(404, "Not Found"))
        if call[1] != self.token:
            return self._refuse(Refusal(401, "Unauthorized"))
        if request.method not in {"GET", "POST"}:
            return self._refuse(Refusal(405, "Method Not Allowed: only GET and POST"))
        if call[2] not in METHODS:
            return self._refuse(Refusal(404, "Not Found"))
        given = await parameters(request)
        values = read(call[2], given) if isinstance(given, dict) else given
        result = values if isinstance(values, Refusal) else self._carry_out(call[2], values)
        if isinstance(result, Refusal):
            return self._refuse(result)
        assert isinstance(values, dict)
        self.calls.append(Call(call[2], values))
        return web.json_response({"ok": True, "result": result})

    def _carry_out(self, method: str, values: dict[str, Any]) -> Any:
        if method.startswith("send"):
            return self._send(method, values)
        return getattr(self, f"_{method}")(values)

    def _send(self, method: str, values: dict[str, Any]) -> Any:
        chat_id = values["chat_id"]
        if chat_id in self._blocked:
            return Refusal(403, "Forbidden: bot was blocked by the user")
        if chat_id not in self._shown:
            return bad("chat not found")
        if refused := telegram_group.place(self.groups, values):
            return refused
        kind = method.removeprefix("send").lower().replace("message", "text")
        if isinstance(values.get(kind), str) and kind != "text" and values[kind] not in self._files:
            return bad("wrong file identifier/HTTP URL specified")
        shown = Shown(next(self._ids), chat_id, self.now, values.get("text", ""), kind=kind, file=values.get(kind))
        rows = values.get("reply_markup", {}).get("inline_keyboard", [])
        shown.buttons = [(button["text"], button["callback_data"]) for row in rows for button in row]
        self._shown[chat_id].append(shown)
        posted = {"message_id": shown.message_id, "date": self.now, "chat": self._chat(chat_id)}
        if "message_thread_id" in values:
            self.groups[chat_id].topic_of[shown.message_id] = values["message_thread_id"]
        if kind == "voice":
            posted["voice"] = self._voice(values["voice"])
        return {**posted, "text": shown.text} if shown.text else posted

    def _voice(self, file: Upload | str) -> dict[str, Any]:
        """What Telegram tells of a voice that it took: above all the id by which it can be sent again."""
        file_id = file if isinstance(file, str) else self.keep_file(file.data)
        return {"file_id": file_id, "file_unique_id": f"u{file_id}", "duration": 1, "mime_type": "audio/ogg"}

    def _deleteMessage(self, values: dict[str, Any]) -> Any:  # noqa: N802  the method's name on the wire
        for shown in self._shown.get(values["chat_id"], []):
            if shown.message_id == values["message_id"]:
                if self.now - shown.date > DELETE_SECONDS:
                    return bad("message can't be deleted for everyone")
                self._shown[values["chat_id"]].remove(shown)
                return True
        said = self._said.get((values["chat_id"], values["message_id"]))
        if said is None:
            return bad("message to delete not found")
        if self.now - said > DELETE_SECONDS:
            return bad("message can't be deleted for everyone")
        del self._said[values["chat_id"], values["message_id"]]
        return True

    def _editMessageText(self, values: dict[str, Any]) -> Any:  # noqa: N802
        if "chat_id" not in values or "message_id" not in values:
            return bad("message identifier is not specified")
        for shown in self._shown.get(values["chat_id"], []):
            if shown.message_id == values["message_id"]:
                rows = values.get("reply_markup", {}).get("inline_keyboard", [])
                buttons = [(button["text"], button["callback_data"]) for row in rows for button in row]
                if (shown.text, shown.buttons) == (values["text"], buttons):
                    return bad("message is not modified: specified new message content is exactly the same")
                shown.text, shown.buttons = values["text"], buttons
                posted = {"message_id": shown.message_id, "date": shown.date, "edit_date": self.now}
                return {**posted, "chat": self._chat(values["chat_id"]), "text": shown.text}
        return bad("message to edit not found")

    def _createForumTopic(self, values: dict[str, Any]) -> Any:  # noqa: N802
        return telegram_group.new_topic(self.groups, values, next(self._ids))

    def _getChat(self, values: dict[str, Any]) -> Any:  # noqa: N802
        return telegram_group.chat(self.groups, values)

    def _getChatMember(self, values: dict[str, Any]) -> Any:  # noqa: N802
        return telegram_group.member(self.groups, values, int(self.token.partition(":")[0]))

    def _answerCallbackQuery(self, values: dict[str, Any]) -> Any:  # noqa: N802
        tap = self._taps.get(values["callback_query_id"])
        if tap is None or tap.answered or self.now - tap.at > CALLBACK_SECONDS:
            return bad("query is too old and response timeout expired or query ID is invalid")
        tap.answered = True
        return True

    def _getFile(self, values: dict[str, Any]) -> Any:  # noqa: N802
        data = self._files.get(values["file_id"])
        if data is None:
            return bad("invalid file_id")
        if len(data) > DOWNLOAD_BYTES_MAX:
            return bad("file is too big")
        path = f"documents/{values['file_id']}.bin"
        return {"file_id": values["file_id"], "file_unique_id": "u", "file_size": len(data), "file_path": path}

    def _getMe(self, _: dict[str, Any]) -> Any:  # noqa: N802
        return {"id": int(self.token.partition(":")[0]), "is_bot": True, "first_name": "Sira", "username": "sira_bot"}

    def _setWebhook(self, values: dict[str, Any]) -> Any:  # noqa: N802
        self.webhook, self.secret = values.get("url", ""), values.get("secret_token", "")
        return True

    def _getWebhookInfo(self, _: dict[str, Any]) -> Any:  # noqa: N802
        return {"url": "", "has_custom_certificate": False, "pending_update_count": self.pending} | self.last_error

    def _deleteWebhook(self, _: dict[str, Any]) -> Any:  # noqa: N802
        self.webhook = ""
        return True

    def _getUpdates(self, values: dict[str, Any]) -> Any:  # noqa: N802
        if self.webhook:
            return Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        self._updates = [update for update in self._updates if update["update_id"] >= values.get("offset", 0)]
        return self._updates[: values.get("limit", 100)]

    def _file(self, token: str, path: str) -> web.StreamResponse:
        data = self._files.get(path.removeprefix("documents/").removesuffix(".bin"))
        if token != self.token or data is None:
            return web.Response(status=404)
        return web.Response(body=data, content_type="application/octet-stream")

    def _refuse(self, refusal: Refusal) -> web.Response:
        self.refused.append(refusal)
        return web.Response(status=refusal.status, text=error_body(refusal), content_type="application/json")

    def _chat(self, chat_id: int) -> dict[str, Any]:
        chat: dict[str, Any] = self.groups[chat_id].chat if chat_id in self.groups else who(chat_id)["chat"]
        return chat

    def _tap(self, chat_id: int, shown: Shown, data: str, user: int = 0) -> dict[str, Any]:
        tap_id = str(10**17 + next(self._ids))
        self._taps[tap_id] = TapSeen(self.now)
        message = {"message_id": shown.message_id, "date": shown.date, "chat": self._chat(chat_id), "text": shown.text}
        tap = {
            "id": tap_id,
            "from": who(user or chat_id)["from"],
            "message": message,
            "chat_instance": "1",
            "data": data,
        }
        return self._update("callback_query", tap)

    def _message(self, chat_id: int, content: dict[str, Any]) -> dict[str, Any]:
        self._shown.setdefault(chat_id, [])
        message = {"message_id": next(self._ids), "date": self.now, **who(chat_id), **content}
        self._said[chat_id, message["message_id"]] = self.now
        return self._update("message", message)

    def _update(self, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        update = {"update_id": next(self._update_ids), kind: content}
        self._updates.append(update)
        return update


def who(chat_id: int) -> dict[str, Any]:
    """Names are in every real update, and must be nowhere in ours."""
    name = {"first_name": "Prénom", "last_name": "Nom", "username": "quelquun"}
    return {
        "from": {"id": chat_id, "is_bot": False, "language_code": "fr", **name},
        "chat": {"id": chat_id, "type": "private", **name},
    }
