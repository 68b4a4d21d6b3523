"""What no JSON body may hold, wherever it stands in it: checked once, before any route looks at a value."""

from collections.abc import Iterator
from typing import Any

from fastapi import Request

from core.domain.plain_text import is_storable
from core.errors import InvalidInput, Malformed

DEEPEST = 64
"""No body of ours nests deeper than a dozen."""


async def check_body(request: Request) -> None:
    """Refuse NUL and half characters in texts and keys, and nesting without end.

    What is no JSON at all the route itself refuses. Raises `InvalidInput` or `Malformed` naming the place.
    """
    if not await request.body():
        return
    try:
        sent = await request.json()
    except ValueError:
        return
    except RecursionError:
        raise Malformed("request.too_deep", most=DEEPEST) from None
    for place, text in _texts(sent):
        if not is_storable(text):
            raise InvalidInput("text.character", place=place, value=ascii(text)[:60])


def _texts(sent: Any) -> Iterator[tuple[str, str]]:
    """Every text and key with its place; a stack of our own, for Python's is short."""
    left = [("body", 0, sent)]
    while left:
        place, depth, value = left.pop()
        if depth > DEEPEST:
            raise Malformed("request.too_deep", most=DEEPEST)
        if isinstance(value, str):
            yield place, value
        elif isinstance(value, list):
            left += [(f"{place}.{number}", depth + 1, one) for number, one in enumerate(value)]
        elif isinstance(value, dict):
            yield from ((place, name) for name in value)
            left += [(f"{place}.{name}", depth + 1, one) for name, one in value.items()]
