"""Who may do what: one table, asked by every service before it acts."""

from core.domain.actor import ROLES, Actor
from core.errors import Forbidden

_WATCHING = frozenset(ROLES) - {"evaluator"}

ALLOWED: dict[str, frozenset[str]] = {
    "event.send": frozenset(("operator", "admin", "service")),
    "event.import": frozenset(("operator", "admin")),
    "contract.publish": frozenset(("legal", "admin", "operator")),
    "contract.read": _WATCHING,
    "contract.verify": frozenset(("procurement", "legal", "operator", "manager", "auditor", "admin")),
    "draft.read": frozenset(("procurement", "legal", "manager", "auditor", "admin")),
    "draft.edit": frozenset(("legal", "admin")),
    "draft.approve": frozenset(("manager", "admin")),
    "draft.sign": frozenset(("legal", "admin")),
    "draft.activate": frozenset(("legal", "manager", "admin")),
    "clock.read": _WATCHING,
    "case.read": _WATCHING,
    "case.act": frozenset(("operator", "manager", "vendor")),
    "case.people": frozenset(("operator", "manager", "vendor")),
    "dispatch.read": frozenset(("operator", "manager", "vendor")),
    "worker.read": frozenset(("operator", "manager", "vendor")),
    "worker.edit": frozenset(("vendor",)),
    "breach.read": _WATCHING,
    "breach.accept": frozenset(("vendor",)),
    "breach.dispute": frozenset(("vendor", "operator", "admin")),  # the buyer's people record one that came by letter
    "breach.withdraw": frozenset(("vendor",)),
    "breach.decide": frozenset(("manager", "admin")),
    "package.read": frozenset(("procurement", "legal", "manager", "auditor", "admin")),
    "package.edit": frozenset(("procurement", "admin")),
    "vendor.read": frozenset(("procurement", "legal", "manager", "auditor", "admin")),
    "vendor.edit": frozenset(("procurement", "admin")),
    "feasibility.decide": frozenset(("procurement", "manager", "admin")),
    "selection.read": frozenset(("procurement", "legal", "manager", "auditor", "admin")),
    "selection.edit": frozenset(("procurement", "admin")),
    "selection.award": frozenset(("manager", "admin")),
    "evaluation.run": frozenset(("procurement", "admin")),
    "evaluation.read": frozenset(("procurement", "legal", "manager", "auditor", "admin", "evaluator")),
    "sheet.score": frozenset(("evaluator",)),
    "decision.ask": frozenset(ROLES),
    "scorecard.read": frozenset(("procurement", "legal", "operator", "manager", "vendor", "auditor", "admin")),
    "scorecard.close": frozenset(("manager", "admin")),
    "review.read": frozenset(("procurement", "legal", "operator", "manager", "vendor", "auditor", "admin")),
    "review.write": frozenset(("procurement", "manager", "admin")),
    "review.reply": frozenset(("vendor",)),
    "standing.read": frozenset(("procurement", "legal", "operator", "manager", "vendor", "auditor", "admin")),
    "standing.decide": frozenset(("manager", "admin")),
    "settlement.read": frozenset(("procurement", "legal", "operator", "manager", "vendor", "auditor", "admin")),
    "settlement.fee": frozenset(("operator", "manager", "admin")),
    "settlement.close": frozenset(("manager", "admin")),
    "renewal.read": frozenset(("procurement", "legal", "manager", "auditor", "admin")),
    "renewal.decide": frozenset(("manager", "admin")),
    "account.manage": frozenset(("admin",)),
    "audit.read": frozenset(("auditor", "admin")),
}


def require(actor: Actor, action: str) -> None:
    """Raise `Forbidden` unless the actor's role may do `action`."""
    if actor.role not in ALLOWED[action]:
        allowed = ", ".join(sorted(ALLOWED[action]))
        raise Forbidden("access.role", place=action, role=actor.role, allowed=allowed)


__all__ = ["ALLOWED", "Actor", "require"]
