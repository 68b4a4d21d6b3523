"""The HTTP shell: routes under /v1, probes beside them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import errors
from api.gate import Gate
from api.routes import (
    contract_drafts,
    contracts,
    decisions,
    evaluations,
    events,
    probes,
    selections,
    vendors,
    watch,
    work_packages,
)
from core.bootstrap import App


def create_app(services: App) -> FastAPI:
    """Return the API of these services; the monitor runs beside it while it serves."""

    @asynccontextmanager
    async def serving(app: FastAPI) -> AsyncIterator[None]:
        services.start()
        yield
        services.stop()

    app = FastAPI(
        title="Outpact", version="1", lifespan=serving,
        description="SLA clocks and breaches of outsourced service operations.",
    )  # fmt: skip
    app.state.services = services
    app.add_middleware(Gate, services=services)
    errors.install(app)
    for module in (
        events,
        watch,
        contract_drafts,
        contracts,
        decisions,
        vendors,
        work_packages,
        selections,
        evaluations,
    ):
        app.include_router(module.router, prefix="/v1")
    app.include_router(probes.router)
    return app
