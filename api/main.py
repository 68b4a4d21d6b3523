"""The HTTP shell: routes under /v1, probes beside them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI

from api import errors, reference
from api.body import check_body
from api.gate import Gate
from api.openapi import KEY, declare_problem
from api.routes import (
    breaches,
    cases,
    contract_drafts,
    contracts,
    decisions,
    evaluations,
    events,
    performance,
    probes,
    reviews,
    selections,
    settlements,
    vendors,
    watch,
    work_packages,
)
from api.schemas.problem import RESPONSES
from core.bootstrap import App


def create_app(services: App) -> FastAPI:
    """Return the API of these services; the monitor runs beside it while it serves."""

    @asynccontextmanager
    async def serving(app: FastAPI) -> AsyncIterator[None]:
        services.start()
        yield
        services.stop()

    app = FastAPI(
        title="Outpact", version="1", lifespan=serving, docs_url=None, redoc_url=None,
        description="SLA clocks and breaches of outsourced service operations.",
    )  # fmt: skip
    app.state.services = services
    app.add_middleware(Gate, services=services)
    errors.install(app)
    for module in (
        contract_drafts,  # its addresses come before /contracts/{number}
        cases,  # its addresses come before /cases/{number}
        watch,
        breaches,
        performance,  # and these before /vendors/{number}
        settlements,
        reviews,
        contracts,
        decisions,
        vendors,
        work_packages,
        selections,
        evaluations,
    ):
        app.include_router(module.router, prefix="/v1", dependencies=[KEY, Depends(check_body)], responses=RESPONSES)
    app.include_router(events.router, prefix="/v1", dependencies=[KEY], responses=RESPONSES)  # reads item by item
    app.include_router(probes.router)
    app.include_router(reference.router)
    declare_problem(app)
    return app
