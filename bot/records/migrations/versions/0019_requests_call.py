"""What waits for a second person's word calls those who may give it: a call may be about a request, which knows that it called."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("alert", sa.Column("request_id", sa.String(), nullable=True))
    op.add_column("request", sa.Column("called", sa.Integer(), server_default="0", nullable=False))
    op.create_index(
        "request_uncalled", "request", ["at"],
        sqlite_where=sa.text("called = 0"), postgresql_where=sa.text("called = 0"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("request_uncalled", "request")
    op.drop_column("request", "called")
    op.drop_column("alert", "request_id")
