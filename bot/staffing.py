"""The organisations that `content/leads.yaml` names must exist as rows before anybody can belong to them."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.records.tables import insert_new, organisation
from content.leads import Leads


def make_organisations(conn: Connection, leads: Leads) -> None:
    """Add the organisations that are new; never removes one."""
    names = {lead.organisation for lead in (leads.default, *leads.centres.values(), *leads.regions.values())}
    conn.execute(insert_new(conn, organisation), [{"id": name, "name": name} for name in sorted(names)])
