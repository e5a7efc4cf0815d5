"""Which rows of each table an organisation may see and change at the console, as PostgreSQL reads it."""

from __future__ import annotations

HERE = "(select nullif(current_setting('sira.organisation', true), ''))"
WORKER = "(select nullif(current_setting('sira.worker', true), ''))"
COMPLAINTS = "(select current_setting('sira.complaints', true) = 'yes')"
TRAINED = "(select current_setting('sira.trained', true) = 'yes')"
AUDITOR = "(select current_setting('sira.auditor', true) = 'yes')"
"""Each is read once a statement, not once a row."""
THROUGH_TALK = f"(select c.organisation from conversation c where c.id = conversation_id) = {HERE}"  # noqa: S608
"""One look by the primary key for each row that was found: never a list of all talks, as « in » would make."""
URGENCY = (
    "coalesce(nullif(c.level, ''), (select h.level from handover h where h.conversation_id = c.id "
    "order by h.opened_at desc, h.id desc limit 1), '')"
)
"""Of the open case, or of the last: as `bot/desk/referral_reach.py` says it to the first lock."""
THROUGH_WORDS = (
    "(select c.organisation from conversation c where c.id = conversation_id "  # noqa: S608
    f"and ({TRAINED} or {URGENCY} <> 'P0')) = {HERE}"
)
"""What somebody in danger said, sent, and what is noted of them: only for who may take such a case."""
OF_PERSON = "exists (select 1 from conversation c where c.person_id = {table}.{column})"
OF_OURS = (
    "(thing = 'everybody' or exists (select 1 from membership m where m.worker_id in (audit.worker_id, audit.thing)) "
    "or exists (select 1 from referral r where r.id = audit.thing))"
)
"""A line of the audit about an own colleague, what an own colleague did, and what became of an own request; the tables in it
are seen behind their own policies.
"""
OF_REFERRAL = "exists (select 1 from referral r where r.id = referral_id)"

SCOPED: dict[str, str] = {
    "conversation": f"organisation = {HERE}",
    "handover": f"organisation = {HERE} or {THROUGH_TALK}",
    "stub": f"organisation = {HERE}",
    "task": f"organisation = {HERE}",
    "alert": f"organisation = {HERE} and complaint_id is null",
    "request": f"organisation = {HERE}",
    "broadcast": f"organisation = {HERE}",
    "canned_reply": f"organisation_id = {HERE}",
    "wording_proposal": f"organisation_id = {HERE}",
    "partner_address": f"house = {HERE}",
    "shift": f"organisation_id = {HERE}",
    "membership": f"organisation_id = {HERE}",
    "worker": "exists (select 1 from membership m where m.worker_id = worker.id)",
    "worker_session": "exists (select 1 from membership m where m.worker_id = worker_session.worker_id)",
    "one_time_link": "exists (select 1 from membership m where m.worker_id = one_time_link.worker_id)",
    "person": OF_PERSON.format(table="person", column="id"),
    "person_key": OF_PERSON.format(table="person_key", column="person_id"),
    "address": OF_PERSON.format(table="address", column="person_id"),
    "consent": OF_PERSON.format(table="consent", column="person_id"),
    "referral_event": OF_REFERRAL,
    "referral_link": OF_REFERRAL,
    "complaint": f"{COMPLAINTS} and organisation <> {HERE} and worker_id <> {WORKER} and position({WORKER} in named) = 0",
    **dict.fromkeys(
        ("outbox", "timer", "draft", "reminder", "referral", "appointment", "follow_up"),
        THROUGH_TALK,
    ),
    **dict.fromkeys(("message", "inbound", "media", "note"), THROUGH_WORDS),
    "audit": f"worker_id = {WORKER} or (({AUDITOR} or action like 'level:%') and {OF_OURS})",
}  # fmt: skip
"""Tables of somebody, and which of their rows an organisation may see and change."""
BECOMES: dict[str, str] = {
    "worker": "true",
    "audit": "true",
    **dict.fromkeys(("message", "inbound", "media", "note"), THROUGH_TALK),
}
"""What a row may be that is written, where that is not what may be seen: who is hired has no membership yet, everybody's deeds
are noted, and who raises a talk to a danger has still said why.
"""
RIGHTS: dict[str, str] = {"audit": "select, insert"}
"""The audit can be added to and never changed."""
OPEN: dict[str, str] = {
    "organisation": "select, update",
    "alert_topic": "select",
    "audit_chain": "select",
    "clock": "select",
    "content_template": "select",
    "flow_version": "select",
    "freeze": "select",
    "transition": "select",
    "withdrawn": "select",
}
"""Tables of nobody: what the console may do there."""
CLOSED = frozenset({"broadcast_message", "erasure", "patrol", "provider_copy"})
"""What the console never touches."""
