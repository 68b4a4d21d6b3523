"""The services of this process, made once; the monitor runs beside the API, not here."""

from functools import cache

import contract_templates
import rules
from core.bootstrap import App, build
from core.logs import log_as_json
from core.settings import Settings


@cache
def services() -> App:
    """The services on the installation's data."""
    log_as_json()
    return build(Settings(), rules.load(), library=contract_templates.load)
