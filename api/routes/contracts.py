"""`/v1/contracts`: publishing a contract version and reading what was published."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query

from api.deps import Call, Caller, Services
from api.pages import page
from api.schemas.contracts import ContractIn, ContractOut, ContractsOut, PublishedOut, named
from core.bootstrap import App
from core.errors import NotFound
from core.services.legal.publication import ContractDraft
from core.services.page import MOST
from core.services.shelf import COMMON_PACK, TELLING_PACK
from core.sla.packs import Pack

router = APIRouter()


@router.post("/contracts", response_model=PublishedOut)
def publish_contract(
    caller: Caller, app: Services, terms: ContractIn, call: Call
) -> dict[str, Any]:  # fmt: skip
    """Publish the next version of a contract; the same terms again change nothing."""
    answer: dict[str, Any] = msgspec.to_builtins(app.contracts.publish(caller, _draft(app, terms), call))
    return answer


@router.get("/contracts", response_model=ContractsOut)
def list_contracts(
    caller: Caller, app: Services, after: str = "", limit: Annotated[int, Query(ge=1, le=MOST)] = 100
) -> dict[str, Any]:
    """List contracts by number; `next` is the number behind which the next page begins."""
    return page(app.contracts.list(caller, after=after, limit=limit), limit, msgspec.to_builtins)


@router.get("/contracts/{number}", response_model=ContractOut)
def get_contract(caller: Caller, app: Services, number: str) -> dict[str, Any]:
    """One contract with its versions."""
    shown: dict[str, Any] = msgspec.to_builtins(app.contracts.get(caller, number))
    return shown


def _draft(app: App, terms: ContractIn) -> ContractDraft:
    name, calendar = named(terms.calendar, terms.number)
    return ContractDraft(
        number=terms.number, title=terms.title, buyer=terms.buyer, vendor_number=terms.vendor.number,
        vendor_name=terms.vendor.name, effective_from=terms.effective_from,
        calendar_name=name, calendar=calendar,
        packs=[_pack(app, name) for name in dict.fromkeys((COMMON_PACK, TELLING_PACK, *terms.packs))],
        limits=terms.limits, bases=terms.bases,
    )  # fmt: skip


def _pack(app: App, name: str) -> Pack:
    if name not in app.packs:
        raise NotFound("contract.unknown_pack", place="packs", value=name, allowed=", ".join(sorted(app.packs)))
    return app.packs[name]
