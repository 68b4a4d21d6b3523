"""Contract templates and the clause library; the shells load them and hand them in."""

from functools import cache
from pathlib import Path

from core.documents.feasibility_report import ReportForm
from core.documents.library import Library
from core.documents.renderer import CompiledTemplate

FOLDER = Path(__file__).parent


@cache
def load(kind: str = "service_contract") -> Library:
    """Return the library of a kind of document that ships, read and compiled once."""
    return Library.load(FOLDER, kind)


@cache
def load_memo() -> CompiledTemplate:
    """Return the template of the award memo, read and compiled once."""
    return CompiledTemplate.load((FOLDER / "award_memo.docx").read_bytes())


@cache
def load_order() -> CompiledTemplate:
    """Return the template of the dispatch order, read and compiled once."""
    return CompiledTemplate.load((FOLDER / "dispatch_order.docx").read_bytes())


@cache
def load_report() -> ReportForm:
    """Return the template and the words of the feasibility report, read and compiled once."""
    return ReportForm.load(FOLDER)
