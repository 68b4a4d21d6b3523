"""A page of a list: how long it may be."""

from core.errors import InvalidInput

MOST = 500


def check_limit(limit: int, most: int = MOST, place: str = "limit") -> None:
    """Refuse a page that is empty or longer than `most`."""
    if not 1 <= limit <= most:
        raise InvalidInput("list.bad_limit", place=place, value=limit, most=most)
