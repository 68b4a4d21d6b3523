"""Text from outside that is to be kept: what no database and no screen can show is refused."""

import re

from core.errors import InvalidInput

LONGEST_TEXT = 1000
LARGEST_NUMBER = 2**53
"""Whole numbers beyond it are not exact in JSON as most programs read it."""

_HALF = r"\ud800-\udfff"  # one half of a surrogate pair
_CONTROL = re.compile(rf"[\x00-\x1f\x7f-\x9f{_HALF}]")
_UNKEPT = re.compile(rf"[\x00{_HALF}]")


def check_name(text: str, place: str, most: int) -> None:
    """Refuse a name or an id that is blank, too long, or holds a control character or half a character."""
    if not text.strip() or len(text) > most:
        raise InvalidInput("text.length", place=place, length=len(text), most=most)
    if _CONTROL.search(text):
        raise InvalidInput("text.character", place=place, value=ascii(text)[:60])


def check_text(text: str, place: str, most: int = LONGEST_TEXT) -> None:
    """Refuse a text that is too long or holds NUL or half a character; it may be empty and have line breaks."""
    if len(text) > most:
        raise InvalidInput("text.length", place=place, length=len(text), most=most)
    if not is_storable(text):
        raise InvalidInput("text.character", place=place, value=ascii(text)[:60])


def is_storable(text: str) -> bool:
    """Whether databases and JSON take the text: they know neither NUL nor half a character."""
    return _UNKEPT.search(text) is None
