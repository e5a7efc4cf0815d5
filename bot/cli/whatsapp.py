"""``sira whatsapp setup``: the message templates that menus need, made once, and where Twilio posts what comes."""

from __future__ import annotations

import asyncio

import typer
from sqlalchemy import Connection, delete, insert

from bot.channels.call import Caller
from bot.channels.whatsapp.addresses import HTTPS, addresses
from bot.channels.whatsapp.client import client_for
from bot.channels.whatsapp.senders import point
from bot.channels.whatsapp.templates import NEUTRAL, TemplatesError, ensure, submit
from bot.cli.failing import clearly, fail, settings, stdout
from bot.cli.store import store
from bot.records.tables import content_template
from bot.settings import Settings

room = typer.Typer(help="WhatsApp par Twilio.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    """Hang the commands on ``app``."""
    app.add_typer(room, name="whatsapp")


@room.callback()
def _room() -> None:
    """WhatsApp par Twilio."""


@room.command(
    "setup",
    help="Crée les modèles de message chez Twilio et règle les adresses du numéro ; sans effet la deuxième fois.",
)
def setup() -> None:
    """Needs the account's SID, its token and the sender number."""
    chosen = settings()
    if not (chosen.twilio_account_sid and chosen.twilio_auth_token.get_secret_value() and chosen.twilio_from):
        fail(
            "Donnez d'abord SIRA_TWILIO_ACCOUNT_SID, SIRA_TWILIO_AUTH_TOKEN et SIRA_TWILIO_FROM (console de Twilio, Account)."
        )
    with clearly(), stdout.status("création des modèles …"):
        try:
            sids, state = asyncio.run(create_templates(chosen))
        except TemplatesError as error:
            fail(str(error))
    stdout.print(f"{len(sids)} modèles prêts. Modèle neutre hors des 24 heures : {state}.", markup=False)
    with clearly():
        for line in asyncio.run(point_the_number(chosen)):
            stdout.print(line, markup=False, soft_wrap=True)


async def point_the_number(chosen: Settings) -> list[str]:
    """Have Twilio post to our public address. Returns what to tell the operator."""
    to = addresses(chosen.public_url)
    if not chosen.public_url.startswith(HTTPS):
        return ["Adresses du numéro : rien de changé, SIRA_PUBLIC_URL n'est pas en https://."]
    caller = Caller()
    try:
        done = await point(client_for(chosen, caller), chosen.twilio_from, to)
    finally:
        await caller.close()
    said = {
        True: "Adresses du numéro réglées chez Twilio :",
        False: "Adresses du numéro, déjà réglées chez Twilio :",
        None: "Twilio n'a pas laissé régler les adresses de ce numéro (bac à sable ?). Recopiez-les dans sa console,"
        " entières, avec ce qui suit le # :",
    }
    return [said[done], f"  messages : {to.message}", f"  secours  : {to.fallback}", f"  nouvelles : {to.status}"]


async def create_templates(chosen: Settings) -> tuple[dict[str, str], str]:
    """Make the templates at the provider and remember their ids. Returns them, and the neutral one's approval state."""
    caller = Caller()
    try:
        async with store(chosen) as database:  # first: what could not be remembered is not made at the provider
            client = client_for(chosen, caller)
            sids = await ensure(client)
            state = await submit(client, sids[NEUTRAL])
            await database.write(_store, chosen.twilio_account_sid, sids)
            return sids, state
    finally:
        await caller.close()


def _store(conn: Connection, account: str, sids: dict[str, str]) -> None:
    conn.execute(delete(content_template).where(content_template.c.account == account))
    conn.execute(
        insert(content_template), [{"name": name, "account": account, "sid": sid} for name, sid in sids.items()]
    )
