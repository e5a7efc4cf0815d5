"""A case knows since when words are owed in it and when they were given, and none ends as answered in which nobody wrote."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ADDED = ("asked_at", "first_due_at", "answered_at")
ANSWERED = sa.text(
    """
    update handover set answered_at = first_words_at
    where closed_at = 0 and first_words_at > 0 and exists (
        select 1 from conversation c where c.id = handover.conversation_id and c.last_at <= (
            select coalesce(max(o.at), 0) from outbox o where o.conversation_id = c.id and o.kind = 'worker'
        )
    )
    """
)
"""Of open cases those in which the team has had the last word; in all others words are owed."""
UNTRUE = sa.text("update handover set outcome = 'other' where outcome = 'answered' and first_words_at = 0")


def upgrade() -> None:
    for name in ADDED:
        op.add_column("handover", sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))
    op.execute(sa.text("update handover set asked_at = opened_at"))
    op.execute(ANSWERED)
    op.execute(UNTRUE)
    with op.batch_alter_table("handover") as table:
        table.create_check_constraint("answered_only_in_words", "outcome <> 'answered' or first_words_at > 0")
        table.create_check_constraint("first_words_before_answers", "answered_at = 0 or first_words_at > 0")


def downgrade() -> None:
    with op.batch_alter_table("handover") as table:
        table.drop_constraint("answered_only_in_words", type_="check")
        table.drop_constraint("first_words_before_answers", type_="check")
        for name in reversed(ADDED):
            table.drop_column(name)
