"""Contracts in their least form: parties, packs pinned by hash, negotiated limits, calendar, day of effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from core.domain.contract import Contract
from core.services import access
from core.services.access import Actor
from core.services.legal.publication import ContractDraft, Published, check_terms, publish_directly
from core.services.once import Once, perform
from core.services.page import check_limit
from core.sla.packs import from_content
from core.storage.books.contracts import Contracts
from core.storage.database import Database

NEGOTIATED = ("limits", "bases")


class VersionView(msgspec.Struct):
    """One version of a contract with its terms as they were published."""

    version: int
    effective_from_ms: int
    terms_sha256: str
    terms: Mapping[str, Any]


class ContractView(msgspec.Struct):
    """A contract with its versions, the latest last."""

    number: str
    title: str
    vendor_number: str
    vendor: str
    zone: str
    state: str
    versions: list[VersionView]


@dataclass(frozen=True, slots=True)
class ContractService:
    """Publishes contract versions and shows them; what is published never changes."""

    database: Database
    _owed: dict[str, frozenset[str]] = field(default_factory=dict)
    """Of each pack, by its hash, the obligations that a vendor owes, alone or with the buyer."""

    def publish(self, actor: Actor, draft: ContractDraft, call: Once | None = None) -> Published:
        """Publish the next version of a contract; the same terms again change nothing.

        Raises `InvalidInput` naming the obligation whose limit or basis is not negotiable like that, `Conflict` for a
        contract whose versions are approved and signed on the contract desk.
        """
        access.require(actor, "contract.publish")
        check_terms(draft)
        with self.database.unit_of_work(actor) as work:
            return perform(work, call, Published, lambda: publish_directly(work, draft))

    def get(self, actor: Actor, number: str) -> ContractView:
        """One contract. Raises `NotFound`, also for another organisation's or another vendor's."""
        access.require(actor, "contract.read")
        with self.database.reading_for(actor) as work:
            book = Contracts(work)
            return self._view(book, actor, book.get(number, actor.vendor_id))

    def list(self, actor: Actor, *, after: str = "", limit: int = 100) -> Sequence[ContractView]:
        """Contracts by number, beginning behind the number `after`."""
        access.require(actor, "contract.read")
        check_limit(limit)
        with self.database.reading_for(actor) as work:
            book = Contracts(work)
            return [self._view(book, actor, one) for one in book.list(after, limit, actor.vendor_id)]

    def _view(self, book: Contracts, actor: Actor, contract: Contract) -> ContractView:
        versions = [
            VersionView(one.version, one.effective_from_ms, one.terms_sha256, self._terms(book, actor, one.terms))
            for one in contract.versions
        ]
        return ContractView(
            contract.number, contract.title, contract.vendor.number, contract.vendor.name, contract.zone,
            contract.state, versions,
        )  # fmt: skip

    def _terms(self, book: Contracts, actor: Actor, terms: Mapping[str, Any]) -> Mapping[str, Any]:
        """A vendor's user sees what was negotiated about his own obligations; the buyer's are the buyer's."""
        if actor.vendor_id is None:
            return terms
        owed = frozenset().union(*(self._owed_by_vendor(book, pin["name"], pin["sha256"]) for pin in terms["packs"]))
        negotiated = {name: {key: one for key, one in terms[name].items() if key in owed} for name in NEGOTIATED}
        return {**terms, **negotiated}

    def _owed_by_vendor(self, book: Contracts, name: str, sha256: str) -> frozenset[str]:
        if sha256 not in self._owed:
            obligations = from_content(name, book.pinned(name, sha256)).obligations.values()
            self._owed[sha256] = frozenset(one.id for one in obligations if one.owed_by != "buyer")
        return self._owed[sha256]
