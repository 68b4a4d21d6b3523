"""The rule packs of a drafted version: what the version before it pinned stays, what is new is pinned now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.domain.agreed_levels import agreed_levels
from core.domain.contract import Contract
from core.domain.contract_draft import PackPin
from core.domain.contract_terms import ContractTerms
from core.domain.obligation import Obligation
from core.errors import NotFound
from core.services.shelf import COMMON_PACK, TELLING_PACK
from core.sla.packs import Pack, from_content
from core.sla.trial import prove
from core.storage.books.contracts import Contracts
from core.storage.database import Work


@dataclass(frozen=True, slots=True)
class PinnedPacks:
    """Chooses packs among those that this house has loaded, by name."""

    loaded: Mapping[str, Pack]

    def obligations(self, names: Sequence[str]) -> Mapping[str, Obligation]:
        """The obligations of the packs with these names. Raises `NotFound` for a name that is not loaded."""
        return {one.id: one for name in names for one in self._loaded(name).obligations.values()}

    def agree(
        self, work: Work, terms: ContractTerms, contract: Contract | None
    ) -> tuple[ContractTerms, tuple[PackPin, ...]]:
        """Make the service levels from the packs' obligations, and pin the packs that they come from.

        Raises an error naming the service level that no pack has or that may not be agreed like that.
        """
        packs = {**self.loaded, **{one.name: one for one in self._before(work, contract)}}
        obligations = {one.id: one for pack in packs.values() for one in pack.obligations.values()}
        levels = agreed_levels(terms.service_levels, obligations)
        chosen = [packs[name] for name in dict.fromkeys((COMMON_PACK, TELLING_PACK, *(one.pack for one in levels)))]
        book = Contracts(work)
        for pack in chosen:
            if not book.is_pinned(pack.name, pack.sha256):
                prove(pack, packs[COMMON_PACK])
                book.pin(pack.name, pack.sha256, pack.content)
        pins = tuple(PackPin(one.name, one.sha256) for one in chosen)
        return replace(terms, service_levels=levels), pins

    def pinned(self, work: Work, pins: Sequence[PackPin]) -> list[Pack]:
        """Read packs back as they were pinned."""
        book = Contracts(work)
        return [from_content(one.name, book.pinned(one.name, one.sha256)) for one in pins]

    def _before(self, work: Work, contract: Contract | None) -> list[Pack]:
        latest = contract.latest if contract is not None else None
        if latest is None:
            return []
        return self.pinned(work, [PackPin(one["name"], one["sha256"]) for one in latest.terms["packs"]])

    def _loaded(self, name: str) -> Pack:
        if name not in self.loaded:
            allowed = ", ".join(sorted(self.loaded))
            raise NotFound("contract.unknown_pack", place="packs", value=name, allowed=allowed)
        return self.loaded[name]
