"""A pause: time that does not count, and how much of it may not count at the most (sla.md 3.6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.domain.duration import Limit

Span = tuple[int, int]
UNENDING_MS = 1 << 62
"""Where the span of a pause ends that has not ended and that nothing ends by itself."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count, for a reason the contract lists; `end_ms` is None while it lasts."""

    reason: str
    start_ms: int
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Pausing:
    """Which pauses one clock allows: for the `reasons`, each at most as long in all as `longest` says, if it does.

    `together` is the most that they all may take, overlaps counted once. All are lengths of calendar time.
    """

    reasons: tuple[str, ...] = ()
    longest: Mapping[str, Limit] = field(default_factory=dict)
    together: Limit | None = None

    def counted(self, pauses: Sequence[Pause], from_ms: int, until_ms: int = UNENDING_MS) -> list[Span]:
        """The time of `pauses` since `from_ms` that does not count, in order and apart; what lasts ends at `until_ms`.

        Of what is too long the latest is left out: from then on the time runs again by itself.
        """
        spans: list[Span] = []
        for reason in self.reasons:
            own = ((one.start_ms, until_ms if one.end_ms is None else one.end_ms) for one in pauses
                   if one.reason == reason)  # fmt: skip
            spans += _first(_apart(own, from_ms), self.longest.get(reason))
        return _first(_apart(spans, from_ms), self.together)


def _apart(spans: Iterable[Span], from_ms: int) -> list[Span]:
    """Spans clipped to the start, in order, those that meet made one."""
    apart: list[Span] = []
    for start_ms, end_ms in sorted((max(start_ms, from_ms), end_ms) for start_ms, end_ms in spans):
        if apart and start_ms <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], end_ms)
        elif end_ms > start_ms:
            apart.append((start_ms, end_ms))
    return apart


def _first(spans: list[Span], most: Limit | None) -> list[Span]:
    """The spans up to `most` in all."""
    if most is None:
        return spans
    left_ms, first = most.seconds * 1000, list[Span]()
    for start_ms, end_ms in spans:
        if left_ms > 0:
            first.append((start_ms, min(end_ms, start_ms + left_ms)))
            left_ms -= end_ms - start_ms
    return first
