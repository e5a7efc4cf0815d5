"""Twilio's servers, for tests: checks every call, keeps what each person sees, and acts as the person on WhatsApp."""

from __future__ import annotations

import base64
import itertools
import re
from typing import Any

from aiohttp import web

from tests.doubles import twilio_content as content_rules
from tests.doubles import twilio_rules as rules
from tests.doubles.server import Fault, Served
from tests.doubles.twilio_content import Content
from tests.doubles.twilio_person import STATUS_PATH, WEBHOOK_PATH, Form, incoming, signed
from tests.doubles.twilio_records import ACCOUNT, NOW, content_record, error_body, json_body, message_record, page_of
from tests.doubles.twilio_rules import Refusal, Sent
from tests.doubles.twilio_senders import SENDERS, Senders

TOKEN = "double-auth-token"
US = "whatsapp:+22320000000"
WINDOW_SECONDS = 24 * 3600
MESSAGES = re.compile(r"/2010-04-01/Accounts/(\w+)/Messages(?:/(\w+))?\.json")
MEDIA = re.compile(r"/2010-04-01/Accounts/(\w+)/Messages/(\w+)/Media/(\w+)")
FILES = re.compile(r"/2010-04-01/Accounts/(\w+)/Messages/(\w+)/Media\.json")
CONTENT = re.compile(r"/v1/Content(?:/(\w+)(/ApprovalRequests(?:/whatsapp)?)?)?")


class TwilioApi(Served):
    """One account with one WhatsApp sender. ``now`` is its clock, moved by hand; ``sent`` what it took, in order."""

    def __init__(self, public_url: str = "https://sira.example") -> None:
        super().__init__()
        self.public_url = public_url
        self._ids = itertools.count(1)
        self.reset()

    def reset(self) -> None:
        """Forget everybody, so that one server serves many tests."""
        self.fail_never()
        self.now = NOW
        self.sent: list[Sent] = []
        self.refused: list[Refusal] = []
        self.contents: dict[str, Content] = {}
        self.opted_out: set[str] = set()
        self.redirect_media_to = ""
        self._last_in: dict[str, int] = {}
        self._news: list[Form] = []
        self._files: dict[str, tuple[str, bytes]] = {}
        self._received: list[dict[str, str]] = []
        self._at: dict[str, int] = {}
        self._deleted: set[str] = set()
        self._fate: dict[str, tuple[str, int | None]] = {}
        self.senders = Senders(US)

    # --- what the person does -----------------------------------------------------------------------------------

    def person_writes(self, person: str, text: str, **more: str) -> Form:
        """The signed form for a typed message; the 24-hour window opens."""
        return self._incoming(person, Body=text, **more)

    def person_taps(self, person: str, label: str) -> Form:
        """The signed form for a tap on the newest button or row with this label."""
        for message in reversed([one for one in self.sent if one.to == person]):
            for text, choice in message.choices:
                if text == label:
                    replied = {"OriginalRepliedMessageSid": message.sid, "Body": label}
                    if message.kind == "list":
                        return self._incoming(
                            person, **replied, MessageType="interactive", ListId=choice, ListTitle=label
                        )
                    return self._incoming(
                        person, **replied, MessageType="button", ButtonText=label, ButtonPayload=choice
                    )
        raise AssertionError(f"no choice {label!r}; there are {[one.choices for one in self.sent]}")

    def person_sends(self, person: str, content_type: str, data: bytes, text: str = "") -> Form:
        """The signed form for a voice note, picture, …; the bytes can be fetched with the account's credentials."""
        sid, media = self._sid("MM"), self._sid("ME")
        self._files[media] = (content_type, data)
        url = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}/Media/{media}"
        kind = {"audio": "audio", "image": "image", "video": "video"}.get(content_type.partition("/")[0], "document")
        return self._incoming(
            person, sid, Body=text, NumMedia="1", MediaUrl0=url, MediaContentType0=content_type, MessageType=kind
        )

    def person_shares(self, person: str, latitude: float, longitude: float) -> Form:
        """The signed form for a place."""
        return self._incoming(person, MessageType="location", Latitude=str(latitude), Longitude=str(longitude))

    def person_reads(self, sid: str) -> Form:
        """The signed status callback when the person opened a message of ours."""
        return self.status(sid, "read")

    # --- what the person sees, what Twilio tells ------------------------------------------------------------------

    def seen(self, person: str) -> list[Sent]:
        """Our messages to this person, in order."""
        return [message for message in self.sent if message.to == person]

    def news(self) -> list[Form]:
        """The signed status callbacks that Twilio would post now; each is given once."""
        news, self._news = self._news, []
        return news

    def status(self, sid: str, word: str, error: int = 0) -> Form:
        """One signed status callback."""
        fields = {"MessageSid": sid, "SmsSid": sid, "MessageStatus": word, "SmsStatus": word, "AccountSid": ACCOUNT}
        message = next((one for one in self.sent if one.sid == sid), None)
        fields |= {"To": message.to, "From": message.sender} if message else {}
        fields |= {"ErrorCode": str(error)} if error else {}
        return self.signed(STATUS_PATH, fields)

    def signed(self, path: str, fields: dict[str, str]) -> Form:
        """Any form, signed as Twilio signs for our public address."""
        return signed(self.public_url, path, TOKEN, fields)

    def approve(self, name: str) -> None:
        """WhatsApp approves the template with this friendly name."""
        next(one for one in self.contents.values() if one.friendly_name == name).approval = "approved"

    def refuse_next(self, status: int, code: int) -> None:
        """The next call is answered with this error code."""
        self.fail_next(Fault(status, error_body(Refusal(status, code, "as told"))))

    # --- the server ---------------------------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if stored := re.fullmatch(r"/store/(\w+)", request.path):
            return self._store(request, stored[1])
        expected = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if request.headers.get("Authorization") != expected:
            return self._refuse(Refusal(401, 20003, "Authenticate"))
        if path := MESSAGES.fullmatch(request.path):
            return await self._messages(request, path[1], path[2])
        if path := FILES.fullmatch(request.path):
            return web.json_response({"media_list": self._files_of(path[2])})
        if path := MEDIA.fullmatch(request.path):
            target = self.redirect_media_to or f"{self.url}/store/{path[3]}"
            return web.Response(status=307, headers={"Location": target}) if path[3] in self._files else self._unknown()
        if path := CONTENT.fullmatch(request.path):
            return await self._contents(request, path[1] or "", path[2] or "")
        if request.path.startswith(SENDERS):
            return await self.senders.handle(request)
        return self._unknown()

    async def _messages(self, request: web.Request, account: str, sid: str | None) -> web.Response:
        if account != ACCOUNT:
            return self._unknown()
        if sid is None and request.method == "POST":
            if request.content_type != "application/x-www-form-urlencoded":
                return self._refuse(Refusal(400, 20001, "parameters must be a form"))
            form = [(name, str(value)) for name, value in (await request.post()).items()]
            read = rules.read(form, {US}, self.contents, self.opted_out)
            return self._refuse(read) if isinstance(read, Refusal) else self._accept(read)
        if sid is None and request.method == "GET":
            return web.json_response(page_of(self._listed(), request.path, request.query))
        message = next((one for one in self.sent if one.sid == sid and sid not in self._deleted), None)
        received = sid in {one["MessageSid"] for one in self._received} - self._deleted
        if message is None and not received:
            return self._unknown()
        if request.method == "DELETE":
            self._deleted.add(str(sid))
            return web.Response(status=204)
        if request.method == "GET" and message is not None:
            return web.json_response(message_record(message.sid, US, message.to, message.body, "outbound-api"))
        return self._refuse(Refusal(405, 20004, "Method not allowed"))

    def _listed(self) -> list[dict[str, Any]]:
        """Newest first, as Twilio has them."""
        came = [
            message_record(one["MessageSid"], one["From"], US, one["Body"], "inbound", self._at[one["MessageSid"]])
            | {"num_media": one["NumMedia"]}
            for one in self._received
        ]
        went = [
            message_record(one.sid, US, one.to, one.body, "outbound-api", self._at[one.sid])
            | {"num_media": "1" if one.media_url else "0"}
            | dict(zip(("status", "error_code"), self._fate[one.sid], strict=True))
            for one in self.sent
        ]
        return sorted(came + went, key=lambda one: self._at[one["sid"]], reverse=True)

    def _accept(self, message: Sent) -> web.Response:
        message.sid = self._sid("MM" if message.media_url else "SM")
        self.sent.append(message)
        self._at[message.sid] = self.now
        content = self.contents.get(message.content_sid)
        open_window = self.now - self._last_in.get(message.to, 0) <= WINDOW_SECONDS
        approved = content is not None and content.approval == "approved"
        self._fate[message.sid] = ("delivered", None) if open_window or approved else ("failed", 63016)
        if open_window or approved:
            self._news += [self.status(message.sid, "sent"), self.status(message.sid, "delivered")]
        else:
            self._news.append(self.status(message.sid, "failed", 63016))
        record = message_record(message.sid, US, message.to, message.body, "outbound-api")
        return web.json_response(record, status=201)

    async def _contents(self, request: web.Request, sid: str, more: str) -> web.Response:
        if not sid and request.method == "GET":
            return self._content_page(request)
        body = await json_body(request) if request.method == "POST" else None
        if request.method == "POST" and request.content_type != "application/json":
            return self._refuse(Refusal(400, 20001, "the body must be application/json"))
        if not sid and request.method == "POST":
            content = content_rules.read(body)
            if isinstance(content, str):
                return self._refuse(Refusal(400, 20001, content))
            content.sid = self._sid("HX")
            self.contents[content.sid] = content
            return web.json_response(content_record(content), status=201)
        if sid not in self.contents:
            return self._unknown()
        content = self.contents[sid]
        if more == "/ApprovalRequests/whatsapp" and request.method == "POST":
            if problem := content_rules.approval(body, content):
                return self._refuse(Refusal(400, 20001, problem))
            content.approval = "received"
            return web.json_response(
                {**body, "status": "received", "content_type": next(iter(content.types))}, status=201
            )
        if more == "/ApprovalRequests" and request.method == "GET":
            approval = {"type": "whatsapp", "name": "", "category": "", "status": content.approval}
            return web.json_response({"sid": sid, "account_sid": ACCOUNT, "whatsapp": approval})
        if not more and request.method == "GET":
            return web.json_response(content_record(content))
        return self._refuse(Refusal(405, 20004, "Method not allowed"))

    def _content_page(self, request: web.Request) -> web.Response:
        size, page = int(request.query.get("PageSize", "50")), int(request.query.get("Page", "0"))
        known = list(self.contents.values())
        following = f"https://content.twilio.com/v1/Content?PageSize={size}&Page={page + 1}"
        meta = {"key": "contents", "page": page, "page_size": size}
        meta["next_page_url"] = following if len(known) > (page + 1) * size else None
        shown = [content_record(one) for one in known[page * size : (page + 1) * size]]
        return web.json_response({"contents": shown, "meta": meta})

    def _files_of(self, sid: str) -> list[dict[str, str]]:
        form = next((one for one in self._received if one["MessageSid"] == sid), {})
        media = form.get("MediaUrl0", "").rpartition("/")[2]
        return [{"sid": media, "content_type": form["MediaContentType0"], "parent_sid": sid}] if media else []

    def _store(self, request: web.Request, media: str) -> web.Response:
        """Amazon's store refuses a request that carries somebody else's credentials."""
        if "Authorization" in request.headers:
            return web.Response(status=400, text="Only one auth mechanism allowed")
        content_type, data = self._files[media]
        return web.Response(body=data, content_type=content_type)

    def _incoming(self, person: str, sid: str = "", **fields: str) -> Form:
        form = incoming(ACCOUNT, sid or self._sid("SM"), person, US, **fields)
        self._last_in[form["From"]] = self.now
        self._received.append(form)
        self._at[form["MessageSid"]] = self.now
        return self.signed(WEBHOOK_PATH, form)

    def _sid(self, prefix: str) -> str:
        return f"{prefix}{next(self._ids):032x}"

    def _unknown(self) -> web.Response:
        return self._refuse(Refusal(404, 20404, "The requested resource was not found"))

    def _refuse(self, refusal: Refusal) -> web.Response:
        self.refused.append(refusal)
        return web.Response(status=refusal.status, text=error_body(refusal), content_type="application/json")
