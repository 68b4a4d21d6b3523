"""How the shells log: one JSON object a line on standard error, with no local variables in it."""

import sys

import structlog
from structlog.processors import ExceptionRenderer, JSONRenderer, TimeStamper, add_log_level
from structlog.tracebacks import ExceptionDictTransformer


def log_as_json() -> None:
    """Set up logging for this process; standard output belongs to the command's answer."""
    structlog.configure(
        processors=[
            add_log_level,
            TimeStamper("iso", utc=True),
            ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),  # they may hold what no log may
            JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
