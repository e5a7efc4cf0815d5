"""Time never runs back, and rounds are made by one process.

``clock.latest`` is the last reading that was written down; ``patrol`` says when a round (the list of messages at a
provider, its backlog) is due and how far the last one came, so that an outage of any length is looked through.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("clock", sa.Column("latest", sa.BigInteger(), server_default="0", nullable=False))
    op.create_table(
        "patrol",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("reached_at", sa.BigInteger(), nullable=False),
    )
