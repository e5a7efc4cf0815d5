"""The second lock on PostgreSQL: a role for the console, which sees the rows of one organisation at a time.

Role and policies are made by `bot/records/row_security.py` after each migration, since the account that migrates may not
be allowed to make a role, and since a later table needs its policy too. What belongs to the revision is an index by which
a policy finds a row.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("membership_of_organisation", "membership", ["organisation_id", "worker_id"])
