"""A negotiated limit as the contract prints it: `15 min`, `3 business days`, `20 %`."""

import re
from dataclasses import dataclass
from typing import Self

from core.errors import InvalidInput

_FORM = re.compile(r"(\d{1,6}) ?(s|min|h|days?|business days?|%)")
_SECONDS = {"s": 1, "min": 60, "h": 3600, "days": 86400}
_WORDS = {
    "s": ("{}秒", "second"),
    "min": ("{}分钟", "minute"),
    "h": ("{}小时", "hour"),
    "days": ("{}日", "day"),
    "business days": ("{}个工作日", "business day"),
}
_COMPARABLE = {"s": "time", "min": "time", "h": "time"}


@dataclass(frozen=True, slots=True)
class Limit:
    """A whole number of one unit: s, min, h, days (calendar days), business days, or % of a standard duration."""

    number: int
    unit: str

    @classmethod
    def parse(cls, text: object, place: str = "") -> Self:
        """Read `15 min`, `2 h`, `7 days`, `3 business days`, `20 %`; raises `InvalidInput` at `place`."""
        form = _FORM.fullmatch(text.strip()) if isinstance(text, str) else None
        if form is None:
            raise InvalidInput("limit.unreadable", place=place, value=str(text))
        unit = form[2] + "s" if form[2].endswith("day") else form[2]
        return cls(int(form[1]), unit)

    @property
    def seconds(self) -> int:
        """Seconds of elapsed or open time; business days and percentages have none of their own."""
        if self.unit not in _SECONDS:
            raise InvalidInput("limit.no_seconds", value=str(self))
        return self.number * _SECONDS[self.unit]

    def within(self, least: "Limit", most: "Limit") -> bool:
        """Whether this limit lies between `least` and `most`, both included; another kind of unit never does."""
        kinds = {_COMPARABLE.get(one.unit, one.unit) for one in (least, self, most)}
        return len(kinds) == 1 and least.size <= self.size <= most.size

    @property
    def size(self) -> int:
        """A number to compare limits of the same kind by."""
        return self.seconds if self.unit in _SECONDS else self.number

    def words(self, language: str) -> str:
        """Return the limit as a clause prints it, in zh or en; 0 days is the same day."""
        if self.unit == "%":
            return f"{self.number}%"
        if self.number == 0 and self.unit == "days":
            return "当日" if language == "zh" else "the same day"
        chinese, english = _WORDS[self.unit]
        if language == "zh":
            return chinese.format(self.number)
        return f"{self.number} {english}" + ("" if self.number == 1 else "s")

    def __str__(self) -> str:
        if self.number == 1 and self.unit.endswith("days"):
            return f"1 {self.unit[:-1]}"
        return f"{self.number} {self.unit}"


def clock_time(seconds: int) -> str:
    """Seconds as hours, minutes and seconds, `71:07:30`; what has passed has a minus."""
    sign, rest = ("−", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
