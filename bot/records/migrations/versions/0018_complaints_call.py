"""A complaint calls those who may read it: it has steps as a case has, and a call may be about one."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

STILL_OPEN = sa.text("closed_at = 0")


def upgrade() -> None:
    op.add_column("complaint", sa.Column("step", sa.Integer(), server_default="0", nullable=False))
    op.add_column("complaint", sa.Column("next_step_at", sa.BigInteger(), server_default="0", nullable=False))
    op.create_index(
        "complaint_next_step", "complaint", ["next_step_at"], sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN
    )
    op.add_column("alert", sa.Column("complaint_id", sa.String(), nullable=True))
    # Those that wait already call at half their term, which may be over.
    op.execute(sa.text("update complaint set step = 1, next_step_at = (at + due_at) / 2 where closed_at = 0"))


def downgrade() -> None:
    op.drop_column("alert", "complaint_id")
    op.drop_index("complaint_next_step", "complaint")
    op.drop_column("complaint", "next_step_at")
    op.drop_column("complaint", "step")
