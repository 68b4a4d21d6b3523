"""What the vendors say of their breaches, and what the buyer decides; the rest is accepted by time."""

from decimal import Decimal

from api.cli.demo import story
from api.cli.demo.world import Chapter, World, at
from core.domain.breach import NOTIFIED
from core.domain.dispute import Decision, Objection, SentProof

LOST_BRACELET = Objection(
    "wrong_record", "住户次日在卧室床下找到手镯，已向管理处书面说明并撤回报案。",
    (
        SentProof("住户书面说明", "statement.txt", "手镯已找到，此前报告有误，特此说明。".encode()),
        SentProof("管理处接待记录 11-10"),
    ),
)  # fmt: skip
LATE_PARTS = Objection(
    "third_party", "双十一期间五金件供应商延误两日，备件已提前申请，有订单和延误通知。",
    (SentProof("供应商延误通知 11-19"),),
)  # fmt: skip
ON_HIS_WORD = Decision("upheld", "未附门禁或照片等证明，仅凭陈述不能认定按时到场。")


def chapter(world: World) -> Chapter:
    """A theft that was none, a deduction upheld by half, a word without proof, and two that wait for the manager."""
    objections = world.app.objections
    yield at("2026-11-02 10:15")
    jieshe = world.vendor("jieshe")
    objections.accept(jieshe, world.breach(story.MISSED[0], "HK-04"))
    yield at("2026-11-11 09:40")
    objections.dispute(world.vendor("jieshe"), world.breach(story.THEFT, "CD-17"), LOST_BRACELET)
    yield at("2026-11-17 14:00")
    decision = Decision("rescinded", "住户书面撤回，物品已找到，事件不成立。")
    objections.decide(world.manager, world.breach(story.THEFT, "CD-17"), decision)
    yield at("2026-11-23 10:20")
    objections.dispute(world.vendor("jiangxiu"), world.breach(story.MISSED[1], "RP-06"), LATE_PARTS)
    yield at("2026-11-24 15:30")
    objections.decide(world.manager, world.breach(story.HEARSAY, "HK-04"), ON_HIS_WORD)
    yield at("2026-11-27 11:00")
    half = Decision("upheld", "供应商延误属实，但备件储备不足亦有责任，按一半扣减。", Decimal("0.5"))
    objections.decide(world.manager, world.breach(story.MISSED[1], "RP-06"), half)
    yield at("2026-12-27 16:30")
    jiangxiu = world.vendor("jiangxiu")
    waiting = [one for one in world.app.watch.to_settle(jiangxiu) if one.state == NOTIFIED]
    for one in waiting[:2]:
        objections.dispute(jiangxiu, one.id, Objection("buyer_caused", "门店临时改约，未在系统登记。"))
