"""A transaction that the database ended for another one's sake is done once more."""

from collections.abc import Callable
from typing import TypeVar

from core.errors import Unavailable

T = TypeVar("T")

PASSING = ("40001", "40P01", "23505")
"""PostgreSQL's codes for a serialisation failure, for a deadlock, and for a row that another one wrote first."""


def once_more(transaction: Callable[[], T]) -> T:
    """Run `transaction`, and a second time if another one was in its way; a second failure is raised."""
    try:
        return transaction()
    except Exception as error:
        if not _was_in_the_way(error):
            raise
    return transaction()


def _was_in_the_way(error: Exception) -> bool:
    if isinstance(error, Unavailable) and error.code == "event.busy":
        return True
    causes = (error, error.__cause__)
    return any(getattr(getattr(one, "orig", None), "sqlstate", None) in PASSING for one in causes)
