"""The rows that the views of clocks and cases are made of."""

from typing import Any

from sqlalchemy import Connection, Row, Select, select

from core.errors import NotFound
from core.services.access import Actor
from core.services.filters import own
from core.storage.tables import cases, clocks, contracts, vendors


def clock_rows() -> Select[Any]:
    """Clocks as `clock_view` takes them."""
    return (
        select(
            clocks, cases.c.number, cases.c.state.label("case_state"), contracts.c.number.label("contract"),
            vendors.c.name.label("vendor"),
        )
        .join(cases, cases.c.id == clocks.c.case_id)
        .join(contracts, contracts.c.id == cases.c.contract_id)
        .join(vendors, vendors.c.id == clocks.c.vendor_id)
    )  # fmt: skip


def case_rows() -> Select[Any]:
    """Cases with their contract, its zone and the vendor."""
    return (
        select(cases, contracts.c.number.label("contract"), contracts.c.zone, vendors.c.name.label("vendor"))
        .join(contracts, contracts.c.id == cases.c.contract_id)
        .join(vendors, vendors.c.id == cases.c.vendor_id)
    )


def found_case(connection: Connection, actor: Actor, number: str) -> Row[Any]:
    """The case of this number. Raises `NotFound`, also for another organisation's or another vendor's."""
    row = connection.execute(case_rows().where(*own(cases, actor), cases.c.number == number)).one_or_none()
    if row is None:
        raise NotFound("case.absent", value=number)
    return row
