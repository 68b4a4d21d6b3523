"""How probable it is that outsourcing is cheaper, when prices, wages and volumes are uncertain."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from core.domain.bounds import require_between
from core.domain.feasibility.economic import EconomicCase
from core.domain.feasibility.uncertainty import Distribution, LogNormal, Triangular, check_uncertain
from core.errors import InvalidInput
from core.feasibility.cash_flow import Floats, present_savings

PERCENTILES = (5, 10, 25, 50, 75, 90, 95)
BINS = 40
FEWEST, MOST = 1_000, 1_000_000
LARGEST_SEED = 2**32 - 1
_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Simulation:
    """What the draws say of the net present value; amounts are floats in the case's currency.

    `probability` of being cheaper lies within `half_width` with 95 % confidence (Wilson); `counts` has one number for
    each bin between two `edges`. Drivers are drawn independently of each other.
    """

    draws: int
    seed: int
    probability: float
    half_width: float
    mean: float
    percentiles: dict[int, float]
    edges: tuple[float, ...]
    counts: tuple[int, ...]


def simulate(
    case: EconomicCase, uncertain: Mapping[str, Distribution], draws: int = 10_000, seed: int = 0
) -> Simulation:
    """Draw the uncertain drivers and value the case for each draw; the same seed gives the same result.

    Raises `InvalidInput` naming the driver, the seed or the number of draws that is not allowed.
    """
    if not FEWEST <= draws <= MOST:
        raise InvalidInput("feasibility.draws", place="economic.draws", value=draws, least=FEWEST, most=MOST)
    require_between(Decimal(seed), 0, LARGEST_SEED, code="feasibility.range", place="economic.seed")
    check_uncertain(uncertain)
    generator = np.random.default_rng(seed)
    drawn = {name: sample(distribution, generator, draws) for name, distribution in sorted(uncertain.items())}
    worth = np.broadcast_to(present_savings(case, drawn), (draws,))
    probability = float(np.mean(worth > 0))
    counts, edges = np.histogram(worth, BINS)
    return Simulation(
        draws, seed, probability, half_width(probability, draws), float(worth.mean()),
        dict(zip(PERCENTILES, np.percentile(worth, PERCENTILES).tolist(), strict=True)),
        tuple(edges.tolist()), tuple(counts.tolist()),
    )  # fmt: skip


def sample(distribution: Distribution, generator: np.random.Generator, draws: int) -> Floats:
    """Return `draws` independent values of a distribution, shape (draws,)."""
    if isinstance(distribution, LogNormal):
        return generator.lognormal(distribution.mu, distribution.sigma, draws)
    return triangular_quantile(distribution, generator.random(draws))


def triangular_quantile(distribution: Triangular, share: Floats) -> Floats:
    """Return the values below which these shares (0 to 1) of a triangular distribution lie."""
    low, mode, high = distribution.low, distribution.mode, distribution.high
    left = np.sqrt(share * (high - low) * (mode - low))
    right = np.sqrt((1 - share) * (high - low) * (high - mode))
    return np.where(share * (high - low) < mode - low, low + left, high - right)


def half_width(probability: float, draws: int) -> float:
    """Return half the width of Wilson's 95 % interval; it is above zero even for a share of 0 or 1.

    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209-212.
    """
    z2 = _Z95**2 / draws
    spread = probability * (1 - probability) / draws + z2 / (4 * draws)
    return float(_Z95 * np.sqrt(spread) / (1 + z2))
