"""When an obligation is due: the six kinds of duration of sla.md 3.4, and the instants of its warnings."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.business_days import HORIZON_DAYS
from core.domain.calendar import WorkingCalendar
from core.domain.clock import AT_RISK_PCT
from core.domain.duration import Limit
from core.domain.event import Fields
from core.domain.obligation import Obligation
from core.domain.pause import UNENDING_MS, Pause, Pausing, Span
from core.errors import InvalidInput

TEN_YEARS_MS = HORIZON_DAYS * 86_400_000
MOST_DAYS = 3_650
MOST_STANDARD_S = 30 * 86_400
"""Bounds of what an event may bring: an agreed instant, a number of days, the standard duration of a work item."""


@dataclass(frozen=True, slots=True)
class Due:
    """The last instant that is in time, and for a duty of one day or an agreed window the first."""

    at_ms: int
    not_before_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """An obligation's negotiated limit on its contract's calendar."""

    obligation: Obligation
    limit: Limit
    basis: str
    service_hours: WorkingCalendar
    natural: WorkingCalendar

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the triggering event that decide when this obligation is due."""
        one = self.obligation
        named = (one.due_field, one.not_before_field, one.days_field, one.standard_field)
        return tuple(name for name in named if name)

    @property
    def pause(self) -> tuple[str, ...]:
        """The reasons that stop the time; an agreed day or instant is never moved by a pause (sla.md 3.4)."""
        return () if self.basis in ("on_date", "fixed_date") else self.obligation.pause

    def uncounted(self, pauses: Sequence[Pause], from_ms: int, until_ms: int = UNENDING_MS) -> list[Span]:
        """The time of `pauses` that does not count for a clock started at `from_ms` (sla.md 3.6)."""
        one = self.obligation
        return Pausing(self.pause, one.pause_longest, one.pause_at_most).counted(pauses, from_ms, until_ms)

    def check(self, start_ms: int, data: Fields) -> None:
        """Raise `InvalidInput` if no due time follows from these fields, naming the one that is wrong."""
        one = self.obligation
        instants = start_ms - TEN_YEARS_MS, start_ms + TEN_YEARS_MS
        for name, least, most in (
            (one.due_field, *instants),
            (one.not_before_field if data.get(one.not_before_field) is not None else "", *instants),
            (one.days_field, 0, MOST_DAYS),
            (one.standard_field, 1, MOST_STANDARD_S),
        ):
            if name and not least <= (value := self._number(data, name)) <= most:
                raise InvalidInput("event.out_of_range", place=f"data.{name}", obligation=one.id, value=value,
                                   least=least, most=most)  # fmt: skip
        if one.not_before_field and (earliest := self._earliest_ms(data) or 0) > self._agreed_ms(data):
            raise InvalidInput("event.window_reversed", place=f"data.{one.not_before_field}", value=earliest)
        self.marks(start_ms, self.due(start_ms, (), data), (), data)

    def due(self, start_ms: int, pauses: Sequence[Span], data: Fields) -> Due:
        """Return when a clock started at `start_ms` by an event with `data` is due."""
        if self.basis == "fixed_date":
            return Due(self._agreed_ms(data) + self.limit.seconds * 1000, self._earliest_ms(data))
        if self.basis == "on_date":
            window = self.obligation.window or ("00:00", "24:00")
            not_before_ms, at_ms = self.natural.on_date_ms(start_ms, self._days(data), window)
            return Due(at_ms, not_before_ms)
        if self.basis == "calendar":
            roll = self.obligation.roll or "none"
            at_ms = self.service_hours.due_in_calendar_days_ms(start_ms, self.limit.number, roll=roll)
            return Due(self._postponed(start_ms, at_ms, pauses))
        if self.basis == "business_days":
            return Due(self.service_hours.due_in_business_days_ms(start_ms, self.limit.number, "same_time", pauses))
        return Due(self._counting.due_ms(start_ms, self._open_s(data), pauses))

    def marks(self, start_ms: int, due: Due, pauses: Sequence[Span], data: Fields) -> tuple[int, ...]:
        """Return the instants of the warnings: due for ceil(limit * p / 100) (sla.md 3.12).

        Where the limit is a day or an instant and not a quantity of time, p per cent of the way to it.
        """
        if self.basis in ("natural", "service_hours"):
            open_s = self._open_s(data)
            return tuple(self._counting.due_ms(start_ms, -(-open_s * p // 100), pauses) for p in AT_RISK_PCT)
        from_ms = start_ms if due.not_before_ms is None else max(start_ms, due.not_before_ms)
        if due.at_ms <= from_ms:
            return ()
        return tuple(from_ms + -(-(due.at_ms - from_ms) * p // 100_000) * 1000 for p in AT_RISK_PCT)

    def _postponed(self, start_ms: int, at_ms: int, pauses: Sequence[Span]) -> int:
        """The end of a number of natural days, moved on by the elapsed seconds of the pauses that begin before it."""
        left_s = at_ms // 1000 - start_ms // 1000
        return self.natural.due_ms(start_ms, left_s, pauses) if pauses and left_s > 0 else at_ms

    @property
    def _counting(self) -> WorkingCalendar:
        return self.natural if self.basis == "natural" else self.service_hours

    def _open_s(self, data: Fields) -> int:
        """The seconds that may pass; a tolerance is added to the work item's standard duration (HK-09)."""
        field = self.obligation.standard_field
        if not field:
            return self.limit.seconds
        return -(-self._number(data, field) * (100 + self.limit.number) // 100)

    def _days(self, data: Fields) -> int:
        field = self.obligation.days_field
        return self._number(data, field) if field else self.limit.number

    def _agreed_ms(self, data: Fields) -> int:
        return self._number(data, self.obligation.due_field)

    def _earliest_ms(self, data: Fields) -> int | None:
        """The beginning of the agreed window; where only an instant was agreed, of its day in the contract's zone."""
        field = self.obligation.not_before_field
        if not field or data.get(field) is not None:
            return self._number(data, field) if field else None
        return self.natural.on_date_ms(self._agreed_ms(data), 0, ("00:00", "24:00"))[0]

    def _number(self, data: Fields, field: str) -> int:
        value = data.get(field)
        if not isinstance(value, int) or isinstance(value, bool):
            raise InvalidInput("event.field_needed", place=f"data.{field}", obligation=self.obligation.id, value=value)
        return value
