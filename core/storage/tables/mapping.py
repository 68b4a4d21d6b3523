"""Entities mapped onto their tables from outside, so that the domain knows no database (decision 3)."""

from sqlalchemy.orm import registry, relationship

from core.domain.contract import CalendarVersion, Contract, ContractVersion
from core.domain.vendor import Vendor
from core.storage.tables.contracts import calendars, contract_versions, contracts, vendors
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
