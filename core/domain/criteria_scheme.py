"""What counts how much in a selection: criteria with weights that sum to 100, and the minimum each must reach."""

from dataclasses import dataclass
from decimal import Decimal

from core.domain.bounds import require_between, require_number, require_once
from core.domain.criterion import PAST, PRICE, Criterion
from core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class WeightedCriterion:
    """A criterion with its points of 100; a bid scored below `minimum` (0 to 100) fails, None asks for none."""

    criterion: Criterion
    weight: Decimal
    minimum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CriteriaScheme:
    """Weighted criteria; each stands once, no weight is negative, and together they make 100."""

    lines: tuple[WeightedCriterion, ...]

    def __post_init__(self) -> None:
        require_once((one.criterion.code for one in self.lines), code="selection.criterion_twice", place="criteria")
        for index, line in enumerate(self.lines):
            self._check(f"criteria[{index}]", line)
        total = sum((line.weight for line in self.lines), Decimal(0))
        if total == 0:
            raise InvalidInput("selection.weights_all_zero", place="criteria")
        if total != 100:
            raise InvalidInput("selection.weights_sum", place="criteria", value=str(total))

    @property
    def rated(self) -> tuple[str, ...]:
        """The codes of the criteria that evaluators score, in order."""
        return tuple(line.criterion.code for line in self.lines if line.criterion.code not in (PRICE, PAST))

    @property
    def counts_past(self) -> bool:
        """Whether past performance is a criterion."""
        return any(line.criterion.code == PAST for line in self.lines)

    @staticmethod
    def _check(place: str, line: WeightedCriterion) -> None:
        code = line.criterion.code
        if not (line.weight.is_finite() and line.weight >= 0):
            raise InvalidInput("selection.weight", place=f"{place}.weight", value=str(line.weight), criterion=code)
        require_number(line.weight, place=f"{place}.weight")
        if line.minimum is not None:
            require_between(line.minimum, 0, 100, code="selection.minimum", place=f"{place}.minimum")
            if code == PRICE:
                raise InvalidInput("selection.price_minimum", place=f"{place}.minimum")
