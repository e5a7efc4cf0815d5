"""A yes that was taken back is told apart from a no: who asked reads what happened to what they had already been allowed."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NAME = "known_request_state"
BEFORE, NOW = ("asked", "allowed", "refused", "used"), ("asked", "allowed", "refused", "revoked", "used")
SO_FAR = sa.text(
    """
    update request set state = 'revoked' where state = 'refused' and id in (
        select a.thing from audit a where a.action = 'revoke'
    )
    """
)


def _known(states: tuple[str, ...]) -> None:
    with op.batch_alter_table("request") as table:
        table.drop_constraint(NAME, type_="check")
        table.create_check_constraint(NAME, "state in ({})".format(", ".join(f"'{one}'" for one in states)))


def upgrade() -> None:
    _known(NOW)
    op.execute(SO_FAR)


def downgrade() -> None:
    op.execute(sa.text("update request set state = 'refused' where state = 'revoked'"))
    _known(BEFORE)
