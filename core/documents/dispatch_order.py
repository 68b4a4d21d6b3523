"""What a dispatch order (派工单) prints: service, worker, customer, and the address only while it may stand there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.documents.lines import line
from core.documents.wording import day
from core.domain.wording import Language
from core.domain.zone import find_zone

BLANK = "\u3000"
"""Room to write in."""


@cache
def _words() -> dict[str, dict[str, str]]:
    path = Path(__file__).parent / "dispatch_order.yaml"
    words: dict[str, dict[str, str]] = yaml.safe_load(path.read_text("utf-8"))
    return words


@dataclass(frozen=True, slots=True)
class DispatchOrder:
    """All that the order is made of, as its reader may see it; `address` is empty outside its time (OT-05)."""

    number: str
    contract: str
    vendor: str
    zone: str
    site: str
    wanted: str
    service_start_ms: int
    service_end_ms: int
    address_from_ms: int
    address_until_ms: int
    printed_ms: int
    worker_number: str
    worker_name: str
    badge: str
    certificates: tuple[tuple[str, str, date | None], ...]
    customer_name: str
    address: str
    relay: str


def dispatch_context(source: DispatchOrder, language: Language) -> Mapping[str, Any]:
    """Return what the template prints, in one language."""
    return _Order(source, language).context()


@dataclass(frozen=True, slots=True)
class _Order:
    source: DispatchOrder
    language: Language

    def context(self) -> dict[str, Any]:
        source = self.source
        before, between, after = ("第", "页 共", "页") if self.language == "zh" else ("Page", "of", "")
        return {
            "zh": self.language == "zh", "title": self._lines("title"), "number": source.number,
            "subtitle": self._lines("subtitle", number=source.number, vendor=source.vendor),
            "sections": (self._service(), self._worker(), self._customer(), self._signatures()),
            "hashes": self._say("footer"), "page": {"before": before, "between": between, "after": after},
            "property_title": self._say("title"), "property_author": source.vendor,
            "property_language": "zh-CN" if self.language == "zh" else "en",
        }  # fmt: skip

    def _service(self) -> dict[str, Any]:
        source = self.source
        span = self._say("span", begins=self._at(source.service_start_ms), ends=self._at(source.service_end_ms),
                         zone=source.zone)  # fmt: skip
        rows = {"contract": source.contract, "site": source.site, "wanted": source.wanted, "time": span}
        return self._section("service", rows)

    def _worker(self) -> dict[str, Any]:
        source = self.source
        shown = "；" if self.language == "zh" else "; "
        rows = {
            "worker_number": source.worker_number, "worker_name": source.worker_name, "badge": source.badge,
            "certificates": shown.join(self._certificate(*one) for one in source.certificates),
        }  # fmt: skip
        return self._section("worker", rows)

    def _customer(self) -> dict[str, Any]:
        source = self.source
        relay = self._say("relay_label", label=source.relay) if source.relay else ""
        rows = {"customer_name": source.customer_name, "address": source.address or self._no_address(), "relay": relay}
        notice = self._say("notice", begins=self._at(source.address_from_ms), ends=self._at(source.address_until_ms))
        return self._section("customer", rows, notice, self._say("no_phones"))

    def _no_address(self) -> str:
        if self.source.printed_ms < self.source.address_from_ms:
            return self._say("address_ahead", at=self._at(self.source.address_from_ms))
        return self._say("address_over")

    def _signatures(self) -> dict[str, Any]:
        return self._section("signatures", dict.fromkeys(("sign_worker", "sign_customer", "sign_date"), BLANK))

    def _certificate(self, requirement: str, document: str, until: date | None) -> str:
        name = self._say(requirement) if requirement in _words() else requirement
        ends = self._say("without_end") if until is None else day(until, self.language)
        return self._say("certificate", name=name, document=document, until=ends)

    def _section(self, heading: str, rows: Mapping[str, str], *notes: str) -> dict[str, Any]:
        table = {
            "columns": 2, "head": (self._say("item"), self._say("content")), "right": (False, False),
            "rows": tuple((self._say(name), value or self._say("empty")) for name, value in rows.items()),
        }  # fmt: skip
        said = tuple((line(self.language, one),) for one in notes)
        return {"heading": self._lines(heading), "notes": said, "tables": (table,)}

    def _lines(self, word: str, **values: object) -> tuple[Mapping[str, object], ...]:
        return (line(self.language, self._say(word, **values)),)

    def _say(self, word: str, **values: object) -> str:
        return _words()[word][self.language].format_map(values)

    def _at(self, at_ms: int) -> str:
        return f"{datetime.fromtimestamp(at_ms / 1000, find_zone(self.source.zone)):%Y-%m-%d %H:%M}"
