"""The sample world of a first start: a buyer, three vendors under contract, three days of cases; all invented."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from api.cli.listening import is_loopback
from api.cli.shell import ORGANISATION
from api.plain import instant
from core.bootstrap import App
from core.domain.actor import Actor
from core.domain.hours import WEEKDAYS
from core.errors import Conflict, Unavailable
from core.services.envelope import MAX_BATCH
from core.services.publication import ContractDraft
from core.settings import Settings

SIGN_INS = "demo-sign-ins.txt"
DAY_S = 86_400
MINUTE_MS = 60_000
SHOP_HOURS = {
    "tz": "Asia/Shanghai",
    "weekly_hours": {day: [["08:00", "22:00"]] for day in WEEKDAYS},
}
PEOPLE = (
    ("operator", "周敏", "operator"), ("manager", "陈立", "manager"), ("legal", "何静", "legal"),
    ("procurement", "许航", "procurement"), ("auditor", "沈岚", "auditor"), ("admin", "管理员", "admin"),
)  # fmt: skip
CONTRACTS = (
    ("C-2026-0001", "WP-1 住户家政上门保洁", "V-01", "上海洁舍家庭服务有限公司〔演示〕",
     ("housekeeping", "order_taking", "conduct")),
    ("C-2026-0002", "WP-2 家具售后检测、维修、取送", "V-02", "上海匠修家居售后服务有限公司〔演示〕",
     ("repair", "hard_complaint")),
    ("C-2026-0003", "WP-3 回访与投诉受理坐席", "V-03", "上海云应客户服务有限公司〔演示〕",
     ("soft_complaint", "hard_complaint", "after_sales_care")),
)  # fmt: skip
HOUR = 60
Answer = tuple[str, int, dict[str, Any]]
"""An event type, the minutes after the case began, and its data."""
CASES: tuple[tuple[str, str, dict[str, Any], str, tuple[Answer, ...]], ...] = (
    ("C-2026-0003", "SC", {"complaint_kind": "soft"}, "complaint.received",
     (("complaint.responded", 9, {}), ("complaint.verified", 24, {}), ("complaint.progress_told", 90, {}),
      ("complaint.resolved", 260, {}))),
    ("C-2026-0003", "HC", {"complaint_kind": "hard"}, "complaint.received",
     (("complaint.responded", 38, {}), ("complaint.second_response", 172, {"promised_ms": 26 * HOUR}),
      ("complaint.progress_told", 20 * HOUR, {}), ("complaint.resolved", 25 * HOUR, {}),
      ("complaint.follow_up", 40 * HOUR, {}))),
    ("C-2026-0003", "AS", {}, "product.sold",
     (("survey.completed", 22 * HOUR, {}),)),
    ("C-2026-0003", "AT", {}, "thank_you_letter.sent", ()),
    ("C-2026-0002", "RP", {}, "repair_request.received_by_service_centre",
     (("pause.started", 6 * HOUR, {"reason": "store_confirmation_pending"}),
      ("pause.ended", 11 * HOUR, {"reason": "store_confirmation_pending"}),
      ("customer.concrete_answer", 50 * HOUR, {}))),
    ("C-2026-0002", "RN", {}, "repair_notice.received", (("visit.agreed", 10 * HOUR, {}),)),
    ("C-2026-0001", "HK", {}, "booking.notified_to_crew",
     (("crew.assigned", 70, {}), ("service.started", 200, {"standard_s": 7_200}), ("service.completed", 320, {}),
      ("acceptance.cleaner_signed", 325, {}), ("acceptance.crew_supervisor_signed", 330, {}),
      ("acceptance.office_supervisor_signed", 335, {}), ("acceptance.owner_signed", 340, {}))),
    ("C-2026-0001", "OT", {}, "order.placed", (("order.accepted", 21, {}),)),
)  # fmt: skip
ROUNDS = 40
EVERY_MS = 97 * MINUTE_MS


def fill(app: App, settings: Settings, say: Callable[[], None]) -> str:
    """Load the world on the first start and return its sign-ins; `""` later. Raises `Unavailable` beyond loopback.

    A first start that was interrupted is taken up again: what is there is left alone.
    """
    if not is_loopback(settings.host):
        raise Unavailable("launch.demo_loopback", place="OUTPACT_HOST", value=settings.host)
    if (settings.data / SIGN_INS).exists():
        return ""
    say()
    admin = app.local_admin(app.sign_in.add_organisation(*ORGANISATION))
    with app.database.reading() as work:
        now_ms = work.now_ms
    for draft in _drafts(app, now_ms):
        with suppress(Conflict):  # published by a first start that was interrupted, on another day
            app.contracts.publish(admin, draft)
    events = [one for one in _events(now_ms) if one["time_ms"] <= now_ms]
    for first in range(0, len(events), MAX_BATCH):
        app.events.receive(admin, [_encoded(one) for one in events[first : first + MAX_BATCH]])
    app.monitor.sweep()
    return _people(app, admin, settings.data)


def _drafts(app: App, now_ms: int) -> Iterator[ContractDraft]:
    for number, title, vendor, name, packs in CONTRACTS:
        yield ContractDraft(
            number=number, title=title, buyer=ORGANISATION[1], vendor_number=vendor, vendor_name=name,
            effective_from=datetime.fromtimestamp(now_ms / 1000 - 10 * DAY_S, UTC).date(), calendar_name="shop",
            calendar=SHOP_HOURS,
            packs=[app.packs["deadlines"], app.packs["escalation"], *(app.packs[pack] for pack in packs)],
        )  # fmt: skip


def _events(now_ms: int) -> Iterator[dict[str, Any]]:
    """Each kind of case again and again, the latest still running."""
    for turn in range(ROUNDS):
        for place, (contract, prefix, facts, trigger, answers) in enumerate(CASES):
            start_ms = now_ms - turn * EVERY_MS - place * 13 * MINUTE_MS
            case = f"{prefix}-{turn:02}{place:02}"
            yield _event(case, trigger, start_ms, {"contract": contract, **facts})
            slow = turn % 7 == 5  # every seventh round the vendor takes half as long again
            for answer, minutes, data in answers:
                taken = minutes + minutes // 2 if slow else minutes
                yield _event(case, answer, start_ms + taken * MINUTE_MS, _data(data, start_ms))


def _data(data: dict[str, Any], start_ms: int) -> dict[str, Any]:
    """Instants in `*_ms` are written as minutes after the start of the case."""
    return {name: start_ms + value * MINUTE_MS if name.endswith("_ms") else value for name, value in data.items()}


def _event(case: str, event_type: str, at_ms: int, data: dict[str, Any]) -> dict[str, Any]:
    return {"case": case, "type": event_type, "time_ms": at_ms - at_ms % 1000, "data": data}


def _encoded(event: dict[str, Any]) -> bytes:
    return msgspec.json.encode(
        {
            "specversion": "1.0",
            "id": f"{event['case']}.{event['type']}",
            "source": "demo",
            "type": event["type"],
            "subject": event["case"],
            "time": instant(event["time_ms"]),
            "data": event["data"],
        }
    )


def _people(app: App, admin: Actor, folder: Path) -> str:
    """Make the sign-ins, written once to a file that only its owner can read (decision 15)."""
    planned = folder / f"{SIGN_INS}.part"
    if not planned.exists():
        lines = [f"{name}\t{secrets.token_urlsafe(9)}\t{role}" for name, _, role in PEOPLE]
        planned.touch(mode=0o600)
        planned.write_text("\n".join(lines) + "\n", "utf-8")
    shown = {name: display for name, display, _ in PEOPLE}
    for line in planned.read_text("utf-8").splitlines():
        name, password, role = line.split("\t")
        with suppress(Conflict):  # made by a first start that was interrupted, with this same password
            app.sign_in.add_user(admin, name, shown[name], password, role)
    key = app.sign_in.add_key(admin, "demo", "service")
    with planned.open("a", encoding="utf-8") as file:
        file.write(f"API key\t{key}\tservice\n")
    return planned.rename(folder / SIGN_INS).read_text("utf-8")
