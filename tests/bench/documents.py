"""documents.*: one contract from the committed template, longer ones, its making from terms, and the linter."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]

import contract_templates
from contract_templates.build import service_contract
from core.documents.composition import compose
from core.documents.lint import lint
from core.documents.renderer import CompiledTemplate
from core.documents.terms import read_terms
from core.domain.contract_terms import ContractTerms
from tests.bench.figure import cpu_s, median, report
from tests.wp1 import wp1_terms

FILE = contract_templates.FOLDER / "service_contract.docx"
SIGNED_ON = date(2026, 6, 18)
TIMES = 20


def run() -> None:
    """Measure documents: the sample of 14 pages in Chinese, and bills of quantities of 100 and 1,000 rows."""
    library = contract_templates.load()
    for name, terms, times in (
        ("render_14p", wp1_terms(), TIMES), ("render_100rows", _rows(100), 10), ("render_1000rows", _rows(1000), 2),
    ):  # fmt: skip
        context = compose(terms, library, "zh").context
        value = _ms(lambda context=context: library.template.render(context), times)  # type: ignore[misc]
        report(f"documents.{name}", value, _ms(lambda context=context: _stock(context), 1))  # type: ignore[misc]
    terms = wp1_terms()
    rendered = _ms(lambda: library.template.render(compose(terms, library, "zh").context))
    composed = _ms(lambda: compose(terms, library, "zh"))
    report("documents.from_terms_14p", rendered, rendered - composed)
    template = service_contract()
    report("documents.template_setup", _ms(lambda: CompiledTemplate.load(template), 1), rendered - composed)
    written = terms.as_dict()
    report("documents.lint_all", _ms(lambda: lint(written, signed_on=SIGNED_ON)), _ms(lambda: read_terms(written)))


def _ms(act: Callable[[], object], times: int = TIMES) -> float:
    """CPU milliseconds of one act, the median of several rounds of `times`."""

    def rounds() -> None:
        for _ in range(times):
            act()

    act()
    return median(lambda: cpu_s(rounds) / times * 1000)


def _stock(context: Mapping[str, Any]) -> bytes:
    """The same document by docxtpl as it comes, escaping on."""
    template = DocxTemplate(FILE)
    template.render(dict(context), autoescape=True)
    written = io.BytesIO()
    template.save(written)
    return written.getvalue()


def _rows(count: int) -> ContractTerms:
    terms = wp1_terms()
    lines = (terms.prices.lines * (count // len(terms.prices.lines) + 1))[:count]
    return replace(terms, prices=replace(terms.prices, lines=lines))
