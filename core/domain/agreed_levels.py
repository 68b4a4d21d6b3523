"""Service levels made anew from the obligations that they name, so that clause, annex and rule are one record."""

from collections.abc import Mapping
from dataclasses import replace

from core.domain.basis import unit_fits
from core.domain.bounds import require_once
from core.domain.obligation import Obligation
from core.domain.terms.service_level import TIMED, ServiceLevel
from core.errors import InvalidInput, NotFound


def agreed_levels(levels: tuple[ServiceLevel, ...], obligations: Mapping[str, Obligation]) -> tuple[ServiceLevel, ...]:
    """Return `levels` with text, pack, indicator and severity of their obligations; limit and basis as agreed.

    Raises `NotFound` for an unknown obligation, `InvalidInput` for one named twice or a limit or basis not negotiable.
    """
    require_once((one.obligation for one in levels), code="draft.level_twice", place="service_levels")
    return tuple(_agreed(one, obligations) for one in levels)


def _agreed(one: ServiceLevel, obligations: Mapping[str, Obligation]) -> ServiceLevel:
    place = f"service_levels.{one.obligation}"
    obligation = obligations.get(one.obligation)
    if obligation is None:
        raise NotFound("contract.unknown_obligation", place=place, value=one.obligation)
    made = ServiceLevel.of(obligation, one.limit, target=one.target, credit=one.credit)
    if not one.basis or one.basis == made.basis or obligation.kind not in TIMED:
        return made
    if not obligation.allows_basis(one.basis) or not unit_fits(made.agreed_limit() or obligation.limit, one.basis):
        allowed = ", ".join(dict.fromkeys((obligation.basis, *obligation.bases)))
        raise InvalidInput("contract.basis_not_allowed", place=f"{place}.basis", value=one.basis, allowed=allowed)
    return replace(made, basis=one.basis)
