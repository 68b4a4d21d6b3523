"""Work packages, feasibility studies, selections and their evaluations; value objects are packed into columns."""

from decimal import Decimal

from sqlalchemy import Column, ForeignKeyConstraint, Integer, String, Table, Text, UniqueConstraint

from core.domain.abnormally_low import PriceAnswer
from core.domain.bid import Bid
from core.domain.evaluation import Consensus
from core.domain.feasibility.core_review import CoreReview
from core.domain.feasibility.decision import Decision, Weighing
from core.domain.feasibility.economic_review import EconomicReview
from core.domain.feasibility.social import SocialReview
from core.domain.feasibility.technical import TechnicalReview
from core.domain.gate import GateReport
from core.domain.past_performance import PastPerformance
from core.domain.reason import Reason
from core.domain.selection import Award
from core.domain.selection_rules import SelectionRules
from core.domain.work_package import PackageContent
from core.storage.packed import Packed
from core.storage.tables.schema import BIG_ID, instant, metadata, organisation, row_id, sha256, uuid


def _part_of(name: str, whole: str) -> ForeignKeyConstraint:
    """A part belongs to the same organisation as its whole, which hands it over when the part is stored."""
    return ForeignKeyConstraint(["organisation_id", name], [f"{whole}.organisation_id", f"{whole}.id"])


work_packages = Table(
    "work_packages",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    Column("number", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("state", String(32), nullable=False),
    instant("created_ms"),
    UniqueConstraint("organisation_id", "uuid"),
    UniqueConstraint("organisation_id", "number"),
    UniqueConstraint("organisation_id", "id"),
)

package_versions = Table(
    "package_versions",
    metadata,
    row_id(),
    organisation(),
    Column("work_package_id", BIG_ID, nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", Packed(PackageContent), nullable=False),
    sha256("sha256"),
    instant("created_ms"),
    UniqueConstraint("organisation_id", "work_package_id", "version"),
    _part_of("work_package_id", "work_packages"),
)


def _of_package() -> ForeignKeyConstraint:
    """A study or selection names its work package by number, within the organisation."""
    return ForeignKeyConstraint(
        ["organisation_id", "package_number"], ["work_packages.organisation_id", "work_packages.number"]
    )


feasibility_studies = Table(
    "feasibility_studies",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    Column("package_number", String(64), nullable=False),
    Column("package_version", Integer, nullable=False),
    Column("core", Packed(CoreReview)),
    Column("technical", Packed(TechnicalReview)),
    Column("economic", Packed(EconomicReview)),
    Column("social", Packed(SocialReview)),
    Column("weighing", Packed(Weighing), nullable=False),
    Column("decision", Packed(Decision)),
    instant("created_ms"),
    UniqueConstraint("organisation_id", "uuid"),
    UniqueConstraint("organisation_id", "package_number", "package_version"),
    _of_package(),
)

selections = Table(
    "selections",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    Column("number", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("package_number", String(64), nullable=False),
    Column("package_version", Integer, nullable=False),
    Column("state", String(32), nullable=False),
    Column("rules", Packed(SelectionRules)),
    Column("rules_sha256", String(64)),
    instant("opened_ms", nullable=True),
    Column("bids", Packed(list[Bid]), nullable=False),
    Column("answers", Packed(list[PriceAnswer]), nullable=False),
    Column("gates", Packed(list[GateReport]), nullable=False),
    Column("failure", Packed(Reason)),
    Column("award", Packed(Award)),
    Column("past", Packed(list[PastPerformance]), nullable=False),
    instant("created_ms"),
    UniqueConstraint("organisation_id", "uuid"),
    UniqueConstraint("organisation_id", "number"),
    _of_package(),
)

ranking_records = Table(
    "ranking_records",
    metadata,
    row_id(),
    organisation(),
    Column("selection_number", String(64), nullable=False),
    Column("content", Text, nullable=False),
    sha256("sha256"),
    instant("created_ms"),
    UniqueConstraint("organisation_id", "selection_number"),
    ForeignKeyConstraint(["organisation_id", "selection_number"], ["selections.organisation_id", "selections.number"]),
)

evaluations = Table(
    "evaluations",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    Column("selection_number", String(64), nullable=False),
    Column("vendors", Packed(tuple[str, ...]), nullable=False),
    Column("criteria", Packed(tuple[str, ...]), nullable=False),
    Column("bound", Packed(Decimal), nullable=False),
    Column("consensus", Packed(list[Consensus]), nullable=False),
    instant("created_ms"),
    instant("closed_ms", nullable=True),
    UniqueConstraint("organisation_id", "uuid"),
    UniqueConstraint("organisation_id", "selection_number"),
    UniqueConstraint("organisation_id", "id"),
    ForeignKeyConstraint(["organisation_id", "selection_number"], ["selections.organisation_id", "selections.number"]),
)

score_sheets = Table(
    "score_sheets",
    metadata,
    row_id(),
    organisation(),
    Column("evaluation_id", BIG_ID, nullable=False),
    Column("evaluator", String(128), nullable=False),
    Column("scores", Packed(dict[str, dict[str, Decimal]]), nullable=False),
    Column("comments", Packed(dict[str, dict[str, str]]), nullable=False),
    instant("locked_ms", nullable=True),
    Column("recused_because", Text),
    UniqueConstraint("organisation_id", "evaluation_id", "evaluator"),
    _part_of("evaluation_id", "evaluations"),
)
