"""Three selections: WP-1 from the rules to the award, the festival support with sheets to score, WP-3 open for bids."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from api.cli.demo.bids import (
    BIDDERS,
    EMPLOYERS_LIABILITY,
    FESTIVAL_PRICES,
    FESTIVAL_SCORES,
    PRICES,
    RATED,
    SCORES,
    SEATS_PRICES,
    WEIGHTS,
    bid,
)
from api.cli.demo.bills import CLEANING_BILL, FESTIVAL_BILL, SEATS_BILL
from api.cli.demo.people import EVALUATORS
from api.cli.demo.studies import CLEANING_NAME, FESTIVAL_NAME, SEATS_NAME
from api.cli.demo.world import Chapter, World, at, yuan
from core.domain.abnormally_low import LabourFloor
from core.domain.selection_rules import RequiredLevel
from core.services.procurement.selection_drafts import RulesDraft

CLEANING_SELECTION, FESTIVAL_SELECTION, SEATS_SELECTION = "S-1", "S-2", "S-3"
SHIFTS = dict(zip(EVALUATORS[:4], (2, -2, 1, -1), strict=True))
"""How much more or less than the mean each evaluator gives; the fifth is recused."""
QUALITY_OF_C = dict(zip(EVALUATORS[:4], (95, 72, 96, 97), strict=True))
"""One has seen something else than the others: 95 and more against 72, with the mean of 90."""
FLOOR = LabourFloor(Decimal("20.6"), yuan("2740"), yuan("2131"))
"""20.6 people at the minimum wage of Shanghai with what the employer pays on it (assumptions): 1.204 m a year."""


def chapters(world: World) -> tuple[Chapter, ...]:
    """Each selection is a thread of its own."""
    return _cleaning(world), _festival(world), _seats(world)


def _cleaning(world: World) -> Chapter:
    """Five bid, the cheapest fails its gates, four are a near tie, and A is awarded with a memo."""
    selections, evaluations = world.app.selections, world.app.evaluations
    yield at("2026-04-07 10:00")
    number = _begin(world, CLEANING_SELECTION, CLEANING_NAME, "住户家政上门保洁比选（2026–2028）", RulesDraft(
        mode="selection", weights=WEIGHTS, closes_ms=at("2026-05-11 10:00"),
        minima={"technical_standard": Decimal(70)}, requirements=(EMPLOYERS_LIABILITY,),
        levels=(RequiredLevel("HK-04", Decimal(90)),), least_bids=3, low_price="government", labour_floor=FLOOR,
    ))  # fmt: skip
    yield at("2026-04-13 09:00")
    selections.open(world.buyer, number)
    for day, letter in (("04-27", "A"), ("04-29", "B"), ("05-06", "C"), ("05-07", "D"), ("05-08", "E")):
        yield at(f"2026-{day} 15:20")
        selections.receive(world.buyer, number, bid(letter, BIDDERS[letter], CLEANING_BILL, PRICES[letter]))
    yield at("2026-05-11 10:05")
    selections.close(world.buyer, number)
    yield at("2026-05-12 11:00")
    selections.answer(
        world.buyer,
        number,
        BIDDERS["D"],
        "以家庭成员合作经营，不计社保成本",
        False,
        "低于最低工资与社保测算，证明材料不足",
    )
    evaluations.open(world.buyer, number)
    for name in EVALUATORS:
        evaluations.appoint(world.buyer, number, name)
    evaluations.recuse(world.buyer, number, EVALUATORS[4], "与佳帮到家法定代表人为亲属")
    for place, name in enumerate(SHIFTS):
        yield at(f"2026-05-{13 + place} 16:00")
        _score(world, number, name, SCORES, QUALITY_OF_C[name])
    yield at("2026-05-18 14:00")
    evaluations.agree(
        world.buyer,
        number,
        BIDDERS["C"],
        "quality",
        "合议：以两处在服小区的现场考察为准，72 分系参考其 2024 年旧记录；个人评分保留",
    )
    evaluations.close(world.buyer, number)
    yield at("2026-05-19 10:00")
    selections.admit(world.buyer, number)
    yield at("2026-05-22 15:00")
    world.app.ranking.award(
        world.manager, number, BIDDERS["A"], "综合得分第一，与第二名相差 0.62 分；质量、验收记录和高峰储备证据充分"
    )


def _festival(world: World) -> Chapter:
    """Closed on 21 December; two sheets are locked, one is begun, one waits."""
    yield at("2026-11-26 10:00")
    number = _begin(world, FESTIVAL_SELECTION, FESTIVAL_NAME, "春节高峰支援比选（2027）", RulesDraft(
        mode="selection", weights=WEIGHTS, closes_ms=at("2026-12-21 10:00"),
        minima={"technical_standard": Decimal(70)}, requirements=(EMPLOYERS_LIABILITY,), least_bids=2,
    ))  # fmt: skip
    yield at("2026-12-01 09:30")
    world.app.selections.open(world.buyer, number, undecided_because="只为春节一个月的高峰支援，未做可行性分析")
    for day, letter in (("12-15", "B"), ("12-16", "E"), ("12-18", "C")):
        yield at(f"2026-{day} 14:10")
        offer = bid(letter, BIDDERS[letter], FESTIVAL_BILL, FESTIVAL_PRICES[letter])
        world.app.selections.receive(world.buyer, number, offer)
    yield at("2026-12-21 10:05")
    world.app.selections.close(world.buyer, number)
    world.app.evaluations.open(world.buyer, number)
    for name in EVALUATORS[:4]:
        world.app.evaluations.appoint(world.buyer, number, name)
    for hour, name in ((11, EVALUATORS[1]), (15, EVALUATORS[2])):
        yield at(f"2026-12-22 {hour}:00")
        _score(world, number, name, FESTIVAL_SCORES)
    yield at("2026-12-24 16:40")
    begun = {BIDDERS["B"]: {code: Decimal(score) for code, score in zip(RATED[:4], FESTIVAL_SCORES["B"], strict=False)}}
    world.app.evaluations.score(world.actor(EVALUATORS[0], "evaluator"), number, begun)


def _seats(world: World) -> Chapter:
    """The seats for the two years from July 2027: open until January, two bids in hand."""
    yield at("2026-12-07 10:30")
    number = _begin(world, SEATS_SELECTION, SEATS_NAME, "回访与投诉受理坐席续期比选（2027–2029）", RulesDraft(
        mode="selection", weights=WEIGHTS, closes_ms=at("2027-01-15 17:00"), requirements=(EMPLOYERS_LIABILITY,),
        levels=(RequiredLevel("SC-01", Decimal(95)),), least_bids=3,
    ))  # fmt: skip
    yield at("2026-12-10 09:00")
    world.app.selections.open(world.buyer, number)
    for day, vendor in (("12-22", "V-05"), ("12-25", "V-07")):
        yield at(f"2026-{day} 11:30")
        offer = bid(vendor, vendor, SEATS_BILL, SEATS_PRICES[vendor], promise="SC-01")
        world.app.selections.receive(world.buyer, number, offer)


def _begin(world: World, name: str, package: str, title: str, rules: RulesDraft) -> str:
    number = world.app.selections.create(world.buyer, world.numbers[package], title).number
    world.numbers[name] = number
    world.app.selections.set_rules(world.buyer, number, rules)
    return number


def _score(
    world: World, number: str, name: str, table: Mapping[str, tuple[int, ...]], quality_of_c: int | None = None
) -> None:
    """Fill in a sheet and lock it: the table's scores, as this evaluator sees them."""
    someone = world.actor(name, "evaluator")
    sheet = {BIDDERS[letter]: dict(_seen(name, scores)) for letter, scores in table.items()}
    if quality_of_c is not None:
        sheet[BIDDERS["C"]]["quality"] = Decimal(quality_of_c)
    world.app.evaluations.score(someone, number, sheet, {BIDDERS["B"]: {"quality": "资料齐全，服务记录可查"}})
    world.app.evaluations.lock(someone, number)


def _seen(name: str, scores: tuple[int, ...]) -> Iterator[tuple[str, Decimal]]:
    for code, score in zip(RATED, scores, strict=True):
        yield code, Decimal(score + SHIFTS[name])
