"""The desk: notes, drafts, ready answers, reminders, tasks, calls to the team; the way of a referral; a chained audit."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    empty = sa.text("''" if op.get_bind().dialect.name == "postgresql" else "x''")
    op.create_table(
        "alert_topic",
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "organisation", "team"),
    )
    op.create_table(
        "audit_chain",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("audit_id", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("place"),
        sa.UniqueConstraint("audit_id", name="each_row_chained_once"),
    )
    op.create_table(
        "partner_address",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=False),
        sa.Column("checked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation"),
    )
    op.create_table(
        "request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("allowed_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("allowed_by = '' or allowed_by <> asked_by", name="by_a_second_person"),
        sa.CheckConstraint("state in ('asked', 'allowed', 'refused', 'used')", name="known_request_state"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "canned_reply",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("fr", sa.String(), nullable=False),
        sa.Column("bm", sa.String(), nullable=False),
        sa.Column("voice_fr", sa.LargeBinary(), nullable=False),
        sa.Column("voice_bm", sa.LargeBinary(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("organisation_id", "title", name="each_ready_answer_once"),
    )
    op.create_table(
        "one_time_link",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("worker_id", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_table(
        "alert",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("means in ('telegram', 'email')", name="known_alert_means"),
        sa.CheckConstraint("state in ('ready', 'sent', 'failed', 'over')", name="known_alert_state"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("alert_by_code", "alert", ["code"], unique=False)
    op.create_index(
        "alert_ready",
        "alert",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("state = 'ready'"),
        postgresql_where=sa.text("state = 'ready'"),
    )
    op.create_table(
        "draft",
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("worker_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation_id", "worker_id"),
    )
    op.create_table(
        "follow_up",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("started", sa.String(), nullable=False),
        sa.Column("helped", sa.String(), nullable=False),
        sa.Column("missing", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conversation_id", "referral_id", "days", name="one_answer_a_date"),
    )
    op.create_index("follow_up_of_service", "follow_up", ["organisation", "at"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("note_of_conversation", "note", ["conversation_id", "id"], unique=False)
    op.create_table(
        "reminder",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("worker_id", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("reminder_due", "reminder", ["due_at"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "one_open_task",
        "task",
        ["kind", "about"],
        unique=True,
        sqlite_where=sa.text("closed_at = 0"),
        postgresql_where=sa.text("closed_at = 0"),
    )
    op.create_index("task_of_organisation", "task", ["organisation", "due_at"], unique=False)
    op.create_table(
        "appointment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("day_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state in ('set', 'went', 'missed', 'cancelled')", name="known_appointment_state"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("appointment_at", "appointment", ["day_at"], unique=False)
    op.create_index("appointment_of_referral", "appointment", ["referral_id"], unique=False)
    op.create_table(
        "referral_event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("event_of_referral", "referral_event", ["referral_id", "id"], unique=False)
    op.create_table(
        "referral_link",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("dead_at", sa.BigInteger(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("link_of_referral", "referral_link", ["referral_id"], unique=False)
    op.add_column("complaint", sa.Column("organisation", sa.String(), nullable=False, server_default=""))
    op.add_column("complaint", sa.Column("worker_id", sa.String(), nullable=False, server_default=""))
    op.add_column("complaint", sa.Column("grave", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("complaint", sa.Column("taken_by", sa.String(), nullable=False, server_default=""))
    op.add_column("complaint", sa.Column("outcome", sa.String(), nullable=False, server_default=""))
    op.add_column("complaint", sa.Column("answer", sa.LargeBinary(), nullable=False, server_default=empty))
    op.create_index("complaint_due", "complaint", ["due_at"], unique=False)
    op.add_column("handover", sa.Column("organisation", sa.String(), nullable=False, server_default=""))
    op.add_column("handover", sa.Column("team", sa.String(), nullable=False, server_default=""))
    op.add_column("handover", sa.Column("step", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("handover", sa.Column("next_step_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("handover", sa.Column("claimed_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("handover", sa.Column("first_words_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_index(
        "handover_next_step",
        "handover",
        ["next_step_at"],
        unique=False,
        sqlite_where=sa.text("closed_at = 0"),
        postgresql_where=sa.text("closed_at = 0"),
    )
    op.add_column("membership", sa.Column("team", sa.String(), nullable=False, server_default=""))
    op.add_column("organisation", sa.Column("country", sa.String(), nullable=False, server_default="ML"))
    op.add_column("referral", sa.Column("level", sa.String(), nullable=False, server_default=""))
    op.add_column("referral", sa.Column("reason", sa.String(), nullable=False, server_default=""))
    op.add_column("referral", sa.Column("override_by", sa.String(), nullable=False, server_default=""))
    op.add_column("referral", sa.Column("sent_by", sa.String(), nullable=False, server_default=""))
    op.add_column("referral", sa.Column("sent_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("referral", sa.Column("due_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("referral", sa.Column("reminded_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("referral", sa.Column("answered_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("referral", sa.Column("said_by_person", sa.String(), nullable=False, server_default=""))
    op.add_column("referral", sa.Column("said_by_organisation", sa.String(), nullable=False, server_default=""))
    op.create_index("referral_due", "referral", ["due_at"], unique=False)
    op.create_index("referral_of_service", "referral", ["organisation", "sent_at"], unique=False)
    op.add_column("shift", sa.Column("team", sa.String(), nullable=False, server_default=""))
    op.add_column("shift", sa.Column("worker_id", sa.String(), nullable=False, server_default=""))
    op.add_column("worker", sa.Column("languages", sa.String(), nullable=False, server_default="fr"))
    op.add_column("worker", sa.Column("email", sa.String(), nullable=False, server_default=""))
    op.add_column("worker", sa.Column("telegram", sa.String(), nullable=False, server_default=""))
    op.add_column("worker_session", sa.Column("name", sa.String(), nullable=False, server_default=""))
    for name, column, only in (
        ("conversation_asked_for", "organisation", "level <> ''"),
        ("conversation_held", "lease_until", "claimed_by <> ''"),
    ):
        op.create_index(name, "conversation", [column], sqlite_where=sa.text(only), postgresql_where=sa.text(only))
    op.execute(
        "update handover set organisation = (select organisation from conversation where id = handover.conversation_id), "
        "team = (select team from conversation where id = handover.conversation_id), "
        "next_step_at = case when closed_at = 0 then due_at else 0 end"
    )


def downgrade() -> None:
    op.drop_index("conversation_held", "conversation")
    op.drop_index("conversation_asked_for", "conversation")
    op.drop_index("complaint_due", "complaint")
    op.drop_index("handover_next_step", "handover")
    op.drop_index("referral_due", "referral")
    op.drop_index("referral_of_service", "referral")
    op.drop_column("worker_session", "name")
    op.drop_column("worker", "telegram")
    op.drop_column("worker", "email")
    op.drop_column("worker", "languages")
    op.drop_column("shift", "worker_id")
    op.drop_column("shift", "team")
    op.drop_column("referral", "said_by_organisation")
    op.drop_column("referral", "said_by_person")
    op.drop_column("referral", "answered_at")
    op.drop_column("referral", "reminded_at")
    op.drop_column("referral", "due_at")
    op.drop_column("referral", "sent_at")
    op.drop_column("referral", "sent_by")
    op.drop_column("referral", "override_by")
    op.drop_column("referral", "reason")
    op.drop_column("referral", "level")
    op.drop_column("organisation", "country")
    op.drop_column("membership", "team")
    op.drop_column("handover", "first_words_at")
    op.drop_column("handover", "claimed_at")
    op.drop_column("handover", "next_step_at")
    op.drop_column("handover", "step")
    op.drop_column("handover", "team")
    op.drop_column("handover", "organisation")
    op.drop_column("complaint", "answer")
    op.drop_column("complaint", "outcome")
    op.drop_column("complaint", "taken_by")
    op.drop_column("complaint", "grave")
    op.drop_column("complaint", "worker_id")
    op.drop_column("complaint", "organisation")
    op.drop_table("referral_link")
    op.drop_table("referral_event")
    op.drop_table("appointment")
    op.drop_table("task")
    op.drop_table("reminder")
    op.drop_table("note")
    op.drop_table("follow_up")
    op.drop_table("draft")
    op.drop_table("alert")
    op.drop_table("one_time_link")
    op.drop_table("canned_reply")
    op.drop_table("request")
    op.drop_table("partner_address")
    op.drop_table("audit_chain")
    op.drop_table("alert_topic")
