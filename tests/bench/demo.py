"""demo.load: the whole sample world from nothing to its sign-ins, beside reading its events alone."""

import tempfile
from pathlib import Path

import contract_templates
import rules
from api.cli.demo import LATEST_MS, cases, fill
from api.cli.demo.traffic import in_order
from api.cli.demo.world import World
from core.bootstrap import build
from core.now import VirtualClock
from core.services.operations.envelope import read
from core.settings import Settings
from tests.bench.figure import report, wall_s


def run() -> None:
    """Load the world once; then make and parse all events of its quarter."""
    with tempfile.TemporaryDirectory() as folder:
        loaded_s = wall_s(lambda: fill(Settings(data=Path(folder) / "told"), lambda at_ms: None))
        clock = VirtualClock(LATEST_MS)
        app = build(Settings(data=Path(folder) / "parsed"), rules.load(), clock, contract_templates.load)
        world = World(app, clock, 1)
        parsed_s = wall_s(lambda: [read(one.encoded(), one.at_ms) for one in in_order(cases.told(world))])
        app.stop()
    report("demo.load", loaded_s, parsed_s)
