"""Run the steps on the connection that `grader.gradebook.database` hands over, in its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=None,
    version_table="gradebook_version",
    # A step that fails takes those before it back with it.
    transaction_per_migration=False,
)
context.run_migrations()
