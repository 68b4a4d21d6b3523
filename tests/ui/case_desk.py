"""A home-cleaning contract behind the screens, with the people at its desks and a case on its way."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from api.cli.shell import ORGANISATION
from core.bootstrap import App
from core.domain.actor import Actor
from core.services.legal.publication import ContractDraft
from tests.case_world import CERTIFICATE, CUSTOMER, WORKER
from tests.integration.conftest import OFFICE

SHANGHAI = {**OFFICE, "tz": "Asia/Shanghai"}
PACKS = ("deadlines", "escalation", "housekeeping", "order_taking", "conduct", "cancellation", "soft_complaint",
         "hard_complaint")  # fmt: skip
PASSWORD = "password-1"


@dataclass(frozen=True)
class Desk:
    """Who is there, and the number of the case."""

    operator: Actor
    manager: Actor
    vendor: Actor
    number: str


def filled(app: App) -> Desk:
    """Fill an empty or a small world: the case has been dispatched for a service three hours from now."""
    admin = app.local_admin(app.sign_in.add_organisation(*ORGANISATION))
    app.contracts.publish(
        admin,
        ContractDraft(
            number="C-2026-0001", title="WP-1 住户家政上门保洁", buyer="上海沐悦家居", vendor_number="V-01",
            vendor_name="上海洁舍家庭服务有限公司", effective_from=date(2020, 1, 1), calendar_name="shanghai",
            calendar=SHANGHAI, packs=[app.packs[name] for name in PACKS],
        ),
    )  # fmt: skip
    people = {}
    for name, shown, role, vendor in (
        ("desk", "周敏", "operator", ""), ("boss", "陈立", "manager", ""), ("jieshe", "洁舍调度", "vendor", "V-01"),
    ):  # fmt: skip
        app.sign_in.add_user(admin, name, shown, PASSWORD, role, vendor)
        people[name] = app.sign_in.actor_of_session(app.sign_in.sign_in(name, PASSWORD))
    desk, vendor_user = people["desk"], people["jieshe"]
    worker = app.workers.add(vendor_user, WORKER["name"], WORKER["phone"], WORKER["badge"], [CERTIFICATE]).number
    with app.database.reading() as work:
        begins = datetime.fromtimestamp(work.now_ms // 1000, UTC) + timedelta(hours=3)
    ends = begins + timedelta(hours=2)
    booked = {"wanted": "日常保洁，两室一厅", "booked_start_ms": begins.isoformat(), "signed_by": "owner", **CUSTOMER}
    number = app.case_desk.open(desk, "C-2026-0001", "booking", booked, site="徐汇").number
    app.case_desk.submit(desk, number, "notify_crew", {})
    app.case_desk.submit(vendor_user, number, "assignment", {"worker": worker})
    app.case_desk.submit(
        vendor_user, number, "dispatch",
        {"worker": worker, "service_start_ms": begins.isoformat(), "service_end_ms": ends.isoformat(), "briefed": True},
    )  # fmt: skip
    finding = {"item": "CD-07", "seen_how": "call_back", "evidence": "回访 2026-118", "what": "到场未出示工牌"}
    app.case_desk.submit(desk, number, "finding", finding)
    return Desk(desk, people["boss"], vendor_user, number)
