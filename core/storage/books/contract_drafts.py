"""Contract versions on their way, as a collection of one organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import JSON, Select, select, type_coerce

from core.domain.contract_draft import VersionDraft
from core.errors import NotFound
from core.storage.database import Work
from core.storage.packed import open_for_change
from core.storage.tables import contract_drafts


@dataclass(frozen=True, slots=True)
class ContractDrafts:
    """The drafted versions of the organisation whose transaction this is."""

    work: Work

    def add(self, draft: VersionDraft) -> None:
        """Add a new draft."""
        self.work.session.add(draft)

    def of(self, number: str) -> Sequence[VersionDraft]:
        """All drafted versions of a contract, the latest last."""
        return self.work.session.scalars(self._own().filter_by(number=number).order_by(contract_drafts.c.version)).all()

    def get(self, number: str, version: int | None = None) -> VersionDraft:
        """One drafted version, by default the latest. Raises `NotFound`."""
        for one in reversed(self.of(number)):
            if version in (None, one.version):
                return one
        raise NotFound("draft.absent", place="draft", value=f"{number} v{version}" if version else number)

    def change(self, number: str, version: int | None = None) -> VersionDraft:
        """The same, locked until the transaction ends."""
        draft = self.get(number, version)
        self.work.session.refresh(draft, with_for_update=True)
        open_for_change(draft)
        return draft

    def by_hash(self, terms_sha256: str) -> VersionDraft | None:
        """The version whose terms have this hash, if there is one."""
        return self.work.session.scalars(self._own().filter_by(terms_sha256=terms_sha256)).first()

    def of_award(self, selection_number: str) -> VersionDraft | None:
        """The latest version of the contract that was drafted from the award of a selection, if one was."""
        named = type_coerce(contract_drafts.c.terms, JSON)["award"]["selection"].as_string()
        chosen = self._own().where(named == selection_number).order_by(contract_drafts.c.version.desc())
        return self.work.session.scalars(chosen.limit(1)).first()

    def last_active(self, vendor_number: str = "") -> VersionDraft | None:
        """The version that came into force last: of a vendor's, or of all."""
        chosen = self._own().filter_by(state="active")
        chosen = chosen.filter_by(vendor_number=vendor_number) if vendor_number else chosen
        by_time = chosen.order_by(contract_drafts.c.activated_ms.desc(), contract_drafts.c.id.desc())
        return self.work.session.scalars(by_time.limit(1)).first()

    def list(self, after: str, limit: int) -> Sequence[VersionDraft]:
        """All versions of the next `limit` contracts behind the number `after`, by number and version."""
        numbers = (
            select(contract_drafts.c.number)
            .where(contract_drafts.c.organisation_id == self.work.organisation_id, contract_drafts.c.number > after)
            .distinct()
            .order_by(contract_drafts.c.number)
            .limit(limit)
        )
        chosen = self._own().where(contract_drafts.c.number.in_(numbers))
        return self.work.session.scalars(chosen.order_by(contract_drafts.c.number, contract_drafts.c.version)).all()

    def _own(self) -> Select[VersionDraft]:
        return select(VersionDraft).filter_by(organisation_id=self.work.organisation_id)
