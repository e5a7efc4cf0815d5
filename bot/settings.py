"""Settings from the environment, prefix ``SIRA_``. The table of them stands in the README."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

KEY_BYTES = 32  # AES-256 and HMAC-SHA-256 keys
PORT_MAX = 65_535  # TCP, RFC 9293


class Settings(BaseSettings):
    """One frozen object, read once at start. Secrets never print themselves."""

    model_config = SettingsConfigDict(env_prefix="SIRA_", frozen=True, extra="ignore")

    env: Literal["demo", "production"] = "demo"
    process: Literal["all", "web"] = "all"
    """Set by ``sira web`` for itself: its sweeps and its sending are done by other processes."""
    database_url: str = "sqlite:///var/sira.db"
    redis_url: str = ""
    public_url: str = "http://127.0.0.1:8000"
    master_key: SecretStr = SecretStr("")
    master_key_old: SecretStr = SecretStr("")
    """Another master key that still opens what it wrapped, while ``sira keys rotate`` goes from one to the other."""
    pepper: SecretStr = SecretStr("")
    telegram_token: SecretStr = SecretStr("")
    telegram_secret: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    telegram_per_second: float | None = Field(None, ge=0)
    """None: Telegram's own limit at its own address, none at another server; 0: none."""
    telegram_staff_token: SecretStr = SecretStr("")
    telegram_staff_secret: SecretStr = SecretStr("")
    telegram_staff_chat: str = ""
    smtp_url: SecretStr = SecretStr("")
    """``smtps://LOGIN:PASSWORD@HOST:465``, or ``smtp://…:587`` for STARTTLS; empty: no e-mail is sent."""
    mail_from: str = ""
    voices: str = ""
    """The folder of the voices, with one folder a language; empty: those that come with this release."""
    audit_heads: str = ""
    """The file to which the audit's newest link goes once a day; empty: beside the database's own file."""
    erasures: str = ""
    """The file that names who was erased, for restoring; empty: beside the database's own file."""
    metrics_token: SecretStr = SecretStr("")
    """Who bears it may read ``/metrics`` from another machine; empty: nobody may."""
    metrics: str = ""
    """``HOST:PORT`` where ``sira worker`` and ``sira sender`` show their own figures; empty: nowhere."""
    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_from: str = Field("", description="whatsapp:+E164 of the sender")
    twilio_api_url: str = ""
    twilio_per_second: float | None = Field(None, ge=0)
    """None: what Twilio takes at its own address, none at another; 0: none."""

    @field_validator("master_key", "master_key_old", "pepper")
    @classmethod
    def _thirty_two_bytes(cls, value: SecretStr) -> SecretStr:
        raw = value.get_secret_value()
        if not raw:
            return value
        try:
            size = len(base64.b64decode(raw, validate=True))
        except binascii.Error as error:
            raise ValueError("il faut 32 octets en base64 ; faites-en avec : openssl rand -base64 32") from error
        if size != KEY_BYTES:
            raise ValueError(
                f"il faut 32 octets en base64, ceci en fait {size} ; faites-en avec : openssl rand -base64 32"
            )
        return value

    @field_validator("database_url")
    @classmethod
    def _known_store(cls, value: str) -> str:
        if value.startswith(("sqlite:///", "postgresql://", "postgres://")):
            return value
        raise ValueError("écrivez sqlite:///FICHIER ou postgresql://COMPTE:MOT_DE_PASSE@MACHINE/NOM")

    @field_validator("telegram_staff_chat")
    @classmethod
    def _group_number(cls, value: str) -> str:
        if re.fullmatch(r"(-[1-9][0-9]*)?", value):
            return value
        raise ValueError("écrivez le numéro du groupe, qui commence par -100 ; sira doctor dit s'il est joignable")

    @field_validator("metrics")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not value or (host and port.isdecimal() and 0 < int(port) <= PORT_MAX):
            return value
        raise ValueError("écrivez MACHINE:PORT, par exemple 127.0.0.1:9100")

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: SecretStr) -> SecretStr:
        raw = value.get_secret_value()
        try:
            parts = urlsplit(raw)
            known = not raw or (parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.port != 0)
        except ValueError:
            known = False
        if known:
            return value
        raise ValueError("écrivez smtps://COMPTE:MOT_DE_PASSE@MACHINE:465, ou smtp://…:587")

    @property
    def production(self) -> bool:
        """Whether defaults and conveniences of the demonstration are refused."""
        return self.env == "production"
