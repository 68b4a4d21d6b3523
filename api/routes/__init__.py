"""The routes of the API, one module a subject."""

from api.routes import contracts, decisions, events, probes, watch

__all__ = ["contracts", "decisions", "events", "probes", "watch"]
