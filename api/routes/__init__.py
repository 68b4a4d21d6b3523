"""The routes of the API, one module a subject."""

from api.routes import contracts, decisions, events, probes, vendors, watch, work_packages

__all__ = ["contracts", "decisions", "events", "probes", "vendors", "watch", "work_packages"]
