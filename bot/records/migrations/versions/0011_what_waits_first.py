"""What waits of a talk is looked for among what waits, not among everything that was ever said in it.

SQLite has no statistics here, holds two indexes on the same column for equally good, and takes the one made last. So the
small ones are made anew: else a turn reads every message of its talk, and a long talk becomes a slow one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INDEXES = (
    ("inbound_pending", "inbound", "state = 'pending'"),
    ("outbox_unsent", "outbox", "state in ('ready', 'sending')"),
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, table, only in INDEXES:
        op.drop_index(name, table)
        op.create_index(name, table, ["conversation_id", "id"], sqlite_where=sa.text(only))


def downgrade() -> None:
    """The same indexes are there."""
