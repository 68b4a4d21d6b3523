"""Entities mapped onto their tables from outside, so that the domain knows no database (decision 3)."""

from sqlalchemy.orm import registry, relationship

from core.domain.case_people import CaseContact, Worker
from core.domain.contract import CalendarVersion, Contract, ContractVersion
from core.domain.contract_draft import VersionDraft
from core.domain.evaluation import Evaluation, ScoreSheet
from core.domain.feasibility.study import FeasibilityStudy
from core.domain.renewal import RenewalDecision
from core.domain.review import Review
from core.domain.selection import Selection
from core.domain.standing import StandingAct
from core.domain.vendor import Vendor
from core.domain.work_package import PackageVersion, WorkPackage
from core.storage.tables.contract_drafts import contract_drafts
from core.storage.tables.contracts import calendars, contract_versions, contracts, vendors
from core.storage.tables.people import case_contacts, workers
from core.storage.tables.performance import renewal_decisions, reviews, standing_acts
from core.storage.tables.procurement import (
    evaluations,
    feasibility_studies,
    package_versions,
    score_sheets,
    selections,
    work_packages,
)
from core.storage.tables.schema import metadata

mapper = registry(metadata=metadata)
mapper.map_imperatively(Vendor, vendors)
mapper.map_imperatively(CalendarVersion, calendars)
mapper.map_imperatively(ContractVersion, contract_versions)
mapper.map_imperatively(
    Contract,
    contracts,
    properties={
        "vendor": relationship(Vendor, lazy="joined"),
        "versions": relationship(ContractVersion, order_by=contract_versions.c.version, lazy="selectin"),
    },
)
mapper.map_imperatively(PackageVersion, package_versions)
mapper.map_imperatively(
    WorkPackage,
    work_packages,
    properties={"versions": relationship(PackageVersion, order_by=package_versions.c.version, lazy="selectin")},
)
mapper.map_imperatively(FeasibilityStudy, feasibility_studies)
mapper.map_imperatively(Selection, selections)
mapper.map_imperatively(ScoreSheet, score_sheets)
mapper.map_imperatively(
    Evaluation,
    evaluations,
    properties={"sheets": relationship(ScoreSheet, order_by=score_sheets.c.id, lazy="selectin")},
)
mapper.map_imperatively(VersionDraft, contract_drafts)
mapper.map_imperatively(CaseContact, case_contacts)
mapper.map_imperatively(Worker, workers)
mapper.map_imperatively(Review, reviews)
mapper.map_imperatively(StandingAct, standing_acts)
mapper.map_imperatively(RenewalDecision, renewal_decisions)
