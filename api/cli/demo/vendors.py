"""The eight vendors of the register: codes, channels, and evidence with its expiry. All of them are invented."""

from datetime import date

from api.cli.demo.world import Chapter, World, at
from core.domain.qualification import Evidence

VENDORS = (
    ("V-01", "上海洁舍家庭服务有限公司〔演示〕", "91310115MAY0B101XW", "trade"),
    ("V-02", "上海安禾家庭服务有限公司〔演示〕", "91310110MAY0B1028L", "web"),
    ("V-03", "上海申邻环境服务有限公司〔演示〕", "91310107MAY0B10365", "trade"),
    ("V-04", "上海恒洁达保洁服务有限公司〔演示〕", "91310114MAY0B10444", "web"),
    ("V-05", "上海佳帮到家网络科技有限公司〔演示〕", "91310117MAY0B1052A", "web"),
    ("V-06", "上海匠修家居售后服务有限公司〔演示〕", "91310113MAY0B1060B", "trade"),
    ("V-07", "上海云应客户服务有限公司〔演示〕", "91310120MAY0B1079C", "press"),
    ("V-08", "上海宜修达家具维修有限公司〔演示〕", "91310104MAY0B10872", "press"),
)
NAMES = {number: name for number, name, _, _ in VENDORS}
YEAR = date(2026, 1, 1), date(2026, 12, 31)
EVIDENCE = {
    "V-01": (
        ("employers_liability", "雇主责任险保单 GZ-2026-0117", date(2026, 2, 1), date(2027, 1, 31)),
        ("public_liability", "公众责任险保单 GG-2026-0118", date(2026, 2, 1), date(2027, 1, 31)),
        ("on_site_certificate", "上门服务证 48 份，名册 SM-1175", date(2025, 5, 20), date(2028, 5, 19)),
    ),
    "V-02": (
        ("employers_liability", "雇主责任险保单 GZ-2026-0342", *YEAR),
        ("on_site_certificate", "上门服务证 31 份，名册 SM-0342", *YEAR),
    ),
    "V-03": (
        ("employers_liability", "雇主责任险保单 GZ-2025-0911", date(2025, 9, 1), date(2027, 8, 31)),
        ("training", "岗前培训记录 PX-0208", date(2026, 1, 10), date(2027, 2, 28)),
    ),
    "V-04": (("employers_liability", "雇主责任险保单 GZ-2025-0430", date(2025, 5, 1), date(2026, 4, 30)),),
    "V-05": (("employers_liability", "雇主责任险保单 GZ-2026-0505", date(2026, 3, 1), date(2027, 2, 28)),),
    "V-06": (
        ("employers_liability", "雇主责任险保单 GZ-2026-0606", date(2026, 1, 15), date(2027, 1, 14)),
        ("training", "家具维修技师培训记录 PX-0607", date(2026, 1, 15), date(2027, 1, 14)),
    ),
    "V-07": (
        ("employers_liability", "雇主责任险保单 GZ-2026-0707", *YEAR),
        ("business_licence", "增值电信业务许可（呼叫中心）HJ-0707", date(2024, 7, 1), date(2029, 6, 30)),
    ),
    "V-08": (("employers_liability", "雇主责任险保单 GZ-2024-0808", date(2024, 8, 1), date(2025, 7, 31)),),
}  # fmt: skip
"""Documents by vendor with their first and last day; those of V-04 and V-08 expire before they are needed."""


def chapter(world: World) -> Chapter:
    """The register is kept before anybody is asked to bid."""
    yield at("2026-03-02 09:05")
    for number, name, uscc, channel in VENDORS:
        world.app.vendors.register(world.admin, number, name, uscc=uscc, found_by=channel)
    yield at("2026-03-03 10:00")
    for number, documents in EVIDENCE.items():
        for document in documents:
            world.app.vendors.prove(world.buyer, number, Evidence(*document))
