"""Compiled contract versions, by the id of the version: published terms never change, so each is compiled once."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Row, select

from core.domain.breach import OBJECTION_DAYS, objection_ends_ms
from core.domain.calendar import WorkingCalendar
from core.domain.case_form import CaseForm
from core.domain.contract import ACTIVE, IMPORTED
from core.domain.contract_terms import ContractTerms
from core.domain.duration import Limit
from core.domain.obligation import Obligation
from core.errors import NotFound
from core.sla.engine import RuleSet
from core.sla.packs import Pack, from_content
from core.sla.terms import Decide, Terms, compile_terms
from core.storage.tables import calendars, contract_drafts, contract_versions, contracts, packs

COMMON_PACK = "deadlines"
"""The pack whose rules judge every obligation alike; each contract version pins it like any other."""

TELLING_PACK = "escalation"
"""The pack whose rules say whom a milestone is told to; a contract need not have one."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A contract version with its compiled terms."""

    contract_id: int
    version_id: int
    effective_from_ms: int
    vendor_id: int
    number: str
    terms: Terms
    words: Mapping[str, Mapping[str, str]]
    """What the packs call their event types and pause reasons, and what their rules cite, in zh and en."""
    telling: RuleSet | None
    obligations: Mapping[str, Obligation]
    is_live: bool
    calendar: WorkingCalendar
    agreed: ContractTerms | None
    """All terms of the document, where the version was made of one."""
    forms: Mapping[str, CaseForm]
    """The forms of the installed packs that it pins, by key; of two with one key the first."""

    def objection_ends_ms(self, notified_ms: int) -> int | None:
        """Until when the vendor can object to what he was told of then; None under a past log, where none is asked."""
        if not self.is_live:
            return None
        days = self.agreed.credits.objection_days if self.agreed is not None else None
        return objection_ends_ms(self.calendar, notified_ms, days or OBJECTION_DAYS)


@dataclass(frozen=True, slots=True)
class Editions:
    """The published versions of one contract: since when each holds and its id, the earliest first."""

    since: Sequence[tuple[int, int]]

    def at(self, at_ms: int) -> int:
        """The id of the version in force at `at_ms`, or of the first if that came later."""
        return next((one for since_ms, one in reversed(self.since) if since_ms <= at_ms), self.since[0][1])


@dataclass(slots=True)
class Shelf:
    """Finds the versions of a contract and hands out their compiled terms.

    `forms` are those of the installed packs, by the pack's name.
    """

    forms: Mapping[str, tuple[CaseForm, ...]] = field(default_factory=dict)
    _versions: dict[int, InForce] = field(default_factory=dict)
    _rule_sets: dict[str, RuleSet] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def editions(self, connection: Connection, organisation_id: int, number: str) -> Editions | None:
        """Return the versions of contract `number`, or None if there is no such contract in force."""
        chosen = (
            select(contract_versions.c.effective_from_ms, contract_versions.c.id)
            .join(contracts, contracts.c.id == contract_versions.c.contract_id)
            .where(
                contracts.c.organisation_id == organisation_id,
                contracts.c.number == number,
                contracts.c.state.in_((ACTIVE, IMPORTED)),
            )
            .order_by(contract_versions.c.effective_from_ms)
        )
        since = [(row.effective_from_ms, row.id) for row in connection.execute(chosen)]
        return Editions(since) if since else None

    def version(self, connection: Connection, version_id: int) -> InForce:
        """Return a version by its id, compiling it on first use."""
        with self._lock:
            if version_id not in self._versions:
                self._versions[version_id] = self._compile(connection, version_id)
            return self._versions[version_id]

    def period(self, connection: Connection) -> Callable[[int, int], int | None]:
        """Until when a vendor can object, by the version of his contract and the instant of the notice."""
        ends_ms: dict[tuple[int, int], int | None] = {}  # of the breaches of one sweep most have the same

        def until(version_id: int, notified_ms: int) -> int | None:
            if (version_id, notified_ms) not in ends_ms:
                force = self.version(connection, version_id)
                ends_ms[version_id, notified_ms] = force.objection_ends_ms(notified_ms)
            return ends_ms[version_id, notified_ms]

        return until

    def _compile(self, connection: Connection, version_id: int) -> InForce:
        row = connection.execute(
            select(
                contract_versions.c.terms, contract_versions.c.version, contract_versions.c.effective_from_ms, contracts
            )
            .join(contracts, contracts.c.id == contract_versions.c.contract_id)
            .where(contract_versions.c.id == version_id)
        ).one()
        obligations: list[Obligation] = []
        words: dict[str, Mapping[str, str]] = {}
        telling: RuleSet | None = None
        decide: Decide | None = None
        for pin in row.terms["packs"]:
            pack = self._pack(connection, row.organisation_id, pin["sha256"])
            obligations.extend(pack.obligations.values())
            words.update(pack.words)
            words.update({one.name: one.cites for one in pack.rules if one.cites})
            if pack.name == TELLING_PACK:
                telling = self._rules(pack)
            if pack.name == COMMON_PACK:
                decide = self._rules(pack).verdict
        if decide is None:
            raise NotFound("contract.no_common_pack", place="packs", value=COMMON_PACK)
        limits = {name: Limit.parse(text) for name, text in row.terms.get("limits", {}).items()}
        calendar = WorkingCalendar.from_dict(_calendar(connection, row.organisation_id, row.terms["calendar"]))
        agreed = _agreed(obligations, row.terms.get("obligations"))
        terms = compile_terms(agreed, limits, row.terms.get("bases", {}), calendar, decide)
        if len(agreed) < len(obligations):  # what the packs speak of is understood, also where it is not owed
            understood = compile_terms(obligations, {}, {}, calendar, decide).types()
            terms = replace(terms, milestones=terms.milestones.union(understood))
        return InForce(
            row.id,
            version_id,
            row.effective_from_ms,
            row.vendor_id,
            row.number,
            terms,
            words,
            telling,
            {one.id: one for one in agreed},
            row.state != IMPORTED,
            calendar,
            _document_terms(connection, row),
            self._forms([pin["name"] for pin in row.terms["packs"]], terms),
        )

    def _forms(self, packs: Sequence[str], terms: Terms) -> dict[str, CaseForm]:
        """The forms whose event this version knows; those of every case stand last."""
        found: dict[str, CaseForm] = {}
        in_order = sorted(packs, key=lambda name: name == COMMON_PACK)
        for form in (one for name in in_order for one in self.forms.get(name, ())):
            if terms.knows(form.event):
                found.setdefault(form.key, form)
        return found

    def _rules(self, pack: Pack) -> RuleSet:
        return self._rule_sets.setdefault(pack.sha256, RuleSet(pack.name, pack.rules, pack.facts))

    def _pack(self, connection: Connection, organisation_id: int, sha256: str) -> Pack:
        chosen = select(packs.c.name, packs.c.content).where(
            packs.c.organisation_id == organisation_id, packs.c.sha256 == sha256
        )
        row = connection.execute(chosen).one()
        return from_content(row.name, row.content)


def _agreed(obligations: list[Obligation], names: Sequence[str] | None) -> list[Obligation]:
    """The obligations that the annex of a contract names; a contract without an annex has agreed all of its packs."""
    return obligations if names is None else [one for one in obligations if one.id in names]


def _document_terms(connection: Connection, row: Row[Any]) -> ContractTerms | None:
    """The terms that were signed for this version, found by number, version and hash."""
    chosen = select(contract_drafts.c.terms).where(
        contract_drafts.c.organisation_id == row.organisation_id,
        contract_drafts.c.number == row.number,
        contract_drafts.c.version == row.version,
        contract_drafts.c.terms_sha256 == row.terms.get("document_sha256", ""),
    )
    terms: ContractTerms | None = connection.execute(chosen).scalar()
    return terms


def _calendar(connection: Connection, organisation_id: int, pin: Mapping[str, Any]) -> dict[str, Any]:
    chosen = select(calendars.c.content).where(
        calendars.c.organisation_id == organisation_id,
        calendars.c.name == pin["name"],
        calendars.c.version == pin["version"],
    )
    content: dict[str, Any] = connection.execute(chosen).scalar_one()
    return content
