"""A page of a list by number, and where the next one begins."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar


class Numbered(Protocol):
    """What a list orders by number."""

    number: str


T = TypeVar("T", bound=Numbered)


def page(found: Sequence[T], limit: int, shown: Callable[[T], Any]) -> dict[str, Any]:
    """The items, and as `next` the number behind which the next page begins, None after the last."""
    return {"items": [shown(one) for one in found], "next": found[-1].number if len(found) == limit else None}
