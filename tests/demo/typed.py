"""What the people of the sample world typed and how its things are called: taken from its tables, by column."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

HAN = re.compile(r"[㐀-鿿]")
TYPED = {
    "organisations": ("name",), "vendors": ("name", "evidence"), "users": ("display_name",),
    "contracts": ("title",), "work_packages": ("title",), "package_versions": ("content",),
    "feasibility_studies": ("technical", "economic", "social", "decision"),
    "selections": ("title", "rules", "bids", "answers", "gates", "award"), "evaluations": ("consensus",),
    "score_sheets": ("recused_because", "comments"), "contract_drafts": ("terms",), "events": ("data",),
    "cases": ("facts",), "breach_disputes": ("statement", "evidence", "decision"),
    "reviews": ("assessment", "reply", "decision"), "standing_acts": ("reason",), "renewal_decisions": ("reason",),
    "case_contacts": ("name", "address"), "workers": ("name", "certificates"),
}  # fmt: skip
"""Columns that hold what somebody wrote in Chinese; what the software writes itself (clauses, findings) is not here."""
CODED = {
    "cases": ("number",), "vendors": ("number", "uscc"), "workers": ("number", "badge"), "contracts": ("number",),
    "work_packages": ("number",), "selections": ("number",), "reviews": ("number",),
}  # fmt: skip
"""Columns that hold the numbers of things, in Latin letters."""
Rows = Callable[[str], list[tuple[Any, ...]]]


def typed(rows: Rows) -> list[str]:
    """Texts with Chinese in them that people typed, the longest first.

    Of a text in both languages the Chinese is not here: in the English screen it would be a fault.
    """
    found = {text for table, names in TYPED.items() for text in _texts(rows, table, names) if HAN.search(text)}
    return sorted(found, key=len, reverse=True)


def written(rows: Rows, language: str) -> frozenset[str]:
    """Texts of the other language that somebody wrote beside those of this one, and the codes that he gave to lines."""
    other = "en" if language == "zh" else "zh"
    found = (one for row in rows("SELECT content FROM package_versions UNION ALL SELECT terms FROM contract_drafts")
             for one in _members(_read(row[0]), (other, "code")))  # fmt: skip
    return frozenset(found)


def _members(value: Any, names: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (value[name] for name in names if isinstance(value.get(name), str))
        for inner in value.values():
            yield from _members(inner, names)
    elif isinstance(value, list):
        for inner in value:
            yield from _members(inner, names)


def codes(rows: Rows) -> list[str]:
    """Numbers of cases, vendors, contracts and so on, the longest first."""
    found = {text for table, names in CODED.items() for text in _texts(rows, table, names)}
    return sorted(found, key=len, reverse=True)


def _texts(rows: Rows, table: str, names: tuple[str, ...]) -> Iterator[str]:
    for row in rows(f"SELECT {', '.join(names)} FROM {table}"):
        for value in row:
            yield from _strings(_read(value))


def _read(value: Any) -> Any:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str) and value[:1] in ("{", "["):
        return json.loads(value)
    return value


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        in_both = value.get("zh") and value.get("en")
        for name, inner in value.items():
            if not (in_both and name == "zh"):
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str) and value.strip():
        yield value.strip()
        yield from (line.strip() for line in value.splitlines() if line.strip())
