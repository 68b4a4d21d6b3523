"""On what the time of an obligation is counted, and in which units a limit on it is written (sla.md 3.4)."""

from core.domain.duration import Limit

BASES = ("natural", "service_hours", "business_days", "calendar", "on_date", "fixed_date")
UNITS = {
    "natural": ("s", "min", "h", "days"),
    "service_hours": ("s", "min", "h"),
    "business_days": ("business days",),
    "calendar": ("days",),
    "on_date": ("days",),
    "fixed_date": ("s", "min", "h"),
}


def unit_fits(limit: Limit, basis: str) -> bool:
    """Whether a limit in this unit can be counted on `basis`: hours on service hours, days on the calendar."""
    return limit.unit in UNITS[basis]
