"""How firm a ranking is: under other weights, with one score changed, without one vendor or one evaluator."""

from core.scoring.robustness.acceptability import (
    central_weights,
    half_width,
    pairwise_winning,
    rank_acceptability,
)
from core.scoring.robustness.flip import Flip, smallest_flip
from core.scoring.robustness.intervals import weight_intervals
from core.scoring.robustness.omission import Omission, leave_one_evaluator_out, leave_one_vendor_out

__all__ = [
    "Flip",
    "Omission",
    "central_weights",
    "half_width",
    "leave_one_evaluator_out",
    "leave_one_vendor_out",
    "pairwise_winning",
    "rank_acceptability",
    "smallest_flip",
    "weight_intervals",
]
