"""Where a term is filled in: from its path to the part, the row and the label of its field, in words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache

from core.documents.composition import PrintedClause
from core.domain.contract_terms import ContractTerms
from core.errors import OutpactError
from core.messages import sentence
from core.services.legal.draft_views import DraftView, FindingView
from ui.contracts.fields import Field, word
from ui.contracts.parts import OTHER, PARTS, Part
from ui.texts import colon, language, say, say_if_known

MARKS = {"error": ":red[■]", "warning": ":orange[▲]", "info": ":gray[○]"}
_TERMS = frozenset(one.name for one in fields(ContractTerms))
_NUMBER = re.compile(r"\[(\d+)\]")
_BY_OBLIGATION = re.compile(r"(?:service_levels|levels|limits)\.(.+?)(?:\.(limit|basis|target|credit\.\w+))?$")


@dataclass(frozen=True, slots=True)
class Place:
    """A part, the field that holds a path if it has one, and which of several it is."""

    part: str
    field: Field | None
    row: str = ""


def place_of(path: str) -> Place:
    """Return where the term at a path is filled in; what has no field of its own is in its part."""
    level = _BY_OBLIGATION.fullmatch(path)
    if level is not None:
        return Place("service_levels", _known().get(f"service_levels[].{level[2]}", (None,))[0], level[1])
    number = _NUMBER.search(path)
    row = say("contracts.row", number=int(number[1]) + 1) if number else ""
    known = _NUMBER.sub("[]", path)
    while known:
        if known in _known():
            field, part = _known()[known]
            return Place(part, field, row)
        known = known[:-2] if known.endswith("[]") else known.rpartition(".")[0]
    return Place(_part_with(path), None, row)


@cache
def _known() -> dict[str, tuple[Field, str]]:
    return {path: (field, part.name) for part in PARTS for path, field in _fields(part)}


def _fields(part: Part) -> Iterator[tuple[str, Field]]:
    yield from ((one.path, one) for one in (*part.fields, *part.computed))
    for rows in part.rows:
        for one in (*rows.fields, *rows.computed):
            yield f"{rows.path}[].{one.path}".removesuffix("."), one.of(rows.path, 0)


def _part_with(path: str) -> str:
    head = re.split(r"[.\[]", path)[0]
    return next((one.name for one in PARTS if head in one.terms), OTHER)


def in_words(path: str) -> str:
    """A path as the screen names it: part, row and field; "" for what is no term."""
    place, head = place_of(path), re.split(r"[.\[]", path)[0]
    own = place.field.label if place.field is not None else say_if_known(f"term.{_NUMBER.sub('', path)}", "")
    if head not in _TERMS and place.field is None and not _BY_OBLIGATION.fullmatch(path):
        return own  # beside the terms: the day of signing, the number of a call
    side = word("role", head) if head in ("buyer", "vendor") else ""
    return " · ".join(filter(None, (say(f"part.{place.part}"), side, place.row, own)))


def named(path: str) -> str:
    """What a list of the terms is called."""
    return say(f"term.{path}")


def told(error: OutpactError) -> str:
    """What is refused, in words: the field, its row, what was typed and what is allowed."""
    values = {one: _choice(str(value)) if one in ("family",) else value for one, value in
              error.spoken(language()).items()}  # fmt: skip
    sense, where = sentence(error.code, language(), values), in_words(error.place)
    return f"{where}{colon()}{sense}" if where else sense


def _choice(code: str) -> str:
    return say_if_known(f"choice.family.{code}", code)


def part_of(finding: FindingView, clauses: Sequence[PrintedClause]) -> str:
    """Return the part that a finding concerns: by its path, or by the article of the clause that it names."""
    articles = {one.clause: one.article for one in clauses} | {one.number: one.article for one in clauses}
    article = articles.get(finding.path.removeprefix("clause "), "")
    return next((one.name for one in PARTS if article in one.articles), place_of(finding.path).part)


def mark(part: Part, view: DraftView, clauses: Sequence[PrintedClause]) -> str:
    """The worst finding of a part that is still open, and how many there are of its kind; "" where none is."""
    open_ones = [one.severity for one in view.findings if part_of(one, clauses) == part.name and not one.reason]
    worst = next((one for one in ("error", "warning", "info") if one in open_ones), "")
    return f"{MARKS[worst]} {open_ones.count(worst)}" if worst else ""
