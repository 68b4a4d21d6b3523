"""Probes: whether the process lives, and whether it can serve."""

from fastapi import APIRouter

from api.deps import Services
from api.plain import instant

router = APIRouter()


@router.get("/healthz")
def is_alive() -> dict[str, str]:
    """Answer that the process lives."""
    return {"status": "ok"}


@router.get("/readyz")
def is_ready(app: Services) -> dict[str, str | int]:
    """Answer that the database does, what time it is there, and how far the monitor is behind."""
    return {"status": "ok", "now": instant(app.monitor.now_ms()), "monitor_lag_ms": app.monitor.lag_ms()}
