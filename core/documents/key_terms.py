"""The page after the cover: what matters most, each with the clause that prevails."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.documents import wording
from core.documents.lines import Speaker, enumeration, span
from core.domain.contract_terms import ContractTerms
from core.domain.wording import Wording

Entry = tuple[str, object, str]
"""A label, what it is, and the id of the clause."""


def key_terms(terms: ContractTerms, speaker: Speaker, numbers: Mapping[str, str]) -> tuple[Mapping[str, Any], ...]:
    """Return the entries whose clauses are in the contract."""
    return tuple(
        {
            "label": speaker.label(label),
            "value": speaker.lines(value, f"key terms, {label}"),
            "clause": speaker.lines(
                Wording(wording.article(numbers[clause], "zh"), wording.article(numbers[clause], "en"))
            ),
        }
        for label, value, clause in _entries(terms, speaker)
        if clause in numbers
    )


def _entries(terms: ContractTerms, speaker: Speaker) -> Iterator[Entry]:
    schedule, prices, caps = terms.schedule, terms.prices, terms.credits
    yield "packages", Wording(*(_packages(terms, one) for one in ("zh", "en"))), "scope.packages"
    if schedule.begins_on is not None and schedule.ends_on is not None:
        yield "term", span(schedule.begins_on, schedule.ends_on), "term.period"
    if prices.gross_total is not None:
        per = prices.per
        figures = Wording(*(wording.figures(prices.gross_total, one) for one in ("zh", "en")))
        yield "price", Wording(f"{figures.zh}（{per.zh}）", f"{figures.en} ({per.en})"), "prices.total"
    if prices.contract_total is not None:
        yield "contract_price", prices.contract_total, "prices.whole"
    if terms.payment.days is not None:
        event = speaker.word("payment_event", terms.payment.from_event)
        yield "payment", speaker.filled("days_after", event=event, days=terms.payment.days), "payment.days"
    if caps.monthly_cap is not None and caps.annual_cap is not None:
        month, year = wording.percent(caps.monthly_cap), wording.percent(caps.annual_cap)
        yield "caps", speaker.filled("month_year", month=month, year=year), "credits.caps"
    kinds = tuple(dict.fromkeys(speaker.word("guarantee", one.kind) for one in terms.guarantees))
    yield "guarantees", enumeration(kinds), "guarantees.schedule"
    if terms.dispute.institutions:
        yield "dispute", terms.dispute.institutions[0], "dispute.arbitration"
    yield "dispute", terms.dispute.court, "dispute.litigation"


def _packages(terms: ContractTerms, language: Any) -> str:
    mark = "；" if language == "zh" else "; "
    return mark.join(f"{one.code} {one.name.words(language)}".strip() for one in terms.work_packages)
