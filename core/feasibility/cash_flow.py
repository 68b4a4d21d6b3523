"""The present value of outsourcing for many draws at once, by the same formula as the exact case."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.domain.feasibility.cash_flow import Drivers, discount_factors, monthly_savings, present_value
from core.domain.feasibility.economic import EconomicCase

Floats = NDArray[np.float64]


def present_savings(case: EconomicCase, drawn: Mapping[str, Floats]) -> Floats:
    """Return the net present value of outsourcing for each draw, in the case's currency.

    Parameters
    ----------
    case : EconomicCase
        Gives the drivers that are not drawn, the term and the discount rate.
    drawn : mapping of driver to ndarray, shape (draws,)
        Values in the driver's own unit, see `core.domain.feasibility.cash_flow.Drivers`.

    Returns
    -------
    ndarray, shape (draws,)
        Above zero where outsourcing is cheaper.
    """
    exact = case.drivers
    values: dict[str, Any] = {one.name: float(getattr(exact, one.name)) for one in fields(exact)}
    drivers: Drivers[Any] = Drivers(**(values | dict(drawn)))
    factors = [float(factor) for factor in discount_factors(case.discount_rate, case.months)]
    return np.asarray(present_value(monthly_savings(drivers, case.months, case.double_running), factors))
