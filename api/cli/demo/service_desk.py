"""The desk on the last day: the cleaner's workers, and a visit by forms whose address may now be seen."""

from datetime import date

from api.cli.demo.bills import COMMUNITIES
from api.cli.demo.contracts import CLEANING
from api.cli.demo.world import Chapter, World, at
from core.domain.qualification import Evidence

WORKERS = (
    ("秦素梅", "13800000417", "JS-0417"), ("方玉兰", "13800000423", "JS-0423"), ("石桂芳", "13800000431", "JS-0431"),
)  # fmt: skip
CUSTOMER = {
    "customer_name": "林晓（演示）", "customer_phone": "13800000001", "customer_address": "演示路 1 号 12 幢 1203 室",
}  # fmt: skip
BEGINS, ENDS = "2026-12-28T14:00:00+08:00", "2026-12-28T16:00:00+08:00"


def chapter(world: World) -> Chapter:
    """Workers in September; on 27 December an order by forms, accepted and dispatched for the next afternoon."""
    yield at("2026-09-29 09:30")
    jieshe = world.vendor("jieshe")
    certified = Evidence("on_site_certificate", "上门服务证", date(2026, 1, 1), date(2027, 12, 31))
    workers = [world.app.workers.add(jieshe, *one, [certified]).number for one in WORKERS]
    yield at("2026-12-27 16:10")
    order = {"wanted": "日常保洁 2 小时", "service_start_ms": BEGINS, "service_end_ms": ENDS, **CUSTOMER}
    number = world.app.case_desk.open(world.operator, CLEANING, "order", order, site=COMMUNITIES[0]).number
    yield at("2026-12-27 16:22")
    world.app.case_desk.submit(world.vendor("jieshe"), number, "accept_order", {})
    yield at("2026-12-27 17:05")
    dispatch = {"worker": workers[0], "service_start_ms": BEGINS, "service_end_ms": ENDS, "briefed": True}
    world.app.case_desk.submit(world.vendor("jieshe"), number, "dispatch", dispatch)
