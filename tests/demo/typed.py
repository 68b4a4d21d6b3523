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
    "work_packages": ("number",), "selections": ("number",), "reviews": ("number",), "contract_fees": ("invoice",),
}  # fmt: skip
"""Columns that hold the numbers of things, in Latin letters."""
NAMING = ("name", "guarantor", "representative", "contact")
"""Keys of contract terms under which a firm or a person is named."""
Rows = Callable[[str], list[tuple[Any, ...]]]


def typed(rows: Rows, language: str) -> list[str]:
    """Texts with Chinese in them that people typed, the longest first.

    Of a text in both languages the Chinese is not here for an English reader, to whom it would be a fault; names of
    firms and people are, for deeds give them as they are registered.
    """
    found = {
        text for table, names in TYPED.items() for text in _texts(rows, table, names, language) if HAN.search(text)
    }
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
    found = {text for table, names in CODED.items() for text in _texts(rows, table, names, "zh")}
    return sorted(found, key=len, reverse=True)


def _texts(rows: Rows, table: str, names: tuple[str, ...], language: str) -> Iterator[str]:
    for row in rows(f"SELECT {', '.join(names)} FROM {table}"):
        for value in row:
            yield from _strings(_read(value), leaves_chinese=language == "en")


def _read(value: Any) -> Any:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str) and value[:1] in ("{", "["):
        return json.loads(value)
    return value


def _strings(value: Any, *, leaves_chinese: bool, is_name: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        left = "zh" if leaves_chinese and value.get("zh") and value.get("en") and not is_name else ""
        for name, inner in value.items():
            if name != left:
                yield from _strings(inner, leaves_chinese=leaves_chinese, is_name=name in NAMING)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, leaves_chinese=leaves_chinese, is_name=is_name)
    elif isinstance(value, str) and value.strip():
        yield value.strip()
        yield from (line.strip() for line in value.splitlines() if line.strip())
