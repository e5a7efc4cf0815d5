"""One e-mail: to the team when it is called, to an organisation that is asked something. Nothing personal in a subject.

TLS from the first byte for ``smtps://``; for ``smtp://`` STARTTLS is asked for on port 587 and wherever a password would
travel, and taken where it is offered otherwise. Certificates are checked.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as SMTP_LINES
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPReadTimeoutError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from bot.channels.wire import Delivered, Rejected, Retry, Sent, Uncertain
from bot.settings import Settings

SECONDS = 20.0
"""For each answer of the server."""
PORTS = {"smtp": 25, "smtps": 465}
SUBMISSION = 587  # RFC 6409
FOR_GOOD = 500  # RFC 5321, 4.2.1: 5xx is refused for good, 4xx for now
NO_LOGIN = (530, 534, 535)  # RFC 4954: a password that an operator can mend


@dataclass(frozen=True, slots=True)
class Server:
    """What ``SIRA_SMTP_URL`` says. ``start_tls`` None: taken where it is offered."""

    host: str
    port: int
    login: str
    password: str
    tls: bool
    start_tls: bool | None


def server_of(url: str) -> Server:
    """Read ``smtps://LOGIN:PASSWORD@HOST:PORT`` or ``smtp://…``; the settings have checked its form."""
    parts = urlsplit(url)
    login = unquote(parts.username or "")
    port = parts.port or PORTS[parts.scheme]
    tls = parts.scheme == "smtps"
    asked = True if port == SUBMISSION or login else None
    return Server(parts.hostname or "", port, login, unquote(parts.password or ""), tls, False if tls else asked)


async def post(settings: Settings, to: str | tuple[str, ...], subject: str, text: str) -> Sent:
    """Send plain ``text``. Several addresses do not see each other. Never raises for what a network or server can do.

    ``Delivered`` with the message's id: the server took it for one recipient at least. No answer bears an address.
    """
    recipients = (to,) if isinstance(to, str) else to
    try:
        message = _message(settings.mail_from, recipients, subject, text)
        async with connected(settings) as client:
            await client.sendmail(_bare(settings.mail_from), list(recipients), message.as_bytes())
    except (SMTPException, OSError) as error:
        return verdict(error)
    except ValueError:  # a line break in an address, or signs that none has
        return Rejected("an address that is none")
    return Delivered(message["Message-ID"])


def _message(sender: str, recipients: tuple[str, ...], subject: str, text: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP_LINES)
    message["From"] = sender
    message["To"] = recipients[0] if len(recipients) == 1 else "undisclosed-recipients:;"
    message["Subject"] = subject
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = make_msgid(domain=_bare(sender).rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answers it
    message.set_content(text)
    return message


def connected(settings: Settings) -> SMTP:
    """A client that connects, and signs in where the setting says so, as it is entered."""
    server = server_of(settings.smtp_url.get_secret_value())
    return SMTP(
        hostname=server.host,
        port=server.port,
        username=server.login or None,
        password=server.password or None,
        use_tls=server.tls,
        start_tls=server.start_tls,
        timeout=SECONDS,
    )


def verdict(error: Exception) -> Sent:
    """How it ended, with the server's code and never its words, which may repeat an address."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = {refused.code for refused in error.recipients}
        said = f"the mail server refuses the recipients ({min(codes, default=0)})"
        return Rejected(said) if codes and min(codes) >= FOR_GOOD else Retry(None, said)
    if isinstance(error, SMTPResponseException):
        said = f"the mail server answered {error.code}"
        return Rejected(said) if error.code >= FOR_GOOD and error.code not in NO_LOGIN else Retry(None, said)
    if isinstance(error, SMTPReadTimeoutError | SMTPServerDisconnected):
        return Uncertain("the mail server gave no answer")
    if isinstance(error, ssl.SSLError):
        return Retry(None, "no safe connection to the mail server (TLS)")
    return Retry(None, f"the mail server could not be used ({type(error).__name__})")


def _bare(address: str) -> str:
    """``sira@example.org`` of ``Sira <sira@example.org>``."""
    return address.rpartition("<")[2].rstrip("> ").strip()
