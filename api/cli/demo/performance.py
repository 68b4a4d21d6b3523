"""Months closed and one settled, vendors reviewed, one blocked, one contract to be tendered anew."""

from datetime import date

from api.cli.demo.contracts import ANSWERING, CLEANING
from api.cli.demo.world import Chapter, World, at, yuan

SEATS_VENDOR, REPAIR_VENDOR, CLEANING_VENDOR, BLOCKED_VENDOR = "V-07", "V-06", "V-01", "V-08"


def chapters(world: World) -> tuple[Chapter, ...]:
    """Each thread by itself."""
    return (
        _months(world), _settlements(world), _seats(world), _repairs(world), _cleaning(world), _decisions(world)
    )  # fmt: skip


def _months(world: World) -> Chapter:
    """October and November are closed in the week after they end, once the periods to object are over."""
    for month, instant in (("2026-10", "2026-11-09 10:00"), ("2026-11", "2026-12-07 10:00")):
        yield at(instant)
        world.app.scorecards.close(world.manager, month)


def _settlements(world: World) -> Chapter:
    """The cleaner's October is settled; November has its fee and waits for the manager, the others for theirs."""
    settlements = world.app.settlements
    for month, fee, invoice, instant in (
        ("2026-10", "198742.60", "FP-2026-10-0117", "2026-11-10 16:20"),
        ("2026-11", "204316.00", "FP-2026-11-0126", "2026-12-10 15:40"),
    ):
        yield at(instant)
        settlements.record_fee(world.operator, CLEANING, month, yuan(fee), invoice)
        if month == "2026-10":
            yield at("2026-11-11 10:05")
            settlements.close(world.manager, CLEANING, month)


def _seats(world: World) -> Chapter:
    """The seats' October from the draft to the close: the standing that the card suggests."""
    reviews = world.app.reviews
    yield at("2026-11-10 10:00")
    number = reviews.draft(
        world.buyer,
        SEATS_VENDOR,
        "2026-10",
        "2026-10",
        "响应和核实基本达标，第二次答复略低于目标值；国庆后首周积压已消化。",
    ).number
    yield at("2026-11-11 09:00")
    reviews.send(world.buyer, number, at("2026-11-18 18:00"))
    yield at("2026-11-16 15:10")
    reviews.reply(world.vendor("yunying"), number, "无异议。11 月起每班增加一名组长复核第二次答复。")
    yield at("2026-11-20 10:30")
    grade = reviews.get(world.manager, number).suggested
    override = "" if grade else "样本不足，按合议评定"
    reviews.decide(
        world.manager, number, grade or "B", "指标接近目标值，改进措施明确", date(2027, 3, 31), override=override
    )
    yield at("2026-11-23 09:30")
    reviews.close(world.buyer, number)


def _repairs(world: World) -> Chapter:
    """The repairer is below his targets for two months; he has appealed, and the decision waits."""
    reviews = world.app.reviews
    yield at("2026-12-08 10:00")
    number = reviews.draft(
        world.buyer, REPAIR_VENDOR, "2026-10", "2026-11",
        "RP-06 具体答复两个月低于目标值，双十一后尤为明显；守时和反馈亦低。请提出整改计划。",
    ).number  # fmt: skip
    yield at("2026-12-09 09:00")
    reviews.send(world.buyer, number, at("2026-12-16 18:00"))
    yield at("2026-12-15 16:20")
    reviews.reply(
        world.vendor("jiangxiu"), number, "双十一单量超出约定能力，请将 11 月 9 日至 22 日单独考虑；整改计划另附。",
        is_appeal=True,
    )  # fmt: skip


def _cleaning(world: World) -> Chapter:
    """A draft for the cleaner that nobody has sent yet."""
    yield at("2026-12-21 11:00")
    assessment = "上门准时与验收稳定；隐私事件两起，须专项整改。"
    world.app.reviews.draft(world.buyer, CLEANING_VENDOR, "2026-10", "2026-11", assessment)


def _decisions(world: World) -> Chapter:
    """The seats are to be tendered anew, and a vendor with an insurance that ran out long ago is blocked."""
    yield at("2026-12-03 15:00")
    reason = "合同 2027-06-30 到期；履约良好，但市场价格下行，重新比选。"
    world.app.renewals.decide(world.manager, ANSWERING, "retender", reason)
    yield at("2026-12-24 10:00")
    reason = "雇主责任险 2025-07-31 到期未续，提交的续保证明经核实系伪造。"
    world.app.standings.block(world.manager, BLOCKED_VENDOR, reason, date(2027, 12, 23))
