"""What the contract desk shows of a draft, and who may do what next."""

from collections.abc import Mapping
from typing import Any

import msgspec

from core.domain.contract_draft import DraftState, PackPin, Rendition, Signature, VersionDraft
from core.domain.finding import Finding
from core.domain.wording import Wording
from core.services.access import ALLOWED

NEXT: dict[DraftState, tuple[tuple[str, str], ...]] = {
    "draft": (("revise", "draft.edit"), ("lint", "draft.edit")),
    "linted": (("revise", "draft.edit"), ("acknowledge", "draft.edit"), ("approve", "draft.approve")),
    "approved": (("revise", "draft.edit"), ("sign", "draft.sign")),
    "signed": (("activate", "draft.activate"),),
    "active": (("amend", "draft.edit"),),
}
"""From each state what can be done, and the action that a role has to be allowed."""


class Step(msgspec.Struct):
    """What can be done next, by which roles, and by whom not: an author does not approve his own draft."""

    act: str
    roles: list[str]
    not_by: list[str]


class FindingView(msgspec.Struct):
    """A finding with its reason and person once it is acknowledged."""

    rule: str
    severity: str
    path: str
    zh: str
    en: str
    status: str
    reason: str
    acknowledged_by: str


class Missing(msgspec.Struct):
    """A term that the documents lack: the code says whether all of it or one language, the path where it stands."""

    code: str
    path: str
    zh: str
    en: str


class DraftSummary(msgspec.Struct):
    """A drafted version as a list shows it."""

    number: str
    version: int
    state: str
    title: Wording
    vendor_number: str
    vendor: Wording
    effective_from: str
    errors: int
    open_warnings: int


class DraftView(msgspec.Struct):
    """A drafted version with its terms, its findings, and what can be done next."""

    number: str
    version: int
    state: str
    vendor_number: str
    effective_from: str
    calendar_name: str
    calendar: Mapping[str, Any]
    packs: tuple[PackPin, ...]
    authors: tuple[str, ...]
    terms: Mapping[str, Any]
    terms_sha256: str
    linted_for: str
    findings: list[FindingView]
    approved_by: str
    approved_ms: int | None
    renditions: tuple[Rendition, ...]
    signature: Signature | None
    activated_ms: int | None
    next: list[Step]


def draft_view(draft: VersionDraft) -> DraftView:
    """Show a draft."""
    approval = draft.approval
    return DraftView(
        draft.number, draft.version, draft.state, draft.vendor_number, draft.effective_from.isoformat(),
        draft.calendar_name, draft.calendar, draft.packs, draft.authors, draft.terms.as_dict(), draft.terms_sha256,
        draft.linted_for.isoformat() if draft.linted_for else "", [finding_view(draft, one) for one in draft.findings],
        approval.by if approval else "", approval.at_ms if approval else None, draft.renditions, draft.signature,
        draft.activated_ms, [_step(draft, act, action) for act, action in NEXT[draft.state]],
    )  # fmt: skip


def draft_summary(draft: VersionDraft) -> DraftSummary:
    """Show a draft in a list."""
    open_warnings = [one for one in draft.findings if one.severity == "warning" and draft.acknowledgement(one) is None]
    return DraftSummary(
        draft.number, draft.version, draft.state, draft.terms.title, draft.vendor_number, draft.terms.vendor.name,
        draft.effective_from.isoformat(), sum(one.severity == "error" for one in draft.findings), len(open_warnings),
    )  # fmt: skip


def finding_view(draft: VersionDraft, one: Finding) -> FindingView:
    """Show a finding with its acknowledgement."""
    accepted = draft.acknowledgement(one)
    return FindingView(
        one.rule, one.severity, one.path, one.message_zh, one.message_en, one.status,
        accepted.reason if accepted else "", accepted.by if accepted else "",
    )  # fmt: skip


def _step(draft: VersionDraft, act: str, action: str) -> Step:
    return Step(act, sorted(ALLOWED[action]), list(draft.authors) if act == "approve" else [])
