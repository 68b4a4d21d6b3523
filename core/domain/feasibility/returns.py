"""Figures of a row of equally spaced cash flows: internal rate of return, payback and return on investment."""

import math
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise

from core.errors import InvalidInput

_WIDEST = 50.0
_USUAL = 5.0
_STEPS = 4_000
_HALVINGS = 200


def irr(flows: Sequence[Decimal], periods_a_year: int = 12) -> float:
    """Return the yearly rate at which the flows are worth nothing, 0.28 for 28 per cent.

    Raises `InvalidInput` where no single rate exists: flows without a change of sign, or several rates. Where the
    running sums change their sign once, the one positive rate is meant (an exit cost at the end alone makes a second,
    negative one): Norstrøm, C. J. (1972), A sufficient condition for a unique nonnegative internal rate of return,
    JFQA 7, 1835-1839.
    """
    values = _trimmed([float(flow) for flow in flows])
    changes = _changes(values)
    if changes == 0:
        raise InvalidInput("feasibility.no_sign_change", place="economic.flows")

    def worth(log_rate: float) -> float:
        return _worth(values, log_rate)

    if changes == 1:
        return _yearly(_root(worth, -_WIDEST, _WIDEST), periods_a_year)
    if _changes(accumulate(values)) == 1 and sum(values) != 0:
        return _yearly(_root(worth, 0.0, _WIDEST), periods_a_year)
    grid = [-_USUAL + 2 * _USUAL * step / _STEPS for step in range(_STEPS + 1)]
    rates = [_yearly(_root(worth, a, b), periods_a_year) for a, b in pairwise(grid) if (worth(a) < 0) != (worth(b) < 0)]
    if len(rates) != 1:
        shown = ", ".join(f"{100 * rate:.1f} %" for rate in rates) or "-"
        raise InvalidInput("feasibility.no_single_rate", place="economic.flows", changes=changes, rates=shown)
    return rates[0]


def payback_period(flows: Sequence[Decimal]) -> int | None:
    """Return the period from which on the sum of all flows so far is never below zero; None if it ends below."""
    sums = list(accumulate(flows))
    below = [period for period, total in enumerate(sums) if total < 0]
    if not below:
        return 0
    return below[-1] + 1 if below[-1] + 1 < len(sums) else None


def roi(flows: Sequence[Decimal]) -> Decimal | None:
    """Return the sum of all flows over the deepest outlay on the way, 0.5 for 50 per cent; None without an outlay."""
    sums = list(accumulate(flows))
    return sums[-1] / -min(sums) if min(sums) < 0 else None


def _changes(values: Iterable[float]) -> int:
    signs = [value > 0 for value in values if value != 0]
    return sum(before != after for before, after in pairwise(signs))


def _trimmed(values: list[float]) -> list[float]:
    """Leave out flows of nothing at both ends: they move no rate, and let extreme ones underflow to zero."""
    there = [index for index, value in enumerate(values) if value != 0]
    return values[there[0] : there[-1] + 1] if there else []


def _worth(values: list[float], log_rate: float) -> float:
    """Return the present value, or the end value where that is the smaller number: only its sign is used."""
    factor = math.exp(-abs(log_rate))
    total = 0.0
    for value in reversed(values) if log_rate >= 0 else values:
        total = total * factor + value
    return total


def _root(worth: Callable[[float], float], low: float, high: float) -> float:
    """Halve an interval whose ends differ in sign until it is as narrow as floats allow."""
    rising = worth(low) < 0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if (worth(middle) < 0) == rising:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _yearly(log_rate: float, periods_a_year: int) -> float:
    return math.expm1(min(log_rate * periods_a_year, 700.0))
