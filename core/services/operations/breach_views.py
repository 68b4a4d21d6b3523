"""What the desks are shown of a breach: where it stands, until when it can be disputed, what it costs and why."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row

from core.domain.breach import COUNTED, DISPUTED, NOTIFIED, RESCINDED, Position
from core.domain.credit import deduction
from core.domain.dispute import Decision
from core.domain.zone import find_zone
from core.messages import LANGUAGES
from core.services.shelf import InForce


class CostView(msgspec.Struct):
    """What a breach costs by the terms of its contract, and in `text` how that was worked out.

    `effect`: `would` while it is undecided, `counts`, `dropped` once it is rescinded, `none` where no money is named.
    """

    effect: str
    amount: str | None
    currency: str | None
    text: dict[str, str]


class ProofView(msgspec.Struct):
    """A piece of evidence; a file is fetched by its hash."""

    text: str
    file_name: str
    file_sha256: str


class DisputeView(msgspec.Struct):
    """What the vendor says against a breach; one whose ground is `late_stop` was raised by no person."""

    ground: str
    statement: str
    evidence: list[ProofView]
    raised_by: str
    raised_ms: int


class DecisionView(msgspec.Struct):
    """How the buyer decided: upheld, for `share` of the deduction where that is stated, or rescinded."""

    outcome: str
    share: str | None
    reason: str
    by: str
    at_ms: int


class BreachView(msgspec.Struct):
    """One breach; `overrun_s` in calendar seconds once the clock has stopped, unless that was in time after all.

    `objection_left_s` are the working seconds left until `objection_ends_ms`, the last second in which the vendor can
    accept or object; both are None where he is not asked. `clock` is the one that was late, if it was one. What the
    buyer owes has no `cost`.
    """

    id: str
    case: str
    contract: str
    vendor: str
    obligation: str
    title: dict[str, str]
    wording: dict[str, str]
    severity: str
    kind: str
    owed_by: str
    state: str
    breach_ms: int
    detected_ms: int
    notified_ms: int | None
    objection_ends_ms: int | None
    objection_left_s: int | None
    cause: str
    overrun_s: int | None
    clock: int | None
    zone: str
    audience: list[str]
    evidence: dict[str, Any]
    cost: CostView | None
    dispute: DisputeView | None
    decision: DecisionView | None
    now_ms: int

    @property
    def is_open(self) -> bool:
        """Whether the vendor can accept or object now."""
        return self.objection_left_s is not None and self.state == NOTIFIED


class ChangeView(msgspec.Struct):
    """One step in the life of a breach: the states it passed at once, and why."""

    states: list[str]
    at_ms: int
    cause: str
    reverses: bool


def breach_view(row: Row[Any], force: InForce, now_ms: int, dispute: Row[Any] | None, nth: int) -> BreachView:
    """A row of breaches, joined with its case, contract, vendor and clock; `nth` of its obligation in its month."""
    late = row.stopped_ms is not None and row.stopped_ms > row.breach_ms
    overrun_s = row.stopped_ms // 1000 - row.breach_ms // 1000 if late else None
    obligation, timing = force.obligations.get(row.obligation), force.terms.timings.get(row.obligation)
    decision = dispute.decision if dispute is not None else None
    return BreachView(
        id=row.uuid, case=row.number, contract=row.contract, vendor=row.vendor, obligation=row.obligation,
        title=dict(force.words.get(obligation.required, {})) if obligation else {},
        wording={one: obligation.clause(one, timing.limit if timing else None) for one in LANGUAGES}
        if obligation else {},
        severity=obligation.severity if obligation else "", kind=row.kind, owed_by=row.owed_by, state=row.state,
        breach_ms=row.breach_ms, detected_ms=row.detected_ms, notified_ms=row.notified_ms,
        objection_ends_ms=row.objection_ends_ms, objection_left_s=_left_s(row, force, now_ms), cause=row.cause,
        overrun_s=overrun_s, clock=row.clock_id, zone=force.calendar.tz, audience=_audience(row, force),
        evidence=dict(row.evidence), cost=_cost(row, force, decision, nth),
        dispute=_dispute(dispute) if dispute is not None else None,
        decision=_decision(dispute) if dispute is not None and decision is not None else None, now_ms=now_ms,
    )  # fmt: skip


def position_of(row: Row[Any], force: InForce, dispute: Row[Any] | None) -> Position:
    """Where a breach stands between the two sides."""
    by_vendor = dispute is not None and dispute.decision is None
    return Position(row.state, row.owed_by, row.objection_ends_ms, force.calendar.tz, by_vendor)


def change_view(row: Row[Any]) -> ChangeView:
    """A row of the feed as a step in one breach's life."""
    told = row.snapshot
    return ChangeView(list(told["states"]), row.at_ms, told.get("cause", ""), told.get("reverses", False))


def _left_s(row: Row[Any], force: InForce, now_ms: int) -> int | None:
    """Working seconds left to object; the last second itself still counts."""
    if row.state not in (NOTIFIED, DISPUTED) or not position_of(row, force, None).is_open(now_ms):
        return None
    return force.calendar.elapsed_s(now_ms, row.objection_ends_ms)


def _cost(row: Row[Any], force: InForce, decision: Decision | None, nth: int) -> CostView | None:
    if row.owed_by != "vendor":
        return None
    on = datetime.fromtimestamp(row.breach_ms / 1000, find_zone(force.calendar.tz)).date()
    share = decision.share if decision is not None else None
    found = deduction(force.agreed, row.obligation, on, nth=nth, share=share)
    text = {one: found.sentence.words(one) for one in LANGUAGES}
    if found.amount is None:
        return CostView("none", None, None, text)
    return CostView(_effect(row.state), f"{found.amount.amount:f}", found.amount.currency, text)


def _effect(state: str) -> str:
    if state in COUNTED:
        return "counts"
    return "dropped" if state == RESCINDED else "would"


def _dispute(row: Row[Any]) -> DisputeView:
    proofs = [ProofView(one.text, one.file_name, one.file_sha256) for one in row.evidence]
    return DisputeView(row.ground, row.statement, proofs, row.raised_by, row.raised_ms)


def _decision(row: Row[Any]) -> DecisionView:
    made: Decision = row.decision
    share = None if made.share is None else f"{made.share:f}"
    return DecisionView(made.outcome, share, made.reason, row.decided_by, row.decided_ms)


def _audience(row: Row[Any], force: InForce) -> list[str]:
    """Whom the contract's escalation rules tell of this breach (sla.md 3.13)."""
    obligation = force.obligations.get(row.obligation)
    if force.telling is None or obligation is None:
        return []
    verdicts = force.telling.decide(
        {"kind": "breach", "level": 0, "severity": obligation.severity, "owed_by": row.owed_by}
    )
    return str(verdicts[0].rule.answer["audience"]).split(",") if verdicts else []
