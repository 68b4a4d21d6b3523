"""An evaluated selection of fifty bidders and thirteen criteria, as wide as the figures ask for."""

from decimal import Decimal
from random import Random

from core.bootstrap import App
from core.domain.bid import Offer, PriceLine
from core.domain.criterion import TEN, Criterion
from core.domain.wording import Wording
from core.services.procurement.vendors import VendorService
from tests.selection_world import DAY_MS, UNDECIDED, SelectionWorld, begin, rules_draft
from tests.unit.domain.wp1 import CLOSES_MS, LINES, VAT, yuan

VENDORS = 50
OWN = tuple(
    Criterion(code, Wording(zh, code), tuple(Wording(str(step), str(step)) for step in range(5)), ())
    for code, zh in (("training", "培训"), ("equipment", "设备"), ("safety", "安全"))
)
WEIGHTS = {one.code: Decimal(24 if one.code == "price" else 7) for one in TEN} | dict(
    zip((one.code for one in OWN), (Decimal(5), Decimal(4), Decimal(4)), strict=True)
)  # 24 + 9 x 7 + 13 = 100
EVALUATORS = ("chen", "gao", "li")


def wide(app: App, organisation_id: int) -> SelectionWorld:
    """Ranked, not awarded."""
    world, chance = begin(app, organisation_id), Random(1)
    names = [f"V-{number:02}" for number in range(1, VENDORS + 1)]
    register = VendorService(app.database.at(world.clock))
    for name in names:
        register.register(world.buyer, name, f"供应商 {name}")
    world.selections.set_rules(
        world.buyer,
        world.number,
        rules_draft(weights=WEIGHTS, own=OWN, minima=None, requirements=(), levels=(), labour_floor=None),
    )
    world.selections.open(world.buyer, world.number, undecided_because=UNDECIDED)
    for name in names:
        share = Decimal(chance.randint(80, 99)) / 100
        lines = (PriceLine(line[0], yuan(str(round(Decimal(line[5]) * share, 2))), VAT) for line in LINES)
        world.selections.receive(world.buyer, world.number, Offer(name, tuple(lines)))
    world.clock.at_ms = CLOSES_MS + 2 * DAY_MS
    world.selections.close(world.buyer, world.number)
    _scored(world, names, chance)
    world.selections.admit(world.buyer, world.number)
    return world


def _scored(world: SelectionWorld, names: list[str], chance: Random) -> None:
    world.evaluations.open(world.buyer, world.number)
    rated = [code for code in WEIGHTS if code != "price"]
    joint = {name: {code: Decimal(chance.randint(60, 95)) for code in rated} for name in names}
    for shift, who in enumerate(EVALUATORS):
        world.evaluations.appoint(world.buyer, world.number, who)
        scores = {name: {code: score + shift for code, score in row.items()} for name, row in joint.items()}
        world.evaluations.score(world.evaluator(who), world.number, scores)
        world.evaluations.lock(world.evaluator(who), world.number)
    world.evaluations.close(world.buyer, world.number)
