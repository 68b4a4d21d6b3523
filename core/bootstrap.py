"""The only wiring: settings, packs and a clock in, the services out."""

import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from core.domain.actor import Actor
from core.now import Clock
from core.services.award_memos import AwardMemoService
from core.services.contracts import ContractService
from core.services.decisions import DecisionService
from core.services.evaluations import EvaluationService
from core.services.events import EventService
from core.services.feasibility import FeasibilityService
from core.services.imports import ImportService
from core.services.intake import Intake
from core.services.monitor import MonitorService
from core.services.plan import PlanService
from core.services.ranking import RankingService
from core.services.record import RecordService
from core.services.selections import SelectionService
from core.services.shelf import COMMON_PACK, Shelf
from core.services.sign_in import SignInService
from core.services.vendors import VendorService
from core.services.watch import WatchService
from core.services.work_packages import WorkPackageService
from core.settings import Settings
from core.sla.packs import Pack
from core.storage import migrate
from core.storage.database import Database, connect

SWEEP_S = 1.0
EACH_MINUTE = 60
log = structlog.get_logger()


@dataclass(slots=True)
class App:
    """All services of one process."""

    database: Database
    packs: dict[str, Pack]
    sign_in: SignInService
    contracts: ContractService
    events: EventService
    intake: Intake
    monitor: MonitorService
    watch: WatchService
    decisions: DecisionService
    imports: ImportService
    record: RecordService
    plan: PlanService
    vendors: VendorService
    work_packages: WorkPackageService
    feasibility: FeasibilityService
    selections: SelectionService
    evaluations: EvaluationService
    ranking: RankingService
    award_memos: AwardMemoService
    secret: bytes
    _stopping: threading.Event = field(default_factory=threading.Event)
    _sweeper: threading.Thread | None = None

    def start(self) -> None:
        """Start the monitor beside whatever else this process serves."""
        self._sweeper = threading.Thread(target=self._sweep, name="monitor", daemon=True)
        self._sweeper.start()

    def stop(self) -> None:
        """End the threads, write what has queued, and give the connections back."""
        self._stopping.set()
        self.intake.stop()
        if self._sweeper is not None:
            self._sweeper.join(10)
            self.record.checkpoint()
        self.database.close()

    def local_admin(self, organisation_id: int) -> Actor:
        """Whoever has the machine's command line acts as administrator."""
        return Actor(organisation_id, "local", "admin")

    def _sweep(self) -> None:
        """Sweep every second; a failed sweep is told and tried again, for nothing may silently stop (sla.md R9)."""
        sweeps = 0
        while not self._stopping.wait(SWEEP_S):
            sweeps += 1
            try:
                if sweeps % EACH_MINUTE == 1:
                    self.plan.run()
                    self.record.checkpoint()
                self.monitor.sweep()
            except Exception:
                log.exception("monitor.sweep_failed")


def build(settings: Settings, packs: Sequence[Pack], clock: Clock | None = None) -> App:
    """Migrate the database if need be and return the services on it."""
    settings.data.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.url)
    database = connect(settings.url, clock)
    by_name = {pack.name: pack for pack in packs}
    shelf = Shelf()
    events = EventService(database, shelf)
    return App(
        database=database, packs=by_name, sign_in=SignInService(database), contracts=ContractService(database),
        events=events, intake=Intake(events.receive), monitor=MonitorService(database, shelf),
        watch=WatchService(database, shelf), decisions=DecisionService(by_name),
        imports=ImportService(database, shelf, [by_name[COMMON_PACK]]),
        record=RecordService(database, settings.data / "audit.checkpoints"),
        plan=PlanService(database, shelf), vendors=VendorService(database), work_packages=WorkPackageService(database),
        feasibility=FeasibilityService(database),
        selections=SelectionService(database), evaluations=EvaluationService(database),
        ranking=RankingService(database), award_memos=AwardMemoService(database),
        secret=_secret(settings.data / "secret"),
    )  # fmt: skip


def _secret(path: Path) -> bytes:
    """The installation's own secret, made on first start and readable by its owner alone (decision 15)."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    return path.read_bytes()
