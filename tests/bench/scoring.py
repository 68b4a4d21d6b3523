"""scoring.*: time and memory of the methods on large tables, of one small validated call, and of robustness."""

import statistics
import tracemalloc
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from core.scoring import rank, topsis, vikor
from core.scoring.consensus import consolidate
from core.scoring.preference import Preference
from core.scoring.promethee2 import flows
from core.scoring.robustness import rank_acceptability
from tests.bench import peers
from tests.bench.figure import cpu_s, median, report

RUNS = 15
CALLS = 500
SMAA_DRAWS = 100_000
PEER_DRAWS = 200


def run() -> None:
    """Measure scoring."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # peers warn of themselves
        _small()
        _large()
        _promethee()
        _smaa()
        _consolidate()


def _problem(vendors: int, criteria: int) -> tuple[Any, Any, Any]:
    generator = np.random.default_rng(0)
    directions = np.where(np.arange(criteria) % 3 == 0, -1, 1)
    return generator.uniform(1, 100, (vendors, criteria)), generator.dirichlet(np.ones(criteria)), directions


def _small() -> None:
    given = _problem(10, 7)

    def many(act: Callable[[], object]) -> Callable[[], object]:
        return lambda: [act() for _ in range(CALLS)]

    ours = _ms(many(lambda: rank(*given, "topsis")))
    baseline = _fastest([many(act) for act in peers.topsis(*given)])
    report("scoring.topsis_10x7", ours / CALLS, baseline and baseline / CALLS)


def _large() -> None:
    values, weights, directions = given = _problem(100_000, 13)
    others = peers.topsis(*given)
    report("scoring.topsis_100k", _ms(lambda: topsis.closeness(values, weights, directions)), _fastest(others))
    ours = _peak_mib(lambda: rank(*given, "topsis"))
    report("scoring.topsis_100k_memory", ours, min((_peak_mib(act) for act in others), default=None))
    compromise = _ms(lambda: vikor.compromise(*vikor.regrets(values, weights, directions)))
    report("scoring.vikor_100k", compromise, _fastest(peers.vikor(*given)))


def _promethee() -> None:
    values, weights, directions = _problem(3_000, 13)
    chosen = [Preference("linear", q=5, p=20)] * 13
    others = peers.promethee(values, weights, directions, np.full(13, 5.0), np.full(13, 20.0))

    def ours() -> object:
        return flows(values, weights, directions, chosen)

    report("scoring.promethee_3k", _ms(ours), _fastest(others))
    report("scoring.promethee_3k_memory", _peak_mib(ours), min((_peak_mib(act) for act in others), default=None))


def _smaa() -> None:
    scores = np.random.default_rng(0).uniform(0, 1, (50, 13))

    def ours() -> object:
        return rank_acceptability(scores, SMAA_DRAWS)

    def at_once() -> object:
        return np.random.default_rng(0).standard_exponential((SMAA_DRAWS, 13)) @ scores.T

    baseline = _fastest(peers.smaa(scores, np.ones(13), PEER_DRAWS))
    report("scoring.smaa_100k_50x13", _ms(ours), baseline and baseline * SMAA_DRAWS / PEER_DRAWS)
    report("scoring.smaa_memory", _peak_mib(ours), _peak_mib(at_once))


def _consolidate() -> None:
    ratings = np.random.default_rng(0).uniform(0, 100, (20, 50, 60))
    cells = ratings.reshape(20, -1).T.tolist()

    def in_a_loop() -> object:
        return [statistics.fmean(sorted(cell)[1:-1]) for cell in cells]

    report("scoring.consolidate", _ms(lambda: consolidate(ratings, "trimmed_mean")), _ms(in_a_loop))


def _ms(act: Callable[[], object]) -> float:
    """CPU milliseconds, the median of runs once it is warm."""
    act()
    return median(lambda: cpu_s(act) * 1000, RUNS)


def _fastest(acts: list[Callable[[], object]]) -> float | None:
    return min((median(lambda act=act: cpu_s(act) * 1000) for act in acts), default=None)  # type: ignore[misc]


def _peak_mib(act: Callable[[], object]) -> float:
    """The most memory held at a time, beside what was there before."""
    act()
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20
