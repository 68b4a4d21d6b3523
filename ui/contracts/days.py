"""Days as they are typed, in one form for both languages."""

from datetime import date

from core.errors import InvalidInput


def read_day(entered: str, place: str = "date") -> date:
    """Read a day such as 2026-12-31. Raises `InvalidInput` at `place` for what is none."""
    try:
        return date.fromisoformat(entered.strip())
    except ValueError:
        raise InvalidInput("draft.no_day", place=place, value=entered[:20]) from None
