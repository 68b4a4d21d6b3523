"""Why one vendor is ahead of another."""

from dataclasses import dataclass

import numpy as np

from core.messages import sentence
from core.scoring.arrays import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """By how much the first of two vendors is ahead, and which criteria that comes from; negative where it is behind.

    `contributions` has shape (2, criteria), `differences` (criteria,) sums to `lead`; all in points of the method's
    score, turned so that more is better.
    """

    vendors: tuple[str, str]
    criteria: tuple[str, ...]
    lead: float
    contributions: Floats
    differences: Floats

    def sentence(self, language: str = "en", digits: int = 2) -> str:
        """Say in zh or en who is ahead and why, the criteria that matter most first; what rounds to 0 is left out."""
        ahead, behind = self.vendors if self.lead >= 0 else self.vendors[::-1]
        differences = self.differences if self.lead >= 0 else -self.differences
        nothing = f"{0:.{digits}f}"
        said = [
            f"{self.criteria[column]} {differences[column]:+.{digits}f}"
            for column in np.argsort(-np.abs(differences), kind="stable")
            if f"{abs(differences[column]):.{digits}f}" != nothing
        ]
        lead = f"{abs(self.lead):.{digits}f}"
        code = "scoring.level" if lead == nothing else "scoring.lead"
        joined = ("，" if language == "zh" else ", ").join(said)
        return sentence(code, language, {"first": ahead, "second": behind, "lead": lead, "differences": joined})
