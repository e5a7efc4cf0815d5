"""Alembic's way in: one connection, given by ``bot.records.migrate``."""

from alembic import context

from bot.records.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, render_as_batch=True, transaction_per_migration=False
)
with context.begin_transaction():
    context.run_migrations()
