"""A database in each of the two stores, and somebody's phone."""

from tests.upkeep.conftest import database, phone

__all__ = ["database", "phone"]
