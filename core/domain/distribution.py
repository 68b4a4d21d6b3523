"""Distribution functions and quantiles that intervals are made of, by continued fractions and series of DLMF 8."""

import math
from collections.abc import Callable

_TINY = 1e-300
_EXACT = 1e-15
_STEPS = 500
_HALVINGS = 80


def beta_below(x: float, a: float, b: float) -> float:
    """Return P(X <= x) of a beta variable with the shapes a and b > 0 (DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - beta_below(1 - x, b, a)
    front = a * math.log(x) + b * math.log1p(-x) - math.log(a)
    front += math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return math.exp(front) / _fraction(lambda step: _beta_term(step, x, a, b))


def _beta_term(step: int, x: float, a: float, b: float) -> float:
    half, is_odd = divmod(step, 2)
    if is_odd:
        return -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
    return half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))


def _fraction(term: Callable[[int], float]) -> float:
    """1 + t1/(1 + t2/(1 + ...)) by Lentz's method."""
    value, c, d = 1.0, 1.0, 0.0
    for step in range(1, _STEPS):
        one = term(step)
        d = 1.0 / (_kept(1.0 + one * d))
        c = _kept(1.0 + one / c)
        value *= c * d
        if abs(c * d - 1.0) < _EXACT:
            break
    return value


def _kept(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def gamma_below(x: float, shape: float) -> float:
    """Return P(X <= x) of a gamma variable of scale 1 (DLMF 8.7.1 below the mean, 8.9.2 above it)."""
    if x <= 0:
        return 0.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1.0 / shape
        for step in range(1, _STEPS * 20):
            term *= x / (shape + step)
            total += term
            if term < total * _EXACT:
                break
        return front * total
    return 1.0 - front / (x + 1.0 - shape) / _fraction(lambda step: _gamma_term(step, x, shape))


def _gamma_term(step: int, x: float, shape: float) -> float:
    """The fraction 1/(x+1-s- 1(1-s)/(x+3-s- ...)) in the form that `_fraction` knows."""
    before, after = x + 2 * step - 1 - shape, x + 2 * step + 1 - shape
    return step * (shape - step) / (before * after)


def t_below(x: float, freedom: float) -> float:
    """Return P(T <= x) of Student's t with `freedom` degrees of freedom (DLMF 8.17 by the beta function)."""
    tail = beta_below(freedom / (freedom + x * x), freedom / 2, 0.5) / 2
    return 1.0 - tail if x > 0 else tail


def beta_at(share: float, a: float, b: float) -> float:
    """Return the quantile of a beta variable."""
    return _inverse(lambda x: beta_below(x, a, b), share, 0.0, 1.0)


def gamma_at(share: float, shape: float) -> float:
    """Return the quantile of a gamma variable of scale 1."""
    return _inverse(lambda x: gamma_below(x, shape), share, 0.0, 20.0 + shape + 20.0 * math.sqrt(shape))


def t_at(share: float, freedom: float) -> float:
    """Return the quantile of Student's t for a share of one half or more."""
    most = 2.0
    while t_below(most, freedom) < share:
        most *= 2
    return _inverse(lambda x: t_below(x, freedom), share, 0.0, most)


def _inverse(below: Callable[[float], float], share: float, low: float, high: float) -> float:
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < share else (low, middle)
    return (low + high) / 2
