"""The parts of a contract in the workspace: their fields, their articles, and the findings that concern them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.documents.composition import PrintedClause
from core.services.legal.draft_views import DraftView, FindingView
from ui.contracts.fields import Field
from ui.texts import say

OTHER = "other"
MARKS = {"error": ":red[■]", "warning": ":orange[▲]", "info": ":gray[○]", "": ":green[●]"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part: the terms that it holds, the articles that are made of them, and its plain fields."""

    name: str
    terms: tuple[str, ...]
    articles: tuple[str, ...]
    fields: tuple[Field, ...] = ()


def _party(side: str) -> tuple[Field, ...]:
    fields = (
        Field("name", "text"), Field("uscc"), Field("size_class", "choice", "size_class"), Field("address", "text"),
        Field("representative", "text"), Field("contact", "text"), Field("phone"), Field("email"),
        Field("bank", "text"), Field("account"),
    )  # fmt: skip
    return tuple(Field(f"{side}.{one.path}", one.kind, one.words) for one in fields)


PARTS = (
    Part("parties", ("buyer", "vendor"), (), (*_party("buyer"), *_party("vendor"))),
    Part("subject", ("title", "background", "subject", "work_packages"), ("subject", "scope"),
         (Field("title", "text"), Field("background", "text", is_long=True), Field("subject", "text", is_long=True),
          Field("signing_place", "text"))),
    Part("dates", ("schedule",), ("term",),
         (Field("schedule.begins_on"), Field("schedule.ends_on"), Field("schedule.trial_months", "number"),
          Field("schedule.renewal_notice_days", "number"))),
    Part("service_levels", ("service_levels",), ("levels",)),
    Part("prices", ("prices",), ("prices",),
         (Field("prices.per", "text"), Field("prices.contract_total", "money"),
          Field("prices.includes", "text", is_long=True), Field("prices.adjustment", "text", is_long=True))),
    Part("guarantees", ("guarantees",), ("guarantees",)),
    Part("dispute", ("dispute", "governing_law", "language"), ("dispute", "general"),
         (Field("governing_law", "text", is_long=True), Field("dispute.mode", "choice", "dispute_mode"),
          Field("dispute.negotiate_days", "number"), Field("dispute.institutions", "names", "institution"),
          Field("dispute.city", "text"), Field("dispute.court", "text"), Field("dispute.rules", "text"),
          Field("dispute.wording", "text", is_long=True))),
    Part(OTHER, (), ()),
)  # fmt: skip


def named(name: str) -> Part:
    """Return the part with this name, the first one for another."""
    return next((one for one in PARTS if one.name == name), PARTS[0])


def part_of(finding: FindingView, clauses: Sequence[PrintedClause]) -> str:
    """Return the part that a finding concerns: by its path, or by the article of the clause that it names."""
    articles = {one.clause: one.article for one in clauses} | {one.number: one.article for one in clauses}
    article = articles.get(finding.path.removeprefix("clause "), "")
    first = finding.path.partition(".")[0].partition("[")[0]
    for one in PARTS:
        if first in one.terms or article in one.articles:
            return one.name
    return OTHER


def where(finding: FindingView) -> str:
    """Where a finding stands, in words: its part, and which of several there."""
    name, row = say(f"part.{part_of(finding, ())}"), re.search(r"\[(\d+)\]", finding.path)
    return say("form.row", row=int(row[1]) + 1, name=name) if row else name


def label(part: Part, view: DraftView, clauses: Sequence[PrintedClause]) -> str:
    """Return the part's name with the mark of the worst finding that is still open."""
    open_ones = [one.severity for one in view.findings if part_of(one, clauses) == part.name and not one.reason]
    worst = next((one for one in ("error", "warning", "info") if one in open_ones), "")
    count = f" {open_ones.count(worst)}" if worst else ""
    mark = MARKS[worst] if view.linted_for else "·"
    return f"{mark}{count} {say('part.' + part.name)}"
