"""When something otherwise forbidden may be done: from a time before one agreed instant until a time after another."""

from dataclasses import dataclass
from typing import Self

from core.domain.duration import Limit
from core.domain.event import Fields
from core.domain.fields import Entry
from core.errors import InvalidInput

KEYS = ("from_field", "before", "to_field", "after")
UNITS = ("s", "min", "h")


@dataclass(frozen=True, slots=True)
class PermittedTime:
    """From `before` the instant in `from_field` until `after` the one in `to_field` (ms), both ends included."""

    from_field: str
    before: Limit
    to_field: str
    after: Limit

    @classmethod
    def from_entry(cls, entry: Entry) -> Self:
        """Read the four keys. Raises `InvalidInput` naming the key."""
        entry.only(KEYS)
        before, after = (_length(entry, name) for name in ("before", "after"))
        return cls(entry.text("from_field"), before, entry.text("to_field"), after)

    def holds(self, at_ms: int, facts: Fields) -> bool:
        """Whether `at_ms` is permitted by the case's `facts`; never while one of the two instants is unknown."""
        begin, end = facts.get(self.from_field), facts.get(self.to_field)
        if not (type(begin) is int and type(end) is int):
            return False
        return begin - self.before.seconds * 1000 <= at_ms <= end + self.after.seconds * 1000


def _length(entry: Entry, name: str) -> Limit:
    length = Limit.parse(entry.required(name), entry.place(name))
    if length.unit not in UNITS:
        raise InvalidInput("pack.unit_on_basis", place=entry.place(name), value=str(length), basis="natural",
                           allowed=", ".join(UNITS))  # fmt: skip
    return length
