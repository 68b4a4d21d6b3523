"""The schema, one module a subject.

Every row carries `organisation_id`, part of every unique key. Instants are UTC milliseconds named `*_ms`. Rows refer
to each other by integer; what the outside addresses has a `uuid`. Hot rows have keys of their own instead: an event its
source and id, a clock its case, obligation, match and cycle.
"""

from core.storage.tables.accounts import api_keys, organisations, sessions, users
from core.storage.tables.breaches import breach_changes, breach_disputes, breaches, milestones, outbox
from core.storage.tables.contract_drafts import contract_drafts
from core.storage.tables.contracts import calendars, contract_versions, contracts, packs, vendors
from core.storage.tables.mapping import mapper
from core.storage.tables.people import case_contacts, workers
from core.storage.tables.performance import renewal_decisions, reviews, scorecards, standing_acts
from core.storage.tables.procurement import (
    evaluations,
    feasibility_studies,
    package_versions,
    ranking_records,
    score_sheets,
    selections,
    work_packages,
)
from core.storage.tables.record import audit, idempotency, sequences, watermark
from core.storage.tables.schema import metadata
from core.storage.tables.service import cases, clocks, events
from core.storage.tables.settlements import contract_fees, settlements

__all__ = [
    "api_keys",
    "audit",
    "breach_changes",
    "breach_disputes",
    "breaches",
    "calendars",
    "case_contacts",
    "cases",
    "clocks",
    "contract_drafts",
    "contract_fees",
    "contract_versions",
    "contracts",
    "evaluations",
    "events",
    "feasibility_studies",
    "idempotency",
    "mapper",
    "metadata",
    "milestones",
    "organisations",
    "outbox",
    "package_versions",
    "packs",
    "ranking_records",
    "renewal_decisions",
    "reviews",
    "score_sheets",
    "scorecards",
    "selections",
    "sequences",
    "sessions",
    "settlements",
    "standing_acts",
    "users",
    "vendors",
    "watermark",
    "work_packages",
    "workers",
]
