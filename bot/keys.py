"""Where the two keys come from: the environment, or for a demonstration a file beside the database."""

from __future__ import annotations

import base64
import secrets
from pathlib import Path

from bot.records.seal import KEY_BYTES, Vault
from bot.records.sqlite import make_folder
from bot.settings import Settings

DEMO_FILE = "demo-keys"
OWNER_ONLY = 0o600


class MissingKeys(RuntimeError):
    """Production does not start without its own keys."""


def refuse_unsafe(settings: Settings) -> None:
    """Production starts only with its secrets set. Raises ``MissingKeys`` with every line to mend."""
    if not settings.production:
        return
    wrong = []
    if settings.telegram_token.get_secret_value() and not settings.telegram_secret.get_secret_value():
        wrong.append(
            "SIRA_TELEGRAM_SECRET manque : n'importe qui pourrait écrire au nom des gens. Faites-en un : openssl rand -hex 24"
        )
    if settings.telegram_staff_token.get_secret_value() and not settings.telegram_staff_secret.get_secret_value():
        wrong.append(
            "SIRA_TELEGRAM_STAFF_SECRET manque : n'importe qui pourrait prendre une demande au nom de l'équipe. "
            "Faites-en un : openssl rand -hex 24"
        )
    if settings.twilio_account_sid and not settings.twilio_auth_token.get_secret_value():
        wrong.append("SIRA_TWILIO_AUTH_TOKEN manque : aucune demande de Twilio ne pourrait être vérifiée.")
    if not settings.public_url.startswith("https://"):
        wrong.append("SIRA_PUBLIC_URL doit commencer par https://, pour que cookies et signatures tiennent.")
    if wrong:
        raise MissingKeys("\n".join(wrong))


def vault_for(settings: Settings) -> tuple[Vault, Path | None]:
    """The vault, and the file of the demonstration's own keys when it made or found them.

    Raises ``MissingKeys`` in production, ``NoFolder`` where the file cannot be made.
    """
    master, pepper = settings.master_key.get_secret_value(), settings.pepper.get_secret_value()
    if master and pepper:
        return Vault(master, pepper, settings.master_key_old.get_secret_value()), None
    if settings.production:
        raise MissingKeys(
            "SIRA_MASTER_KEY et SIRA_PEPPER manquent. Faites chacun avec : openssl rand -base64 32. "
            "Gardez-les loin de la base et de ses copies."
        )
    path = data_folder(settings) / DEMO_FILE
    if not path.exists():
        make_folder(path.parent)
        path.touch(OWNER_ONLY)
        path.write_text(f"{_fresh()}\n{_fresh()}\n", encoding="ascii")
    found = path.read_text(encoding="ascii").split()
    return Vault(found[0], found[1]), path


def data_folder(settings: Settings) -> Path:
    """Where a demonstration keeps what it makes: beside its SQLite file, else ``var``."""
    if settings.database_url.startswith("sqlite:///"):
        return Path(settings.database_url.removeprefix("sqlite:///")).parent
    return Path("var")


def _fresh() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
