"""What a method hands back, with its intermediates."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.scoring.arrays import Floats


class Details(Mapping[str, Any]):
    """Intermediates by name; those given as functions are computed when asked for, and kept."""

    def __init__(self, known: dict[str, Any]) -> None:
        self._known = known

    def __getitem__(self, name: str) -> Any:
        value = self._known[name]
        if callable(value):
            value = self._known[name] = value()
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


@dataclass(frozen=True, slots=True)
class Scored:
    """A method's own scores; the rows of `contributions()`, (vendors, criteria), sum to the scores less `base`."""

    scores: Floats
    contributions: Callable[[], Floats]
    details: dict[str, Any]
    base: float = 0.0
    lower_is_better: bool = False
    scale: float | None = None
