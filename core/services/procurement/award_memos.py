"""The award memo (定标报告) of an awarded selection as a docx."""

from dataclasses import dataclass

import msgspec

from core.documents.award_memo import MemoSource, memo_context
from core.documents.renderer import CompiledTemplate
from core.domain.award_memo import award_memo
from core.domain.ranking_record import RankingRecord
from core.domain.wording import Language
from core.domain.zone import house_day
from core.errors import Conflict
from core.services import access
from core.services.access import Actor
from core.services.procurement.selection_views import aliases
from core.storage.books.selections import Evaluations, RankingRecords, Selections
from core.storage.books.vendors import Vendors
from core.storage.database import Database


@dataclass(frozen=True, slots=True)
class AwardMemoService:
    """Prints award memos from what was kept with the award."""

    database: Database

    def render(self, actor: Actor, number: str, template: CompiledTemplate, language: Language) -> bytes:
        """Return the memo in zh or en; the same award gives the same bytes. Raises `Conflict` before the award."""
        access.require(actor, "selection.read")
        with self.database.reading_for(actor) as work:
            selection, kept = Selections(work).get(number), RankingRecords(work).find(number)
            if kept is None:
                raise Conflict("selection.not_awarded", place=number, value=number)
            memo = award_memo(selection, Evaluations(work).get(number))
            letters = aliases(selection)
            names = Vendors(work).names(letters)
        record = msgspec.json.decode(kept[0], type=RankingRecord)
        source = MemoSource(memo, record, kept[1], selection.title, names, letters, house_day(memo.award.decided_ms))
        return template.render(memo_context(source, language))
