"""The way from the tables of an older release to those of this one; Alembic runs it."""
