"""What is left of an urgent case rings like the case did: a call may be about a stub, and a stub has steps."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stub", sa.Column("team", sa.String(), server_default="", nullable=False))
    op.add_column("stub", sa.Column("step", sa.Integer(), server_default="0", nullable=False))
    op.add_column("stub", sa.Column("next_step_at", sa.BigInteger(), server_default="0", nullable=False))
    still_open = sa.text("closed_at = 0")
    op.create_index("stub_next_step", "stub", ["next_step_at"], sqlite_where=still_open, postgresql_where=still_open)
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("alert", "conversation_id", nullable=True)
        op.add_column("alert", sa.Column("stub_id", sa.String(), nullable=True))
    else:
        _made_anew()
    op.create_index("alert_of_stub", "alert", ["stub_id"])


def _made_anew() -> None:
    """SQLite changes no column: the same rows in a new table."""
    op.create_table(
        "alert_next",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=True),
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
        sa.Column("stub_id", sa.String(), nullable=True),
        sa.CheckConstraint("means in ('telegram', 'email')", name="known_alert_means"),
        sa.CheckConstraint("state in ('ready', 'sent', 'failed', 'over')", name="known_alert_state"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    columns = "id, conversation_id, organisation, means, kind, level, code, state, tries, next_at, reference, error, at"
    op.execute(f"insert into alert_next ({columns}) select {columns} from alert")  # noqa: S608 — names of ours
    op.drop_table("alert")
    op.rename_table("alert_next", "alert")
    op.create_index("alert_by_code", "alert", ["code"])
    op.create_index("alert_ready", "alert", ["next_at"], sqlite_where=sa.text("state = 'ready'"))
