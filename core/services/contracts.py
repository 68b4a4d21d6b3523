"""Contracts in their least form: parties, packs pinned by hash, negotiated limits, calendar, day of effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from core.domain.contract import Contract
from core.errors import InvalidInput
from core.services import access
from core.services.access import Actor
from core.services.once import Once, perform
from core.services.publication import ContractDraft, Published, check_terms, publish
from core.storage.books.contracts import Contracts
from core.storage.database import Database

MOST = 500


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

    def publish(self, actor: Actor, draft: ContractDraft, call: Once | None = None) -> Published:
        """Publish the next version of a contract; the same terms again change nothing.

        Raises `InvalidInput` naming the obligation whose limit or basis is not negotiable like that.
        """
        access.require(actor, "contract.publish")
        check_terms(draft)
        with self.database.unit_of_work(actor) as work:
            return perform(work, call, Published, lambda: publish(work, draft))

    def get(self, actor: Actor, number: str) -> ContractView:
        """One contract. Raises `NotFound`, also for another organisation's or another vendor's."""
        access.require(actor, "contract.read")
        with self.database.reading_for(actor) as work:
            return _view(Contracts(work).get(number, actor.vendor_id))

    def list(self, actor: Actor, *, after: str = "", limit: int = 100) -> Sequence[ContractView]:
        """Contracts by number, beginning behind the number `after`."""
        access.require(actor, "contract.read")
        if not 1 <= limit <= MOST:
            raise InvalidInput("list.bad_limit", place="limit", value=limit, most=MOST)
        with self.database.reading_for(actor) as work:
            return [_view(one) for one in Contracts(work).list(after, limit, actor.vendor_id)]


def _view(contract: Contract) -> ContractView:
    versions = [
        VersionView(one.version, one.effective_from_ms, one.terms_sha256, one.terms) for one in contract.versions
    ]
    return ContractView(
        contract.number, contract.title, contract.vendor.number, contract.vendor.name, contract.zone, contract.state,
        versions,
    )  # fmt: skip
