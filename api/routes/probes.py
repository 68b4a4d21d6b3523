"""Probes: whether the process lives, and whether it can serve."""

from fastapi import APIRouter

from api.deps import Services

router = APIRouter()


@router.get("/healthz")
def is_alive() -> dict[str, str]:
    """Answer that the process lives."""
    return {"status": "ok"}


@router.get("/readyz")
def is_ready(app: Services) -> dict[str, str | int]:
    """Answer that the database does, and how far the monitor is behind."""
    return {"status": "ok", "monitor_lag_ms": app.monitor.lag_ms()}
