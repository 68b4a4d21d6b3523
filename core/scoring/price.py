"""Points for a price, computed exactly and rounded half up.

Gates come first: only bids that passed them belong in `prices`, or an excluded one would set the base. How such
formulas compare, and which of them a competitor can move: Stilger, P. S., Siderius, J. and van Raaij, E. M. (2017). A
comparative study of formulas for choosing the economically most advantageous tender. J. Public Procurement 17(1),
89-125.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

import numpy as np

from core.errors import InvalidInput
from core.scoring.arrays import Floats
from core.scoring.table import Names, called, check_options, fit, shown

MOST_DIGITS = 12
Number = float | Decimal
Formula = Callable[..., list[Fraction]]


def price_scores(
    prices: Sequence[Number] | Floats,
    formula: str = "lowest_over_bid",
    points: Number = 100,
    *,
    digits: int | None = None,
    vendors: Names = (),
    **options: Number,
) -> Floats:
    """Return the points of each price.

    Parameters
    ----------
    prices : sequence of numbers, shape (vendors,)
        Evaluated prices in one currency, above zero, of the bids that passed every gate; read as they are printed, so
        that 0.1 is one tenth.
    formula : str
        lowest_over_bid, world_bank, qcbs, linear_to_max, linear_to_min, mean_deviation, absolute_linear.
    points : number
        What the best price gets.
    digits : int, optional
        Decimals that the points are rounded to, half up, before anything is summed; by default none.
    vendors : sequence of str
        Names for errors.
    **options
        absolute_linear: `best`, `worst`. mean_deviation: `above`, `below`.

    Returns
    -------
    ndarray, shape (vendors,)
        0 to `points`.

    Raises
    ------
    InvalidInput
        Naming the vendor whose price is missing, zero or negative, or the option that is missing or unknown.
    """
    if formula not in FORMULAS:
        allowed = ", ".join(FORMULAS)
        raise InvalidInput("scoring.unknown_choice", place="formula", value=formula, allowed=allowed)
    if not len(prices):
        raise InvalidInput("scoring.no_price", place="prices")
    fit(len(vendors) or len(prices), len(prices), "vendors")
    check_options(options, FORMULAS[formula], f"formula {formula}")
    if digits is not None and digits not in range(MOST_DIGITS + 1):
        raise InvalidInput("scoring.outside", place="digits", value=str(digits)[:60], least=0, most=MOST_DIGITS)
    exact = [_price(price, called(vendors, row)) for row, price in enumerate(prices)]
    settings = {name: _setting(value, name) for name, value in options.items()}
    scores = FORMULAS[formula](exact, _setting(points, "points"), **settings)
    return np.array([float(one if digits is None else half_up(one, digits)) for one in scores])


def lowest_over_bid(prices: list[Fraction], points: Fraction) -> list[Fraction]:
    """Return `points` x lowest / price.

    China, Ministry of Finance Order 87 (2017), art. 55; also the cost term of the World Bank's rated criteria
    (Clow / C) and the financial score of quality and cost based selection (100 Fm / F).
    """
    lowest = min(prices)
    return [points * lowest / price for price in prices]


def linear_to_max(prices: list[Fraction], points: Fraction) -> list[Fraction]:
    """Return points that fall evenly from the lowest price to none at the highest; equal prices get all of them."""
    highest, span = max(prices), max(prices) - min(prices)
    return [points * (highest - price) / span if span else points for price in prices]


def linear_to_min(prices: list[Fraction], points: Fraction) -> list[Fraction]:
    """Return `points` less the share by which a price exceeds the lowest; none from twice the lowest on."""
    lowest = min(prices)
    return [max(Fraction(0), points * (2 - price / lowest)) for price in prices]


def mean_deviation(
    prices: list[Fraction], points: Fraction, *, above: Fraction = Fraction(1), below: Fraction = Fraction(1)
) -> list[Fraction]:
    """Return `points` less `above` for each per cent over the mean price, or `below` for each under it; at least 0."""
    mean = sum(prices) / Fraction(len(prices))
    per_cent = [100 * (price - mean) / mean for price in prices]
    return [max(Fraction(0), points - (above * one if one > 0 else -below * one)) for one in per_cent]


def absolute_linear(prices: list[Fraction], points: Fraction, *, best: Fraction, worst: Fraction) -> list[Fraction]:
    """Return points that fall evenly from the target `best` to none at the ceiling `worst`, whoever competes."""
    if not best < worst:
        raise InvalidInput(
            "scoring.best_not_below_worst", place="best", best=shown(float(best)), worst=shown(float(worst))
        )
    shares = [(worst - price) / (worst - best) for price in prices]
    return [points * min(Fraction(1), max(Fraction(0), share)) for share in shares]


def half_up(number: Fraction, digits: int) -> Fraction:
    """Round to `digits` decimals; exactly half a digit goes up: 2.675 -> 2.68."""
    scale: int = 10**digits
    return Fraction(floor(number * scale + Fraction(1, 2)), scale)


def _price(price: Number, vendor: str) -> Fraction:
    exact = _exact(price)
    if exact is None or exact <= 0:
        raise InvalidInput("scoring.bad_price", place="prices", vendor=vendor, value=str(price)[:60])
    return exact


def _setting(value: Number, place: str) -> Fraction:
    exact = _exact(value)
    if exact is None or exact < 0:
        raise InvalidInput("scoring.bad_number", place=place, value=str(value)[:60])
    return exact


def _exact(number: Number) -> Fraction | None:
    """Return the decimal number that is printed, not the binary one that stands nearest to it."""
    try:
        return Fraction(str(number))
    except ValueError:
        return None


FORMULAS: dict[str, Formula] = {
    "lowest_over_bid": lowest_over_bid,
    "world_bank": lowest_over_bid,
    "qcbs": lowest_over_bid,
    "linear_to_max": linear_to_max,
    "linear_to_min": linear_to_min,
    "mean_deviation": mean_deviation,
    "absolute_linear": absolute_linear,
}
