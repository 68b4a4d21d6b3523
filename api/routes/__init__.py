"""The routes of the API, one module a subject."""

from api.routes import decisions, events, probes, watch

__all__ = ["decisions", "events", "probes", "watch"]
