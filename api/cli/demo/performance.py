"""How well: an objection upheld in part, months closed as they end, reviews decided and one that waits for a reply."""

from datetime import date
from decimal import Decimal

from api.cli.demo import story
from api.cli.demo.world import Chapter, World, at
from core.domain.breach import UPHELD
from core.domain.dispute import Decision, Objection, SentProof

VISITS_LATE = story.MISSED[0]
HALF = Decimal("0.5")
CLOSINGS = (
    ("2026-08-03", "2026-07"), ("2026-09-02", "2026-08"), ("2026-10-09", "2026-09"), ("2026-11-09", "2026-10"),
    ("2026-12-08", "2026-11"),
)  # fmt: skip
"""The day on which a month is closed, after the last objection to its breaches has ended."""


def chapters(world: World) -> tuple[Chapter, ...]:
    """Objection, closings and reviews are threads of their own."""
    return _objection(world), _closings(world), _repairers_review(world), _cleaners_review(world)


def _objection(world: World) -> Chapter:
    """The crew came seventy minutes late; the buyer's gate had kept it waiting, but not for all of that time."""
    yield at("2026-11-03 15:20")
    app, vendor = world.app, world.vendor("jieshe")
    [breach] = [one for one in app.watch.case(world.manager, VISITS_LATE).breaches if one.obligation == "HK-04"]
    proof = SentProof("门岗登记簿第 118 页：服务人员 10:25 到达，11:02 放行")
    app.objections.dispute(vendor, breach.id, Objection("buyer_caused", "门岗核验人员信息用时 37 分钟", (proof,)))
    yield at("2026-11-05 10:30")
    reason = "门岗登记属实，等候由甲方造成；但到达时已晚 25 分钟，故维持一半"
    app.objections.decide(world.manager, breach.id, Decision(UPHELD, reason, HALF))


def _closings(world: World) -> Chapter:
    for day, month in CLOSINGS:
        yield at(f"{day} 10:00")
        world.app.scorecards.close(world.manager, month)


def _repairers_review(world: World) -> Chapter:
    """October was under the targets: the vendor replied, and the standing was decided."""
    yield at("2026-11-10 10:00")
    reviews = world.app.reviews
    assessment = "十月约定上门与具体答复的达标率低于目标；配件等待占其大半。请说明整改措施。"
    number = reviews.draft(world.manager, "V-06", "2026-10", "2026-10", assessment).number
    reviews.send(world.manager, number, at("2026-11-17 18:00"))
    yield at("2026-11-13 16:40")
    answer = "已增加常用配件库存，并自十二月起增派一名技师；恳请下月复评。"
    reviews.reply(world.vendor("jiangxiu"), number, answer)
    yield at("2026-11-18 11:00")
    suggested = reviews.get(world.manager, number).suggested
    override = "" if suggested == "C" else "约定上门与具体答复两项低于目标，须先看到整改结果"
    reviews.decide(
        world.manager, number, "C", "两项关键时限低于目标，整改计划可行", date(2027, 3, 31), override=override
    )
    reviews.close(world.manager, number)


def _cleaners_review(world: World) -> Chapter:
    """October and November together, sent to the vendor, who may reply until the last day of the year."""
    yield at("2026-12-21 09:30")
    reviews = world.app.reviews
    assessment = "两月时限与验收达标，满意度接近目标；一次三轮返工、两次隐私事件须在下季避免。"
    number = reviews.draft(world.manager, "V-01", "2026-10", "2026-11", assessment).number
    reviews.send(world.manager, number, at("2026-12-31 18:00"))
